"""The joints and contacts of a figure that a therapist can move, as numbers with bounds, and the figure moved by them.

Where the parent gives a limb by angles, the angles are offered; where it gives the place of a foot or a hand, the place
can be shifted, in centimetres, and the knee swung about the line from hip to foot. A pose whose left and right agree
keeps them agreeing: both are moved at once. Nothing here draws, and nothing is judged: the lint does that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from exercises.figures.library import POSES, Figure, read_file, settle
from exercises.figures.lint import RANGES
from exercises.figures.skeleton import Body, LegAngles, leg_angles
from exercises.figures.spec import OTHER, SIDES, SIGN, Arm, Leg, Pose, Target, mirror_pose
from exercises.figures.vectors import Vec, add, apply, cross, dot, scale, sub, transpose, unit
from exercises.own.findings import part_words

Numbers = Mapping[str, Mapping[str, int]]

BOTH = "both"
SHIFT = 40  # centimetres, each way
TIP = 40
SWING = 75
BACK_BEND = (-30, 60)
SHOULDER = (-50, 180)
SHOULDER_OUT = (-30, 150)
ELBOW = (0, 150)
ALONG = 0.6  # how far an axis of the world may lie from one of the body and still be named after it

Move = Callable[[Pose, float], Pose]


@dataclass(frozen=True)
class Control:
    """One number. `value` is the parent's own, rounded; `unit` is "°" or "cm"."""

    name: str
    label: str
    unit: str
    low: int
    high: int
    value: int
    move: Move = field(repr=False)


@dataclass(frozen=True)
class Group:
    label: str
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class Touch:
    """A contact of the parent's pose that may be given up: 0 among the numbers says that it is."""

    name: str
    label: str
    pair: tuple[str, str]


def parent_figure(slug: str) -> Figure | None:
    """The pose file of a library exercise, without its variants; None where nothing is drawn for it."""
    path = POSES / f"{slug}.yaml"
    return read_file(path)[0] if path.exists() else None


def groups_of(figure: Figure, view: str) -> list[Group]:
    pose = figure.views[view]
    body = settle(pose)
    found = [Group(_("Trunk"), tuple(_trunk(pose, body)))]
    sides = (BOTH,) if _mirrored_legs(pose) else _working_first(figure)
    found += [Group(_leg_label(side, figure), tuple(_leg(pose, body, side))) for side in sides]
    sides = (BOTH,) if _mirrored_arms(pose) else _working_first(figure)
    found += [Group(_arm_label(side, figure), tuple(_arm(pose, body, side))) for side in sides]
    return [group for group in found if group.controls]


def moved(figure: Figure, numbers: Numbers) -> Figure:
    """The figure with these numbers. The helper stands where the parent's pose needs one, so the helper goes."""
    views = {}
    for name, pose in figure.views.items():
        wanted = numbers.get(name, {})
        for control in (one for group in groups_of(figure, name) for one in group.controls):
            if control.name in wanted:
                pose = control.move(pose, wanted[control.name])
        views[name] = pose
    contacts = {
        name: tuple(touch.pair for touch in touches_of(figure, name) if touch.name not in numbers.get(name, {}))
        for name in figure.views
    }
    return replace(figure, views=views, contacts=contacts, helper=None, only_helper=False)


def touches_of(figure: Figure, view: str) -> list[Touch]:
    return [
        Touch(
            f"touch.{one}.{other}",
            _("%(one)s and %(other)s") % {"one": part_words(one), "other": part_words(other)},
            (one, other),
        )
        for one, other in (figure.contacts or {}).get(view, ())
    ]


def drawn_angles(figure: Figure, view: str, leg: str) -> LegAngles:
    """As a clinician would measure them in the drawing. `leg` as in ExercisePose: W, O or both."""
    working = figure.works if figure.works in SIDES else "left"
    return leg_angles(settle(figure.views[view]), OTHER[working] if leg == "O" else working)


def _working_first(figure: Figure) -> tuple[str, ...]:
    return (figure.works, OTHER[figure.works]) if figure.works in SIDES else SIDES


def _leg_label(side: str, figure: Figure) -> str:
    if side == BOTH:
        return _("Both legs")
    if figure.works in SIDES:
        return _("Working leg") if side == figure.works else _("Other leg")
    return _("Left leg") if side == "left" else _("Right leg")


def _arm_label(side: str, figure: Figure) -> str:
    if side == BOTH:
        return _("Both arms")
    if figure.works in SIDES:
        return _("Arm on the working side") if side == figure.works else _("Arm on the other side")
    return _("Left arm") if side == "left" else _("Right arm")


