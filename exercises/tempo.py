"""How fast a moving picture moves: the library's tempo read into seconds, and the hold of the dose.

A tempo is written for people, such as "up 2 s, hold 3 to 5 s, down 3 s". Pure functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exercises.dosage import Dosage

SECONDS_PER_SLOW_BREATH = 5
USUAL_MOVE = 2.0  # where a tempo names none
LENGTH = re.compile(r"(?P<low>\d+)(?: to (?P<high>\d+))? s\b")
STOPS = re.compile(r"\b(hold|pause|steady|breath)")


@dataclass(frozen=True)
class Pace:
    """Seconds from the start to the end of a movement, at its end, and back.

    `is_counted`: the hold is prescribed, so it is counted aloud; in breaths where `breaths` says how many.
    """

    out_seconds: float = USUAL_MOVE
    hold_seconds: float = 0.0
    back_seconds: float = USUAL_MOVE
    is_counted: bool = False
    breaths: int = 0


def pace_of(tempo: str, dosage: Dosage) -> Pace:
    """The tempo's moves with the dose's hold; a dose without a hold keeps the short stop that the tempo may name."""
    moves, stop = _read(tempo)
    out, back = (moves[0], moves[-1]) if moves else (USUAL_MOVE, USUAL_MOVE)
    if dosage.breaths:
        return Pace(out, dosage.breaths * SECONDS_PER_SLOW_BREATH, back, is_counted=True, breaths=dosage.breaths)
    if dosage.hold_seconds and not _is_length_of_all(tempo, dosage):
        return Pace(out, dosage.hold_seconds, back, is_counted=True)
    return Pace(out, stop, back)


def _is_length_of_all(tempo: str, dosage: Dosage) -> bool:
    """Five minutes of walking are no hold: a tempo without a stop is a movement that goes on."""
    return dosage.is_one_long_hold and bool(tempo) and not STOPS.search(tempo)


def _read(tempo: str) -> tuple[list[float], float]:
    """Moves in their order, and the stop between them. Of a range a move takes the slow end, a stop the short one."""
    moves, stop = [], 0.0
    for words in re.split(r"[,;]| and ", tempo):
        found = LENGTH.search(words)
        if found is None:
            continue
        if STOPS.search(words):
            stop = stop or float(found["low"])
        else:
            moves.append(float(found["high"] or found["low"]))
    return moves, stop
