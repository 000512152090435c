"""Poses on the way from one view to the next, so that no limb jumps. Plain Python.

The numbers of two poses are blended; where a limb is told in two different ways (by angles here, by a place there) a
foot goes straight from place to place, a hand round the shoulder. How the bones are turned about their length, and how
the feet are turned, is taken from the two solved bodies, so that both ends are met exactly.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from exercises.figures.contacts import stand
from exercises.figures.hands import bends_of
from exercises.figures.library import Figure, settle
from exercises.figures.skeleton import ANKLE_HEIGHT, BALL_FORWARD, Body
from exercises.figures.spec import SIDES, SIGN, Leg, Pose, Target, blend
from exercises.figures.vectors import (
    Mat,
    Vec,
    across,
    add,
    along,
    apply,
    cross,
    dot,
    from_columns,
    length,
    scale,
    sub,
    times,
    transpose,
    unit,
)

_NEARLY_BACK = -0.5  # cosine of a turn so wide that its plane is chance
_FAR = 0.25  # metres; a hand that goes farther goes round the shoulder
_LEVEL = 0.08
_STRAIGHT = 0.02  # metres that the middle joint leaves the line; below, the bend says nothing


def turned_between(a: Mat, b: Mat, part: float) -> Mat:
    """The rotation at `part` of the shortest turn from a to b."""
    turn = times(b, transpose(a))
    cosine = max(-1.0, min(1.0, (turn[0][0] + turn[1][1] + turn[2][2] - 1) / 2))
    angle = math.acos(cosine)
    if angle < 1e-6:
        return a
    axis: Vec = (turn[2][1] - turn[1][2], turn[0][2] - turn[2][0], turn[1][0] - turn[0][1])
    if length(axis) < 1e-6:  # half a turn: any axis that the rotation keeps
        column = max(range(3), key=lambda i: turn[i][i])
        axis = (turn[0][column], turn[1][column], turn[2][column])
        axis = tuple(v + (1.0 if i == column else 0.0) for i, v in enumerate(axis))  # type: ignore[assignment]
    x, y, z = unit(axis)
    c, s = math.cos(angle * part), math.sin(angle * part)
    k = 1 - c
    step: Mat = (
        (c + x * x * k, x * y * k - z * s, x * z * k + y * s),
        (y * x * k + z * s, c + y * y * k, y * z * k - x * s),
        (z * x * k - y * s, z * y * k + x * s, c + z * z * k),
    )
    return times(step, a)


def _bend_way(body: Body, ends: tuple[str, str, str], frame: str, straight: float) -> Vec:
    """Where a solved knee or elbow points to."""
    first, middle, last = (body.joints[name] for name in ends)
    axis = unit(sub(last, first))
    out = sub(sub(middle, first), tuple(v * dot(sub(middle, first), axis) for v in axis))  # type: ignore[arg-type]
    if length(out) > _STRAIGHT:
        return unit(out)
    return apply(body.frames[frame], (straight, 0.0, 0.0))


def _placed_leg(leg: Leg, body: Body, side: str) -> Leg:
    pole = _bend_way(body, (f"hip_{side}", f"knee_{side}", f"ankle_{side}"), f"thigh_{side}", 1.0)
    return replace(leg, foot=Target(body.joints[f"ankle_{side}"]), ball=None, pole=pole, ankle=0.0, heading=None)


def _toward(a: Vec, b: Vec, part: float) -> Vec:
    """The direction at `part` of the turn from one direction to another."""
    angle = math.acos(max(-1.0, min(1.0, dot(a, b))))
    if angle < 1e-3 or angle > math.pi - 1e-3:
        return unit(along(a, b, part))
    return unit(add(scale(a, math.sin(angle * (1 - part))), scale(b, math.sin(angle * part))))


def _swung_arm(a: Body, b: Body, side: str, part: float) -> dict[str, Any]:
    """The hand on an arc round the shoulder; a straight way would lead through it."""
    hands, poles, frames = [], [], []
    for body in (a, b):
        back = transpose(body.frames["thorax"])
        hands.append(apply(back, sub(body.joints[f"palm_{side}"], body.joints[f"shoulder_{side}"])))
        ends = (f"shoulder_{side}", f"elbow_{side}", f"wrist_{side}")
        poles.append(apply(back, _bend_way(body, ends, f"upper_arm_{side}", -1.0)))
        frames.append(times(back, body.frames[f"hand_{side}"]))
    first, last = unit(hands[0]), unit(hands[1])
    if dot(first, last) < _NEARLY_BACK:  # by the front and the side, not by the face
        middle = unit(add(add(first, last), (0.9, 0.6 * SIGN[side], 0.0)))
        way = _toward(first, middle, part * 2) if part < 0.5 else _toward(middle, last, part * 2 - 1)
    else:
        way = _toward(first, last, part)
    far = length(hands[0]) + (length(hands[1]) - length(hands[0])) * part
    hand = turned_between(frames[0], frames[1], part)
    thorax = turned_between(a.frames["thorax"], b.frames["thorax"], part)
    return {
        "hand": Target(scale(way, far), at=f"shoulder_{side}", frame="thorax"),
        "pole": apply(thorax, _toward(poles[0], poles[1], part)),
        "palm": apply(hand, (0.0, -float(SIGN[side]), 0.0)),
        "fingers": apply(hand, (0.0, 0.0, -1.0)),
    }


def _swings(a: Target | None, b: Target | None) -> bool:
    """A hand that is told in two ways, or goes far from place to place."""
    if _told_apart(a, b):
        return True
    if a is None or b is None or a.at is not None:
        return False
    slides = abs(a.offset[2] - b.offset[2]) < _LEVEL  # along the floor or a rail
    return length(sub(a.offset, b.offset)) > _FAR and not slides


def _told_apart(a: Target | None, b: Target | None) -> bool:
    if a is None or b is None:
        return a is not b
    return (a.at, a.to, a.frame) != (b.at, b.to, b.frame)


def _held_alike(a: Pose, b: Pose) -> bool:
    """Both stand on the same pins and the same ground."""
    if set(a.pin) != set(b.pin) or a.ground != b.ground:
        return False
    return all([v is None for v in a.pin[joint]] == [v is None for v in b.pin[joint]] for joint in a.pin)


def between(first: Pose, last: Pose, part: float, a: Body | None = None, b: Body | None = None) -> Pose:
    """A pose on the way; a and b are the solved ends where they are known already."""
    bodies = a or settle(first), b or settle(last)
    held, poses = _held_alike(first, last), []
    for pose, body in zip((first, last), bodies, strict=True):
        legs, arms = dict(pose.legs), dict(pose.arms)
        for side in SIDES:
            apart = [_told_apart(getattr(first.legs[side], k), getattr(last.legs[side], k)) for k in ("foot", "ball")]
            if any(apart) or (not held and legs[side].foot is None and legs[side].ball is None):
                legs[side] = _placed_leg(legs[side], body, side)
            if _swings(first.arms[side].hand, last.arms[side].hand):
                arms[side] = replace(arms[side], hand=Target())  # below
        if not held:
            pose = replace(pose, pin={}, ground=None, position=body.joints["pelvis"])
        poses.append(replace(pose, legs=legs, arms=arms))
    mixed: Pose = blend(poses[0], poses[1], part)
    swung = {
        side: replace(mixed.arms[side], **_swung_arm(*bodies, side, part))
        for side in SIDES
        if _swings(first.arms[side].hand, last.arms[side].hand)
    }
    return replace(mixed, arms={**mixed.arms, **swung})


def _twisted(frame: Mat, like: Mat) -> Mat:
    """The frame with its bone as it is, turned about it to look the way of another."""
    columns, other = transpose(frame), transpose(like)
    z = columns[2]
    x = across(other[0], z)
    return from_columns(x, cross(z, x), z)


def _foot(body: Body, side: str, foot: Mat, toes: Mat) -> None:
    body.frames[f"foot_{side}"], body.frames[f"toes_{side}"] = foot, toes
    for joint, forward in (("ball", BALL_FORWARD), ("heel", -0.06)):
        offset = (forward, 0.0, -ANKLE_HEIGHT)
        body.joints[f"{joint}_{side}"] = body.point(f"ankle_{side}", offset, f"foot_{side}")


def on_the_way(figure: Figure, views: tuple[str, str], part: float) -> Body:
    """The body at `part` of the way between two views of a figure; the very body of the view at either end."""
    if part in (0.0, 1.0):
        return stand(figure, views[round(part)])
    a, b = (stand(figure, view) for view in views)
    body = settle(between(figure.views[views[0]], figure.views[views[1]], part, a, b))
    for side in SIDES:
        for bone in ("thigh", "shank", "upper_arm", "forearm"):
            name = f"{bone}_{side}"
            body.frames[name] = _twisted(body.frames[name], turned_between(a.frames[name], b.frames[name], part))
        foot, toes = (turned_between(a.frames[f"{n}_{side}"], b.frames[f"{n}_{side}"], part) for n in ("foot", "toes"))
        _foot(body, side, foot, toes)
        if side in a.bends or side in b.bends:
            pairs = zip(bends_of(a, side), bends_of(b, side), strict=True)
            body.bends[side] = tuple(along(x, y, part) for x, y in pairs)
    return body


def travel(first: Body, last: Body) -> float:
    """The farthest that any joint goes, in metres."""
    return max(length(sub(place, last.joints[joint])) for joint, place in first.joints.items())