def _mirrored_legs(pose: Pose) -> bool:
    return mirror_pose(pose).legs["right"] == pose.legs["right"]


def _mirrored_arms(pose: Pose) -> bool:
    return mirror_pose(pose).arms["right"] == pose.arms["right"]


# --- Trunk ------------------------------------------------------------------------------------


def _trunk(pose: Pose, body: Body) -> Iterator[Control]:
    if abs(pose.root[1]) < 45:  # lying on the side, tipping would roll the body off the floor
        yield Control("body.tip", _("Whole body tipped forward"), "°", -TIP, TIP, 0, _tip)
    low, high = _with(BACK_BEND, pose.trunk[0])
    yield Control("trunk.bend", _("Back bent forward"), "°", low, high, round(pose.trunk[0]), _bend)
    if any(leg.foot or leg.ball for leg in pose.legs.values()):
        held = {axis for place in pose.pin.values() for axis, value in enumerate(place) if value is not None}
        held |= {2} if pose.ground is not None else set()
        for axis, name in ((0, "x"), (2, "z")):
            if axis not in held:
                label, direction = _direction(body, axis, "")
                move = _body_shift(direction)
                words = _("Whole body: %(where)s") % {"where": label}
                yield Control(f"body.{name}", words, "cm", -SHIFT, SHIFT, 0, move)


def _tip(pose: Pose, degrees: float) -> Pose:
    return replace(pose, root=(pose.root[0] + degrees, pose.root[1], pose.root[2]))


def _bend(pose: Pose, degrees: float) -> Pose:
    return replace(pose, trunk=(degrees, pose.trunk[1], pose.trunk[2]))


def _body_shift(direction: Vec) -> Move:
    return lambda pose, centimetres: replace(pose, position=add(pose.position, scale(direction, centimetres / 100)))


# --- Legs -------------------------------------------------------------------------------------


def _leg(pose: Pose, body: Body, side: str) -> Iterator[Control]:
    shown = "left" if side == BOTH else side
    leg, key = pose.legs[shown], f"leg_{side}"

    def control(name: str, label: str, value: float, change: Callable[[Leg, float], Leg]) -> Control:
        low, high = _with(RANGES[name], value)
        return Control(f"{key}.{name}", label, "°", low, high, round(value), _for_leg(side, change))

    if leg.foot is None and leg.ball is None:
        yield control("hip_flex", _("Hip bend"), leg.hip[0], lambda one, d: replace(one, hip=_put(one.hip, 0, d)))
        yield control("hip_abd", _("Hip out"), leg.hip[1], lambda one, d: replace(one, hip=_put(one.hip, 1, d)))
        yield control("hip_rot", _("Hip turned out"), leg.hip[2], lambda one, d: replace(one, hip=_put(one.hip, 2, d)))
        yield control("knee_flex", _("Knee bend"), leg.knee, lambda one, d: replace(one, knee=d))
    else:
        yield from _foot_shifts(body, side, shown)
        swing = _for_leg(side, _swing(body, shown))
        yield Control(f"{key}.swing", _("Knee swung outward"), "°", -SWING, SWING, 0, swing)
    if leg.ankle is not None:
        yield control("ankle", _("Toes up"), leg.ankle, lambda one, d: replace(one, ankle=d))


def _foot_shifts(body: Body, side: str, shown: str) -> Iterator[Control]:
    for axis, letter in enumerate("xyz"):
        label, direction = _direction(body, axis, shown)
        move = _for_leg(side, _foot_shift(direction, body))
        words = _("Foot: %(where)s") % {"where": label}
        yield Control(f"leg_{side}.foot_{letter}", words, "cm", -SHIFT, SHIFT, 0, move)


def _foot_shift(direction: Vec, body: Body) -> Callable[[Leg, float], Leg]:
    def change(leg: Leg, centimetres: float) -> Leg:
        shift = scale(direction, centimetres / 100)
        return replace(leg, foot=_shifted(leg.foot, shift, body), ball=_shifted(leg.ball, shift, body))

    return change


def _swing(body: Body, side: str) -> Callable[[Leg, float], Leg]:
    """Turns the direction in which the knee points about the line from hip to ankle, outward for the leg."""
    axis = unit(sub(body.joints[f"ankle_{side}"], body.joints[f"hip_{side}"]))
    outward = scale(apply(body.frames["pelvis"], (0.0, 1.0, 0.0)), SIGN[side])

    def change(leg: Leg, degrees: float) -> Leg:
        across = sub(leg.pole, scale(axis, dot(leg.pole, axis)))
        sign = 1.0 if dot(cross(axis, across), outward) >= 0 else -1.0
        turn = math.radians(degrees) * sign
        pole = add(scale(across, math.cos(turn)), scale(cross(axis, across), math.sin(turn)))
        return replace(leg, pole=pole)

    return change


