"""A template's exercises held against the precautions that it says it was made for. No person is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exercises.checkable import movement_of
from exercises.laterality import Laterality
from exercises.precautions import MOVEMENT, Check, Circumstances, Limit, Precaution, Verdict, check

if TYPE_CHECKING:
    from exercises.models import TemplateExercise
    from exercises.phases import Phase

# A template names no day. One operated hip stands for all: which leg it is decides nothing.
DAY_OF_OPERATION = date(2001, 1, 1)
LEG = Laterality.LEFT


@dataclass(frozen=True)
class CheckedLine:
    line: TemplateExercise
    check: Check

    @property
    def is_clear(self) -> bool:
        return self.check.verdict == Verdict.OK


def check_lines(lines: Iterable[TemplateExercise], keys: Sequence[str], phase: Phase) -> list[CheckedLine]:
    """In the first week of the phase, when the limits are strictest. No query after prefetching `exercise__poses`."""
    circumstances, on = circumstances_in(keys, phase.from_week)
    return [
        CheckedLine(line, check(movement_of(line.exercise, line.variant), _side(line), circumstances, on))
        for line in lines
    ]


def circumstances_in(keys: Sequence[str], week: int | None) -> tuple[Circumstances, date]:
    """Somebody for whom these rule sets hold, and the day in this week after the operation."""
    rules = [Precaution(key) for key in keys]
    is_replaced = any(rule in MOVEMENT for rule in rules)
    return (
        Circumstances(
            affected=frozenset({LEG.value}),
            limits=tuple(Limit(rule) for rule in rules),
            is_replaced=is_replaced,
            operated_on=DAY_OF_OPERATION if is_replaced else None,
        ),
        DAY_OF_OPERATION + timedelta(weeks=week or 0),
    )


def _side(line: TemplateExercise) -> str:
    """As it is prescribed to somebody with one affected hip."""
    laterality = line.exercise.laterality
    return LEG if laterality == Laterality.EACH_SIDE else laterality
