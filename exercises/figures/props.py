"""Furniture and soft things around the body. Sizes in metres; a chair's sitter looks along +x."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from exercises.figures.body import person
from exercises.figures.ground import ground
from exercises.figures.primitives import THING, Group, Solid, nearest
from exercises.figures.skeleton import BELT, Body
from exercises.figures.spec import SIGN, PoseError, Target, read_target
from exercises.figures.vectors import (
    IDENTITY,
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
    turn_y,
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
    """`centre` and `half` sizes, turned by `turn` about z and tipped by `tilt` (its +x end up)."""
    name = str(prop.get("name", "block"))
    centre, half = tuple(prop["centre"]), tuple(prop["half"])
    material = str(prop.get("material", "wood"))
    frame = times(turn_z(float(prop.get("turn", 0))), turn_y(-float(prop.get("tilt", 0))))
    rounding = float(prop.get("rounding", 0.012))
    return [Group(name, [Solid("box", centre, half, name, material, frame=frame, rounding=rounding)], owner=THING)]


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
    half, material = tuple(prop["half"]), str(prop.get("material", "soft"))
    name = str(prop.get("name", "cushion"))
    solid = Solid(
        "box", along(a, b, 0.5), half, name, material, frame=frame, rounding=min(half) * float(prop.get("soft", 0.95))
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
        solid = Solid(
            "cone", centre, (radius, radius - 1e-4, 0.0), "roll", str(prop.get("material", "soft")), end=end, cut=cut
        )
        group.solids.append(solid)
    return [group]


def _towel(prop: Prop, body: Body) -> list[Group]:
    """A rolled towel across the mat under a joint; it fills the room below and flattens when pressed."""
    joint, base = body.joints[prop["under"]], float(prop.get("base", 0.0))
    room = joint[2] - base - float(prop["thick"])
    half: Vec = (0.055 + 0.25 * max(0.0, 0.11 - room), float(prop.get("length", 0.24)) / 2, room / 2)
    solid = Solid("box", (joint[0], joint[1], base + room / 2), half, "towel", "towel", rounding=room * 0.48)
    return [Group("towel", [solid], owner=THING)]


def _cloth(prop: Prop, body: Body) -> list[Group]:
    """A flat folded towel, 1 cm thick, below a joint (`under`), on the floor or at `base`, sunk in by `drop`."""
    joint, half = body.joints[prop["under"]], prop.get("half", (0.09, 0.12))
    top, shift = float(prop.get("base", 0.0)) - float(prop.get("drop", 0.0)), prop.get("shift", (0.0, 0.0))
    centre: Vec = (joint[0] + shift[0], joint[1] + shift[1], top + 0.005)
    solid = Solid("box", centre, (half[0], half[1], 0.006), "cloth", "towel", rounding=0.005)
    return [Group("cloth", [solid], owner=THING)]


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


def _ribbon(name: str, material: str, loop: list[Vec], up: Vec, width: float, thick: float = 0.005) -> Group:
    """A flat ribbon along a closed line; `up` is the direction of its width."""
    group = Group(name, owner=THING)
    for a, b in itertools.pairwise([*loop, loop[0]]):
        side = unit(sub(b, a))
        frame = from_columns(side, up, cross(side, up))
        half = (length(sub(b, a)) / 2 + thick, width / 2, thick)
        group.solids.append(
            Solid("box", along(a, b, 0.5), half, name, material, frame=frame, rounding=min(0.9 * thick, 0.006))
        )
    return group


def _cuff(prop: Prop, body: Body) -> list[Group]:
    """A loop round one shin, `up` metres above the ankle: a band, or (longer, thicker) an ankle weight."""
    side, wide, radius = str(prop["side"]), float(prop.get("length", 0.034)), float(prop.get("radius", 0.050))
    frame, thick = body.frames[f"shank_{side}"], float(prop.get("thick", 0.005))
    ring = body.point(f"ankle_{side}", (0.0, 0.0, float(prop.get("up", 0.09))), f"shank_{side}")
    loop = [add(ring, scale(apply(frame, _around(math.tau * i / 16)), radius - thick)) for i in range(16)]
    material = str(prop.get("material", "band"))
    return [_ribbon(str(prop.get("name", "cuff")), material, loop, _column(frame, 2), wide, thick)]


def _weight(prop: Prop, body: Body) -> list[Group]:
    """An ankle weight: `side`."""
    return _cuff(
        {"material": "plate", "length": 0.085, "radius": 0.064, "thick": 0.012, "name": "weight", **prop}, body
    )


def _band(prop: Prop, body: Body) -> list[Group]:
    """A loop round both thighs at `part` of their length, or with `limb: shank` round both shins."""
    above, below = ("knee", "ankle") if prop.get("limb") == "shank" else ("hip", "knee")
    part, radius = float(prop.get("part", 0.82)), float(prop.get("radius", 0.058 if above == "knee" else 0.075))
    left, right = (along(body.joints[f"{above}_{s}"], body.joints[f"{below}_{s}"], part) for s in ("left", "right"))
    limb = "shank" if above == "knee" else "thigh"
    bone = unit(add(_column(body.frames[f"{limb}_left"], 2), _column(body.frames[f"{limb}_right"], 2)))
    out = across(sub(right, left), bone)
    side = cross(bone, out)
    loop: list[Vec] = []
    for centre, first in ((right, -90), (left, 90)):
        for step in range(11):
            angle = math.radians(first + 18 * step)
            loop.append(add(centre, add(scale(out, radius * math.cos(angle)), scale(side, radius * math.sin(angle)))))
    return [_ribbon("band", "band", loop, bone, float(prop.get("width", 0.045)), 0.004)]


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


def _step(prop: Prop, body: Body) -> list[Group]:
    """A step: `at` = floor point under its middle; height, depth (along x) and width (along y), turned by `turn`."""
    (x, y), high = prop["at"], float(prop.get("height", 0.15))
    half: Vec = (float(prop.get("depth", 0.34)) / 2, float(prop.get("width", 0.50)) / 2, high / 2)
    name, material = str(prop.get("name", "step")), str(prop.get("material", "wood"))
    return [_box(name, name, material, (x, y, high / 2), half, 0.012, float(prop.get("turn", 0)))]


def _couch(prop: Prop, body: Body) -> list[Group]:
    """`at` = floor point under the middle of the seat; the sitter looks along +x. arms: false leaves them out."""
    (x, y), seat, turn = prop["at"], float(prop.get("seat", 0.42)), float(prop.get("turn", 0))
    wide, deep = float(prop.get("width", 1.3)) / 2, float(prop.get("depth", 0.56)) / 2
    groups: list[Group] = []

    def piece(part: str, centre: Vec, half: Vec, rounding: float) -> None:
        place = add((x, y, 0.0), apply(turn_z(turn), centre))
        groups.append(_box("couch", f"couch_{part}", "couch", place, half, rounding, turn))

    back = float(prop.get("back", 0.40))
    piece("base", (0, 0, (seat - 0.13) / 2 + 0.02), (deep, wide, (seat - 0.13) / 2 - 0.02), 0.02)
    piece("seat", (0, 0, seat - 0.07), (deep, wide, 0.07), 0.045)
    if back:
        piece("back", (-deep - 0.08, 0, (seat + back) / 2), (0.09, wide, (seat + back) / 2 - 0.02), 0.05)
    if prop.get("arms", True):
        for sign, name in ((1, "left"), (-1, "right")):
            tall = (seat + 0.17) / 2
            piece(f"arm_{name}", (-0.05, sign * (wide + 0.07), tall), (deep + 0.04, 0.075, tall - 0.02), 0.05)
    return groups


def _bed(prop: Prop, body: Body) -> list[Group]:
    """A bed from x[0] to x[1], y[0] to y[1]; its mattress ends at `top`."""
    (x0, x1), (y0, y1), top = prop["x"], prop["y"], float(prop.get("top", 0.45))
    middle, half = ((x0 + x1) / 2, (y0 + y1) / 2), ((x1 - x0) / 2, (y1 - y0) / 2)
    mattress = _box("bed", "mattress", "sheet", (*middle, top - 0.08), (*half, 0.08), 0.035)
    frame = _box("bed", "bed_frame", "wood", (*middle, top - 0.215), (half[0] - 0.02, half[1] - 0.02, 0.055), 0.012)
    tall = (top - 0.27) / 2
    corners = [(middle[0] + a * (half[0] - 0.06), middle[1] + b * (half[1] - 0.06)) for a in (1, -1) for b in (1, -1)]
    feet = [_box("bed", f"bed_leg_{i}", "wood", (*at, tall), (0.03, 0.03, tall), 0.008) for i, at in enumerate(corners)]
    return [mattress, frame, *feet] if tall > 0.03 else [mattress, frame]


def _round_cushion(prop: Prop, body: Body) -> list[Group]:
    """A round firm cushion to sit on: `at` = point under its middle, on the floor or at `base`."""
    (x, y), high, radius = prop["at"], float(prop.get("height", 0.12)), float(prop.get("radius", 0.18))
    base, name = float(prop.get("base", 0.0)), str(prop.get("name", "round_cushion"))
    centre: Vec = (x, y, base + high / 2)
    solid = Solid("ellipsoid", centre, (radius, radius, high / 2 * 1.12), name, "soft")
    floor: tuple[Vec, float] = ((0.0, 0.0, -1.0), -base)
    return [Group(name, [replace(solid, cut=floor)], owner=THING)]


def _stick(prop: Prop, body: Body) -> list[Group]:
    """A walking stick under a palm (`hand` = side), down to the floor straight below or at `foot`: [x, y]."""
    side = str(prop["hand"])
    frame, palm = body.frames[f"hand_{side}"], body.joints[f"palm_{side}"]
    grip = add(palm, scale(_column(frame, 1), -SIGN[side] * 0.013))
    axis = _column(frame, 0)
    x, y = prop.get("foot", (grip[0], grip[1]))
    group = Group("stick", owner=THING)
    ends = add(grip, scale(axis, 0.05)), add(grip, scale(axis, -0.06))
    group.solids.append(Solid("cone", ends[0], (0.014, 0.0141, 0.0), "stick_handle", "plate", end=ends[1]))
    group.solids.append(Solid("cone", grip, (0.011, 0.0105, 0.0), "stick", "wood", end=(x, y, 0.03)))
    group.solids.append(Solid("cone", (x, y, 0.04), (0.014, 0.016, 0.0), "stick_foot", "plate", end=(x, y, 0.016)))
    return [group]


def _door(prop: Prop, body: Body) -> list[Group]:
    """A door whose leaf stands at x = `face`, from y[0] to y[1], turned about the origin; its knob on the y[0] side."""
    (y0, y1), high, face = prop["y"], float(prop.get("height", 1.95)), float(prop["face"])
    turn, middle = float(prop.get("turn", 0)), (y0 + y1) / 2

    def piece(part: str, material: str, centre: Vec, half: Vec, rounding: float = 0.004) -> Group:
        return _box("door", part, material, apply(turn_z(turn), centre), half, rounding, turn)

    leaf = piece("leaf", "cupboard", (face + 0.02, middle, high / 2), (0.02, (y1 - y0) / 2, high / 2))
    posts = [
        piece(f"frame_{i}", "wood", (face + 0.02, y, high / 2), (0.035, 0.03, high / 2))
        for i, y in enumerate((y0 - 0.03, y1 + 0.03))
    ]
    panels = [
        piece(
            f"panel_{i}", "cupboard", (face, middle, high * part), ((0.008), (y1 - y0) / 2 - 0.11, high * 0.17), 0.006
        )
        for i, part in enumerate((0.27, 0.73))
    ]
    knob = Solid(
        "ellipsoid", apply(turn_z(turn), (face - 0.03, y0 + 0.07, high * 0.5)), (0.028, 0.028, 0.028), "knob", "metal"
    )
    return [leaf, *posts, *panels, Group("door", [knob], owner=THING)]


def _anchor(prop: Prop, body: Body) -> list[Group]:
    """Where a band is tied to a wall, a door or a table leg: a plate at a place, `facing` the band, with an eye."""
    place: Vec = (float(prop["at"][0]), float(prop["at"][1]), float(prop["at"][2]))
    out = unit(tuple(prop.get("facing", (-1.0, 0.0, 0.0))))
    side = across((0.3, 1.0, 0.0) if abs(out[1]) < 0.9 else (1.0, 0.0, 0.0), out)
    frame = from_columns(out, side, cross(out, side))
    plate = Solid("box", place, (0.006, 0.028, 0.028), "anchor", "plate", frame=frame, rounding=0.005)
    eye = [
        add(place, apply(frame, (0.024 + 0.020 * math.cos(a), 0.020 * math.sin(a), 0.0)))
        for a in (math.tau * i / 10 for i in range(11))
    ]
    ring = [Solid("cone", a, (0.006, 0.0061, 0.0), "anchor", "metal", end=b) for a, b in itertools.pairwise(eye)]
    return [Group("anchor", [plate, *ring], owner=THING)]


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
    group = _ribbon("belt", "belt", rim, _column(frame, 2), 0.042)
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
    "weight": _weight,
    "ground": ground,
    "cloth": _cloth,
    "step": _step,
    "couch": _couch,
    "bed": _bed,
    "round_cushion": _round_cushion,
    "stick": _stick,
    "door": _door,
    "anchor": _anchor,
}


def build_props(props: list[Prop], body: Body) -> list[Group]:
    groups: list[Group] = []
    for prop in props:
        if prop.get("kind") not in BUILDERS:
            raise PoseError(f"props: unknown kind {prop.get('kind')!r}")
        groups += BUILDERS[prop["kind"]](prop, body)
    return groups


FLOOR = Group("floor", [Solid("box", (0, 0, -0.5), (9, 9, 0.5), "floor", "mat", frame=IDENTITY)], owner=THING)