def _for_leg(side: str, change: Callable[[Leg, float], Leg]) -> Move:
    def move(pose: Pose, number: float) -> Pose:
        shown = "left" if side == BOTH else side
        legs = {**pose.legs, shown: change(pose.legs[shown], number)}
        pose = replace(pose, legs=legs)
        if side == BOTH:
            pose = replace(pose, legs={**legs, "right": mirror_pose(pose).legs["right"]})
        return pose

    return move


# --- Arms -------------------------------------------------------------------------------------


def _arm(pose: Pose, body: Body, side: str) -> Iterator[Control]:
    shown = "left" if side == BOTH else side
    arm, key = pose.arms[shown], f"arm_{side}"

    def control(name: str, label: str, value: float, bounds: tuple[int, int], change: _ArmChange) -> Control:
        low, high = _with(bounds, value)
        return Control(f"{key}.{name}", label, "°", low, high, round(value), _for_arm(side, change))

    if arm.hand is None:
        lifted, out = arm.shoulder[0], arm.shoulder[1]
        yield control("lift", _("Arm forward and up"), lifted, SHOULDER, _shoulder(0))
        yield control("out", _("Arm out"), out, SHOULDER_OUT, _shoulder(1))
        yield control("elbow", _("Elbow bend"), arm.elbow, ELBOW, lambda one, d: replace(one, elbow=d))
        return
    for axis, letter in enumerate("xyz"):
        label, direction = _direction(body, axis, shown)
        words = _("Hand: %(where)s") % {"where": label}
        move = _for_arm(side, _hand_shift(direction, body))
        yield Control(f"{key}.hand_{letter}", words, "cm", -SHIFT, SHIFT, 0, move)


_ArmChange = Callable[[Arm, float], Arm]


def _shoulder(part: int) -> _ArmChange:
    return lambda arm, degrees: replace(arm, shoulder=_put(arm.shoulder, part, degrees))


def _hand_shift(direction: Vec, body: Body) -> _ArmChange:
    def change(arm: Arm, centimetres: float) -> Arm:
        return replace(arm, hand=_shifted(arm.hand, scale(direction, centimetres / 100), body))

    return change


def _for_arm(side: str, change: _ArmChange) -> Move:
    def move(pose: Pose, number: float) -> Pose:
        shown = "left" if side == BOTH else side
        arms = {**pose.arms, shown: change(pose.arms[shown], number)}
        pose = replace(pose, arms=arms)
        if side == BOTH:
            pose = replace(pose, arms={**arms, "right": mirror_pose(pose).arms["right"]})
        return pose

    return move


# --- Directions -------------------------------------------------------------------------------


def _shifted(target: Target | None, shift: Vec, body: Body) -> Target | None:
    """The target moved by a vector of the world, whatever axes it is given in."""
    if target is None:
        return None
    if target.at is not None and target.frame is not None:
        shift = apply(transpose(body.frames[target.frame]), shift)
    return replace(target, offset=add(target.offset, shift))


def _direction(body: Body, axis: int, side: str) -> tuple[str, Vec]:
    """The axis of the world in words of the body that lies or stands in it, and which way is meant by "more"."""
    world = _put((0.0, 0.0, 0.0), axis, 1.0)
    if axis == 2:
        return _("up"), world
    pelvis = body.frames["pelvis"]
    out = SIGN[side] if side else 1
    named = (
        (_("forward"), apply(pelvis, (1.0, 0.0, 0.0))),
        (_("outward") if side else _("to the left"), scale(apply(pelvis, (0.0, 1.0, 0.0)), out)),
        (_("toward the head"), apply(pelvis, (0.0, 0.0, 1.0))),
    )
    label, along = max(named, key=lambda one: abs(dot(one[1], world)))
    if abs(dot(along, world)) < ALONG:
        label, along = (_("forward") if axis == 0 else _("to the left")), world
    return label, scale(world, 1.0 if dot(along, world) >= 0 else -1.0)


def _put(vector: Vec, part: int, value: float) -> Vec:
    changed = list(vector)
    changed[part] = float(value)
    return (changed[0], changed[1], changed[2])


def _with(bounds: tuple[int, int], value: float) -> tuple[int, int]:
    """The bounds, widened where the parent itself lies outside."""
    return min(bounds[0], math.floor(value)), max(bounds[1], math.ceil(value))
