"""Is a drawn pose possible? Floor, reach, joint range, what must touch what, and what runs through what. Plain Python.

It says nothing about whether a pose is good for anyone; the safety check reads the declared angles. A finding names
the exercise (and variant), the view, the joint or limb, and the centimetres or degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from exercises.figures.body import person
from exercises.figures.capsules import Capsule, capsules, overlap, pairs, through
from exercises.figures.contacts import solids_of, stand, stand_helper
from exercises.figures.library import Figure, Helper
from exercises.figures.looks import CAREGIVER
from exercises.figures.primitives import Group, Solid, bounding_ball, distance, lowest, surface_points
from exercises.figures.props import build_props
from exercises.figures.skeleton import Body, leg_angles
from exercises.figures.spec import SIDES
from exercises.figures.vectors import Vec, along, apply, dot, length, sub, transpose, unit

Contacts = Sequence[tuple[str, str]]

BELOW_FLOOR = 0.02
ABOVE_FLOOR = 0.03
REACH = 0.01
TOUCH = 0.01
RANGES = {
    "hip_flex": (-30, 130),
    "hip_abd": (-25, 60),
    "hip_rot": (-50, 75),
    "knee_flex": (-3, 155),
    "ankle": (-55, 35),
}
CROSSED_ROT = 110  # an ankle laid on the other thigh: the angle read back is not to be trusted there
SPINE = {"trunk": ((-35, 85), (-35, 35), (-50, 50)), "neck": ((-50, 65), (-45, 45), (-80, 80))}
SPINE_WORDS = ("flexion", "side bend", "turn")
ARM_BEHIND, ELBOW, WRIST_BEND, WRIST_ASIDE = 65, 153, 108, 70

# How far the rigid drawing may sink in where flesh and pillows give way, in metres.
SINK = 0.035
SINK_INTO_SOFT = 0.09
SINK_ALIKE = 0.045  # a foot on the other, a hand in the other: two rigid ends that both give way
SINK_ALIKE_OF = {"arm": 0.065}  # arms crossed before the chest press into each other all along
SINK_OF = {"shoe": 0.02, "palm": 0.045, "hand": 0.045, "shorts": 0.06, "pelvis": 0.06, "leg": 0.06, "thigh": 0.06}
SOFT = {"soft", "towel", "couch", "sheet"}

# How far limbs may overlap unseen.
THROUGH = 0.035
FLESHY = {"thigh": 0.055, "pelvis": 0.05, "belly": 0.05, "chest": 0.045, "shank": 0.035}
WORN = {"band", "belt", "belt_handle", "cuff", "weight", "dumbbell", "anchor", "stick", "cord", "strap", "roll"}
FLAT = {"mat", "cloth", "ground", "boards", "stones", "tufts"}


def _axis(solid: Solid) -> list[tuple[Vec, float]]:
    """Points inside a solid with the room that it fills around them."""
    if solid.kind == "cone":
        radii = solid.radii
        return [(along(solid.centre, solid.end, i / 6), radii[0] + (radii[1] - radii[0]) * i / 6) for i in range(7)]
    return [(point, 0.0) for point in surface_points(solid, 6)]


def _gap_of(a: Solid, b: Solid) -> float:
    if b.kind == "cone" and a.kind != "cone":
        a, b = b, a
    there = min(distance(b, point) - room for point, room in _axis(a))
    if a.kind == "cone":
        return there
    return min(there, min(distance(a, point) for point in surface_points(b, 6)))


def gap(first: list[Solid], second: list[Solid]) -> float:
    """Smallest distance between two sets of solids; negative where they overlap."""
    nearest_first = []
    for a in first:
        for b in second:
            (p, r), (q, s) = bounding_ball(a), bounding_ball(b)
            nearest_first.append((length(sub(p, q)) - r - s, a, b))
    best = math.inf
    for apart, a, b in sorted(nearest_first, key=lambda found: found[0]):
        if apart > best:
            break
        best = min(best, _gap_of(a, b))
    return best


def _leg_findings(body: Body) -> Iterator[str]:
    for side in SIDES:
        angles = leg_angles(body, side)
        for name, (low, high) in RANGES.items():
            value = getattr(angles, name)
            if name == "hip_rot" and angles.hip_flex > 70 and angles.knee_flex > 80:
                high = CROSSED_ROT
            if not low <= value <= high:
                yield f"{side} {name} is {value:.0f} degrees, outside {low} to {high}"


def _arm_findings(body: Body) -> Iterator[str]:
    for side in SIDES:
        upper = apply(transpose(body.frames["thorax"]), apply(body.frames[f"upper_arm_{side}"], (0.0, 0.0, -1.0)))
        behind = math.degrees(math.asin(max(-1.0, min(1.0, -upper[0]))))
        if behind > ARM_BEHIND:
            yield f"{side} shoulder takes the arm {behind:.0f} degrees behind the trunk, more than {ARM_BEHIND}"
        elbow = unit(sub(body.joints[f"elbow_{side}"], body.joints[f"shoulder_{side}"]))
        fore = unit(sub(body.joints[f"wrist_{side}"], body.joints[f"elbow_{side}"]))
        bent = math.degrees(math.acos(max(-1.0, min(1.0, dot(elbow, fore)))))
        if bent > ELBOW:
            yield f"{side} elbow is bent {bent:.0f} degrees, more than {ELBOW}"
        hand = apply(transpose(body.frames[f"hand_{side}"]), fore)
        wrist = math.degrees(math.acos(max(-1.0, min(1.0, -hand[2]))))
        aside = math.degrees(math.asin(min(1.0, abs(hand[0]))))
        if wrist > WRIST_BEND:
            yield f"{side} wrist is bent {wrist:.0f} degrees, more than {WRIST_BEND}"
        elif aside > WRIST_ASIDE:
            yield f"{side} wrist is bent sideways {aside:.0f} degrees, more than {WRIST_ASIDE}"


def _spine_findings(body: Body) -> Iterator[str]:
    for joint, limits in SPINE.items():
        values: Vec = getattr(body.pose, joint)
        for word, value, (low, high) in zip(SPINE_WORDS, values, limits, strict=True):
            if not low <= value <= high:
                yield f"{joint} {word} is {value:.0f} degrees, outside {low} to {high}"


def _floor_findings(body: Body, contacts: Contacts) -> Iterator[str]:
    groups = person(body)
    low = lowest(groups)
    if low < -BELOW_FLOOR:
        part = min((s for group in groups for s in group.solids), key=lambda s: lowest([Group("", [s])])).part
        yield f"{part} is {-low * 100:.1f} cm below the floor"
    stands_on = {name for pair in contacts for name in pair if "shoe" in name or "mattress" in name or "bed" in name}
    if low > ABOVE_FLOOR and not stands_on:
        yield f"lowest point is {low * 100:.1f} cm above the floor"


def _reach_findings(body: Body) -> Iterator[str]:
    for limb, missing in body.shortfall.items():
        if missing > REACH:
            yield f"{limb} is {missing * 100:.1f} cm out of reach"


def _pose_findings(body: Body, contacts: Contacts) -> Iterator[str]:
    """Floor, reach and joint range of one person."""
    yield from _floor_findings(body, contacts)
    yield from _reach_findings(body)
    yield from _leg_findings(body)
    yield from _arm_findings(body)
    yield from _spine_findings(body)


def _stem(name: str) -> str:
    plain = name.removeprefix("helper.").removeprefix("patient.")
    return plain.removesuffix("_left").removesuffix("_right")


def _may_sink(first: str, second: str, solids: Iterable[Solid]) -> float:
    if any(solid.material in SOFT for solid in solids):
        return SINK_INTO_SOFT
    if _stem(first) == _stem(second):
        return SINK_ALIKE_OF.get(_stem(first), SINK_ALIKE)
    return max((SINK_OF[stem] for stem in (_stem(first), _stem(second)) if stem in SINK_OF), default=SINK)


def _contact_findings(contacts: Contacts, groups: list[Group]) -> Iterator[str]:
    for first, second in contacts:
        a, b = solids_of(first, groups), solids_of(second, groups)
        if not a or not b:
            yield f"contact {first} with {second} names nothing ({first if not a else second})"
            continue
        found, sink = gap(a, b), _may_sink(first, second, [*a, *b])
        if found > TOUCH:
            yield f"{first} and {second} are {found * 100:.1f} cm apart"
        if found < -sink:
            yield f"{first} lies {-found * 100:.1f} cm deep in {second}, more than {sink * 100:.1f}"


_LIMBS = {
    "palm": {"hand", "forearm"},
    "hand": {"hand", "forearm"},
    "shoe": {"foot", "shank"},
    "sole": {"foot"},
    "heel": {"foot"},
    "thigh": {"thigh"},
    "shorts": {"thigh", "pelvis"},
    "knee": {"shank", "thigh"},
    "leg": {"thigh", "shank", "foot"},
    "arm": {"upper_arm", "forearm", "hand"},
    "elbow": {"upper_arm", "forearm"},
    "trunk": {"pelvis", "belly", "chest"},
    "torso": {"belly", "chest"},
}


def _limbs_of(name: str) -> set[str]:
    """Capsules behind a name in a contact."""
    prefix = "helper." if name.startswith("helper.") else ""
    plain = name.removeprefix("helper.").removeprefix("patient.")
    stem = _stem(plain)
    side = plain.removeprefix(stem)
    central = {"pelvis", "belly", "chest", "head"}
    return {prefix + limb + ("" if limb in central else side) for limb in _LIMBS.get(stem, {stem})}


def _excused(contacts: Contacts) -> set[frozenset[str]]:
    """Pairs of capsules, or of a capsule and a thing, that are meant to touch."""
    found = set()
    for a, b in contacts:
        for x in _limbs_of(a) | {a}:
            found |= {frozenset((x, y)) for y in _limbs_of(b) | {b}}
    return found


def _give(name: str) -> float:
    return FLESHY.get(_stem(name), THROUGH)


def _people_findings(people: Iterable[tuple[Capsule, Capsule]], excused: set[frozenset[str]]) -> Iterator[str]:
    for a, b in people:
        if frozenset((a.name, b.name)) in excused:
            continue
        depth = overlap(a, b)
        allowed = max(_give(a.name), _give(b.name)) + (THROUGH if _give(a.name) > THROUGH < _give(b.name) else 0)
        if depth > allowed:
            yield f"{a.name} runs {depth * 100:.1f} cm through {b.name}"


def _thing_findings(mine: list[Capsule], props: list[Group], excused: set[frozenset[str]]) -> Iterator[str]:
    things = [group for group in props if group.name not in WORN | FLAT]
    for capsule, thing, depth, solid in through(mine, things):
        names = {thing.name, solid.part}
        meant = any(frozenset((capsule.name, name)) in excused for name in names)
        allowed = max(_give(capsule.name), SINK_INTO_SOFT if solid.material in SOFT else 0.0)
        if depth > allowed + (0.03 if meant else 0.0):
            yield f"{capsule.name} runs {depth * 100:.1f} cm through {solid.part}"


def _helper_findings(figure: Figure, helper: Helper) -> Iterator[str]:
    """The second person's own pose, what they and the patient touch, and where they run through each other."""
    patient, second = stand_helper(figure)
    props = build_props([*figure.props, *helper.props], patient)
    if not helper.contacts:
        yield "names no contacts"
    yield from _pose_findings(second, ())
    yield from _contact_findings(helper.contacts, person(patient) + person(second, CAREGIVER) + props)
    contacts = [*(figure.contacts or {}).get(helper.view, ()), *helper.contacts]
    excused, theirs, own = _excused(contacts), capsules(second, "helper."), capsules(patient)
    yield from _people_findings(pairs(theirs), excused)
    yield from _people_findings(((a, b) for a in theirs for b in own), excused)
    yield from _thing_findings(theirs, props, excused)


def _view_findings(figure: Figure, view: str) -> Iterator[str]:
    body, contacts = stand(figure, view), (figure.contacts or {}).get(view, ())
    props = build_props(list(figure.props), body)
    excused, mine = _excused(contacts), capsules(body)
    yield from _pose_findings(body, contacts)
    yield from _contact_findings(contacts, person(body) + props)
    yield from _people_findings(pairs(mine), excused)
    yield from _thing_findings(mine, props, excused)


def lint(figure: Figure) -> list[str]:
    """What is wrong with a figure, as sentences; empty when nothing is."""
    findings = [f"{figure.key} {view}: {finding}" for view in figure.views for finding in _view_findings(figure, view)]
    if figure.helper:
        findings += [f"{figure.key} helper: {finding}" for finding in _helper_findings(figure, figure.helper)]
    return findings
