"""Furniture and soft things around the body. Sizes in metres; a chair's sitter looks along +x."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from typing import Any

from exercises.figures.body import person
from exercises.figures.primitives import THING, Group, Solid, nearest
from exercises.figures.skeleton import BELT, Body
from exercises.figures.spec import PoseError, Target, read_target
from exercises.figures.vectors import (
    IDENTITY,
    Mat,
    Vec,
    add,
    along,
    apply,
    cross,
    dot,
    from_columns,
    length,
    scale,
    sub,
    turn_z,
    unit,
)

Prop = Mapping[str, Any]


def _box(
    name: str, part: str, material: str, centre: Vec, half: Vec, rounding: float = 0.010, turn: float = 0
) -> Group:
    solid = Solid("box", centre, half, part, material, frame=turn_z(turn), rounding=rounding)
    return Group(name, [solid], owner=THING)


def _mat(prop: Prop, body: Body) -> list[Group]:
    (x0, x1), (y0, y1) = prop["x"], prop["y"]
    centre, half = ((x0 + x1) / 2, (y0 + y1) / 2, -0.010), ((x1 - x0) / 2, (y1 - y0) / 2, 0.010)
    return [_box("mat", "mat", "mat", centre, half, 0.008)]


def _block(prop: Prop, body: Body) -> list[Group]:
    name = str(prop.get("name", "block"))
    centre, half = tuple(prop["centre"]), tuple(prop["half"])
    material = str(prop.get("material", "wood"))
    return [_box(name, name, material, centre, half, float(prop.get("rounding", 0.012)), float(prop.get("turn", 0)))]


def _chair(prop: Prop, body: Body) -> list[Group]:
    """`at` = floor point under the middle of the seat, `seat` = its height.

    `arms` = armrests so far above the seat, `cushion` = thickness of a firm cushion on it.
    """
    (x, y), seat, turn = prop["at"], float(prop.get("seat", 0.45)), float(prop.get("turn", 0))
    arms = float(prop.get("arms", 0))
    groups: list[Group] = []

    def piece(part: str, centre: Vec, half: Vec, material: str = "wood", rounding: float = 0.010) -> None:
        place = add((x, y, 0.0), apply(turn_z(turn), centre))
        groups.append(_box("chair", f"chair_{part}_{len(groups)}", material, place, half, rounding, turn))

    piece("seat", (0, 0, seat - 0.025), (0.22, 0.22, 0.025))
    back = seat + 0.45
    for front in (1, -1):
        for side in (1, -1):
            top = back if front < 0 else (seat + arms if arms else seat - 0.04)
            piece("leg", (front * 0.195, side * 0.205, top / 2), (0.018, 0.018, top / 2), rounding=0.008)
    piece("back", (-0.195, 0, back - 0.09), (0.015, 0.20, 0.09))
    piece("rung", (-0.195, 0, back - 0.29), (0.012, 0.20, 0.03))
    if arms:
        for side in (1, -1):
            piece("arm", (0.0, side * 0.225, seat + arms), (0.225, 0.028, 0.016))
    if prop.get("cushion"):
        half = float(prop["cushion"]) / 2
        piece("cushion", (0, 0, seat + half), (0.215, 0.20, half), "soft", 0.035)
    return groups


def _counter(prop: Prop, body: Body) -> list[Group]:
    """A kitchen counter, 0.90 high. Its front edge stands at x = `edge`, from y[0] to y[1], turned about the origin."""
    edge, (y0, y1), height = float(prop["edge"]), prop["y"], float(prop.get("height", 0.90))
    depth, middle, half = float(prop.get("depth", 0.55)), (y0 + y1) / 2, (y1 - y0) / 2
    turn = float(prop.get("turn", 0))
    groups = []

    def piece(part: str, material: str, centre: Vec, size: Vec, rounding: float) -> None:
        groups.append(_box("counter", part, material, apply(turn_z(turn), centre), size, rounding, turn))

    piece("worktop", "worktop", (edge + depth / 2, middle, height - 0.02), (depth / 2, half, 0.02), 0.008)
    tall = (height - 0.04 - 0.09) / 2
    inner = (depth - 0.03) / 2
    piece("cupboard", "cupboard", (edge + 0.03 + inner, middle, 0.09 + tall), (inner, half - 0.01, tall), 0.006)
    plinth = (depth - 0.11) / 2
    piece("plinth", "plinth", (edge + 0.10 + plinth, middle, 0.045), (plinth, half - 0.02, 0.045), 0.004)
    doors = max(1, round(2 * half / 0.42))
    width = (2 * half - 0.02) / doors
    for i in range(doors):
        y = middle - half + 0.01 + width * (i + 0.5)
        door = (0.008, width / 2 - 0.012, tall - 0.015)
        piece(f"door_{i}", "cupboard", (edge + 0.026, y, 0.09 + tall), door, 0.004)
    return groups


def _wall(prop: Prop, body: Body) -> list[Group]:
    """A wall whose face stands at x = `face`, from y[0] to y[1], turned about the origin; `skirting` = with a board."""
    (y0, y1), height, half = prop["y"], float(prop.get("height", 1.75)), float(prop.get("depth", 0.04))
    face, turn, middle = float(prop["face"]), float(prop.get("turn", 0)), (y0 + y1) / 2

    def piece(part: str, material: str, x: float, top: float, deep: float) -> Group:
        centre = apply(turn_z(turn), (x, middle, top / 2))
        return _box("wall", part, material, centre, (deep, (y1 - y0) / 2, top / 2), 0.004, turn)

    wall = piece("wall", "wall", face + half, height, half)
    return [wall, piece("skirting", "cupboard", face, 0.09, 0.012)] if prop.get("skirting") else [wall]


def _rail(prop: Prop, body: Body) -> list[Group]:
    """A handrail along x at the given y, on two posts."""
    (x0, x1), y, height = prop["x"], float(prop["y"]), float(prop.get("height", 0.92))
    groups = [
        _box("rail", f"post_{i}", "metal", (x, y, height / 2), (0.018, 0.018, height / 2), 0.008)
        for i, x in enumerate((x0, x1))
    ]
    half: Vec = ((x1 - x0) / 2 + 0.06, 0.022, 0.018)
    return [*groups, _box("rail", "bar", "metal", ((x0 + x1) / 2, y, height), half, 0.012)]


def _pillow(prop: Prop, body: Body) -> list[Group]:
    """Under the head: from the mat (or `base`) to just under the skull."""
    head = body.point("head", (0.0, 0.0, 0.10), "head")
    # Lying on the side the ear presses into it, lying on the back the back of the head.
    sideways = abs(body.frames["head"][2][1]) > 0.7
    base = float(prop.get("base", 0.0))
    top = head[2] - (0.068 if sideways else 0.078)
    half = max(0.03, (top - base) / 2 + 0.012)
    shift = prop.get("shift", (0.0, 0.0))
    centre: Vec = (head[0] + shift[0], head[1] + shift[1], base + half - 0.004)
    size = prop.get("size", (0.21, 0.19))
    solid = Solid("box", centre, (size[0], size[1], half), "pillow", "soft", rounding=half * 0.95)
    return [Group("pillow", [solid], owner=THING)]


def _cushion(prop: Prop, body: Body) -> list[Group]:
    """A soft pad between two places of the body: `between` two targets, `half` size along, across and through."""
    first, second = (read_target(t, "cushion") for t in prop["between"])
    if first is None or second is None:
        raise PoseError("cushion: two places expected")
    a, b = body.place(first), body.place(second)
    through = unit(sub(b, a))
    along_axis = unit(apply(body.frames[prop["frame"]], (0.0, 0.0, 1.0)))
    across_axis = unit(cross(through, along_axis))
    frame = from_columns(cross(across_axis, through), across_axis, through)
    half = tuple(prop["half"])
    name = str(prop.get("name", "cushion"))
    solid = Solid(
        "box", along(a, b, 0.5), half, name, "soft", frame=frame, rounding=min(half) * float(prop.get("soft", 0.95))
    )
    return [Group(name, [solid], owner=THING)]


def _roll(prop: Prop, body: Body) -> list[Group]:
    """A rolled towel with flat ends, lying along a direction through a place of the body."""
    place = read_target(prop["at"], "roll")
    if place is None:
        raise PoseError("roll: a place expected")
    axis, half, radius = unit(tuple(prop["along"])), float(prop["length"]) / 2, float(prop["radius"])
    centre = body.place(place)
    group = Group("roll", owner=THING)
    for sign in (1, -1):
        end = add(centre, scale(axis, sign * half))
        cut = (scale(axis, sign), dot(scale(axis, sign), end) - radius)
        solid = Solid("cone", centre, (radius, radius - 1e-4, 0.0), "roll", "soft", end=end, cut=cut)
        group.solids.append(solid)
    return [group]


def _towel(prop: Prop, body: Body) -> list[Group]:
    """A rolled towel across the mat under a joint; it fills the room below and flattens when pressed."""
    joint = body.joints[prop["under"]]
    room = joint[2] - float(prop["thick"])
    half: Vec = (0.055 + 0.25 * max(0.0, 0.11 - room), float(prop.get("length", 0.24)) / 2, room / 2)
    solid = Solid("box", (joint[0], joint[1], room / 2), half, "towel", "towel", rounding=room * 0.48)
    return [Group("towel", [solid], owner=THING)]


def _cord(prop: Prop, body: Body) -> list[Group]:
    """A stick, strap or elastic band through places of the body or the room, one after the other."""
    radius, material, name = float(prop.get("radius", 0.011)), str(prop["material"]), str(prop.get("name", "cord"))
    places = [
        body.joints[p] if isinstance(p, str) else body.place(read_target(p, name) or Target()) for p in prop["through"]
    ]
    group = Group(name, owner=THING)
    for a, b in itertools.pairwise(places):
        group.solids.append(Solid("cone", a, (radius, radius + 1e-4, 0.0), name, material, end=b))
    return [group]


def _cuff(prop: Prop, body: Body) -> list[Group]:
    """A band looped round one shin, `up` metres above the ankle."""
    side = str(prop["side"])
    ring = body.point(f"ankle_{side}", (0.0, 0.0, float(prop["up"])), f"shank_{side}")
    axis = _column(body.frames[f"shank_{side}"], 2)
    ends = add(ring, scale(axis, 0.016)), add(ring, scale(axis, -0.016))
    cut = (axis, dot(axis, ends[0]))
    return [
        Group(
            "cuff",
            [Solid("cone", ends[0], (0.052, 0.0521, 0.0), "cuff", "band", end=ends[1], cut=cut)],
            owner=THING,
        )
    ]


def _band(prop: Prop, body: Body) -> list[Group]:
    """A loop round both thighs at `part` of their length."""
    part, radius = float(prop.get("part", 0.82)), float(prop.get("radius", 0.075))
    left, right = (along(body.joints[f"hip_{s}"], body.joints[f"knee_{s}"], part) for s in ("left", "right"))
    bone = unit(add(_column(body.frames["thigh_left"], 2), _column(body.frames["thigh_right"], 2)))
    out = unit(sub(right, left))
    side = cross(bone, out)
    loop: list[Vec] = []
    for centre, first in ((right, -90), (left, 90)):
        for step in range(9):
            angle = math.radians(first + 22.5 * step)
            loop.append(add(centre, add(scale(out, radius * math.cos(angle)), scale(side, radius * math.sin(angle)))))
    group = Group("band", owner=THING)
    for a, b in zip(loop, loop[1:] + loop[:1], strict=True):
        for shift in (-0.012, 0.0, 0.012):
            start, end = add(a, scale(bone, shift)), add(b, scale(bone, shift))
            group.solids.append(Solid("cone", start, (0.009, 0.0091, 0.0), "band", "band", end=end))
    return [group]


def _dumbbell(prop: Prop, body: Body) -> list[Group]:
    """A small weight in a hand: `hand` is the side."""
    side = str(prop["hand"])
    frame, middle = body.frames[f"hand_{side}"], body.joints[f"palm_{side}"]
    axis, group = _column(frame, 0), Group("dumbbell", owner=THING)
    ends = add(middle, scale(axis, 0.07)), add(middle, scale(axis, -0.07))
    group.solids.append(Solid("cone", ends[0], (0.012, 0.0121, 0.0), "dumbbell", "metal", end=ends[1]))
    for end in ends:
        half = (0.022, 0.038, 0.038)
        group.solids.append(Solid("box", end, half, "dumbbell", "plate", frame=frame, rounding=0.02))
    return [group]


def _belt(prop: Prop, body: Body) -> list[Group]:
    """A walking belt round the waist, with a loop to hold at the small of the back."""
    trunk = person(body)[0].solids
    frame, middle = body.frames["pelvis"], body.point("pelvis", (0.0, 0.0, BELT[2]), "pelvis")
    rim: list[Vec] = []
    for step in range(28):
        way = apply(frame, _around(math.tau * step / 28))
        near, far = 0.04, 0.30
        for _ in range(12):  # where the ray leaves the body
            half = (near + far) / 2
            near, far = (half, far) if nearest(trunk, add(middle, scale(way, half))) < 0.020 else (near, half)
        rim.append(add(middle, scale(way, near)))
    up = _column(frame, 2)
    group = Group("belt", owner=THING)
    for a, b in zip(rim, rim[1:] + rim[:1], strict=True):
        side = unit(sub(b, a))
        out = cross(side, up)
        half_size = (length(sub(b, a)) / 2 + 0.004, 0.021, 0.005)
        solid = Solid(
            "box", along(a, b, 0.5), half_size, "belt", "belt", frame=from_columns(side, up, out), rounding=0.004
        )
        group.solids.append(solid)
    loop = [body.point("pelvis", add(BELT, shift), "pelvis") for shift in _LOOP]
    handle = Group("belt_handle", owner=THING)
    for a, b in itertools.pairwise(loop):
        handle.solids.append(Solid("cone", a, (0.008, 0.0081, 0.0), "belt_handle", "belt", end=b))
    return [group, handle]


_LOOP: tuple[Vec, ...] = (
    (0.02, 0.0, 0.045),
    (-0.008, 0.0, 0.035),
    (-0.012, 0, 0),
    (-0.008, 0, -0.035),
    (0.02, 0, -0.045),
)


def _around(angle: float) -> Vec:
    return (math.cos(angle), math.sin(angle), 0.0)


def _column(m: Mat, i: int) -> Vec:
    return (m[0][i], m[1][i], m[2][i])


BUILDERS: dict[str, Callable[[Prop, Body], list[Group]]] = {
    "mat": _mat,
    "block": _block,
    "chair": _chair,
    "counter": _counter,
    "wall": _wall,
    "rail": _rail,
    "pillow": _pillow,
    "cushion": _cushion,
    "roll": _roll,
    "towel": _towel,
    "band": _band,
    "cord": _cord,
    "cuff": _cuff,
    "belt": _belt,
    "dumbbell": _dumbbell,
}


def build_props(props: list[Prop], body: Body) -> list[Group]:
    groups: list[Group] = []
    for prop in props:
        if prop.get("kind") not in BUILDERS:
            raise PoseError(f"props: unknown kind {prop.get('kind')!r}")
        groups += BUILDERS[prop["kind"]](prop, body)
    return groups


FLOOR = Group("floor", [Solid("box", (0, 0, -0.5), (9, 9, 0.5), "floor", "mat", frame=IDENTITY)], owner=THING)
