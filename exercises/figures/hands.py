"""Fingers: their bones, and how they close round what the palm touches. Plain Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exercises.figures.primitives import Solid, nearest
from exercises.figures.skeleton import Bends, Body
from exercises.figures.spec import SIGN
from exercises.figures.vectors import Mat, Vec, add, along, apply, times, turn_x


@dataclass(frozen=True)
class Finger:
    """x: place of its knuckle across the palm, thumb side positive. down: knuckle from the wrist. bones: lengths."""

    x: float
    down: float
    bones: Vec
    radius: float


FINGERS = (
    Finger(0.0285, 0.091, (0.037, 0.024, 0.019), 0.0100),
    Finger(0.0100, 0.095, (0.040, 0.027, 0.020), 0.0104),
    Finger(-0.0085, 0.093, (0.038, 0.025, 0.019), 0.0100),
    Finger(-0.0265, 0.087, (0.031, 0.019, 0.017), 0.0092),
)
_RELAXED = (0.9, 0.8, 0.5)  # of the curl, at knuckle, middle and last joint
_FURTHEST = (85.0, 95.0, 70.0)
_BACK = -24.0
_STEP = 4.0
_SKIN = 0.002
_BESIDE = 0.015  # a bone that comes this near without touching is laid there
REACH = 0.10  # what lies farther from the palm than this is not held


def relaxed(curl: float) -> Bends:
    return tuple((curl * a, curl * b, curl * c) for a, b, c in [_RELAXED] * len(FINGERS))


def bones(wrist: Vec, hand: Mat, sign: int, finger: Finger, bends: Vec) -> list[tuple[Vec, Mat]]:
    """Each joint of a finger, knuckle to tip, with the frame of the bone that follows it."""
    place, frame = add(wrist, apply(hand, (finger.x, 0.0, -finger.down))), hand
    joints = []
    for bend, size in zip(bends, finger.bones, strict=True):
        frame = times(frame, turn_x(-sign * bend))
        joints.append((place, frame))
        place = add(place, apply(frame, (0.0, 0.0, -size)))
    return [*joints, (place, frame)]


def _room(places: list[Vec], radius: float, solids: list[Solid]) -> float:
    return min(nearest(solids, place) for place in places) - radius


def _closed(wrist: Vec, hand: Mat, sign: int, finger: Finger, rest: Vec, solids: list[Solid]) -> Vec:
    """Each joint bent until its bone meets the solids, or comes nearest to them; one that meets nothing rests."""
    bends = [0.0, 0.0, 0.0]
    for k in range(3):

        def room(bend: float, k: int = k) -> float:
            tried = (*bends[:k], bend, *bends[k + 1 :])
            chain = bones(wrist, hand, sign, finger, (tried[0], tried[1], tried[2]))
            start, end = chain[k][0], chain[k + 1][0]
            return _room([along(start, end, 0.55), end], finger.radius * 0.9, solids)

        bends[k] = _bend(room, k, rest[k])
    return (bends[0], bends[1], bends[2])


def _bend(room: Callable[[float], float], joint: int, rest: float) -> float:
    bend, nearest_bend, nearest_room = 0.0, rest, _BESIDE
    if room(0.0) <= _SKIN:  # it begins inside: back until it lies on it
        while bend > (_BACK if joint == 0 else _BACK / 2) and room(bend) <= _SKIN:
            bend -= _STEP
        return bend
    while bend < _FURTHEST[joint]:
        left = room(bend)
        if left <= _SKIN:
            return bend
        if left < nearest_room:
            nearest_bend, nearest_room = bend, left
        bend += _STEP
    return nearest_bend


def close_hand(body: Body, side: str, solids: list[Solid]) -> None:
    """Lay the fingers of a hand on what it touches."""
    wrist, hand, palm = body.joints[f"wrist_{side}"], body.frames[f"hand_{side}"], body.joints[f"palm_{side}"]
    near = [solid for solid in solids if nearest([solid], palm) < REACH]
    if near:
        rest = relaxed(body.pose.arms[side].curl)
        body.bends[side] = tuple(
            _closed(wrist, hand, SIGN[side], finger, rest[i], near) for i, finger in enumerate(FINGERS)
        )


def bends_of(body: Body, side: str) -> Bends:
    return body.bends.get(side) or relaxed(body.pose.arms[side].curl)


__all__ = ["FINGERS", "Finger", "bends_of", "bones", "close_hand", "relaxed"]
