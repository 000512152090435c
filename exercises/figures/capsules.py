"""A body as a few capsules (a segment with a radius at either end), to ask cheaply what runs through what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exercises.figures.primitives import Group, Solid, bounding_ball, distance
from exercises.figures.skeleton import Body
from exercises.figures.spec import OTHER, SIDES
from exercises.figures.vectors import Vec, add, along, apply, dot, length, sub


@dataclass(frozen=True)
class Capsule:
    name: str
    start: Vec
    end: Vec
    first: float
    last: float

    def radius(self, part: float) -> float:
        return self.first + (self.last - self.first) * part

    @property
    def ball(self) -> tuple[Vec, float]:
        return along(self.start, self.end, 0.5), length(sub(self.end, self.start)) / 2 + max(self.first, self.last)


# Name, joint, frame, offset of the middle, half breadth of the segment across the body, radius.
_TRUNK = (
    ("pelvis", "pelvis", (-0.005, 0.0, 0.03), 0.060, 0.095),
    ("belly", "lumbar", (0.010, 0.0, 0.02), 0.045, 0.098),
    ("chest", "thorax", (0.005, 0.0, 0.075), 0.045, 0.105),
)


def capsules(body: Body, prefix: str = "") -> list[Capsule]:
    """The capsules of a person, drawn a little thinner than the person is."""
    found = []
    for name, joint, offset, half, radius in _TRUNK:
        middle = body.point(joint, offset, joint)
        out = apply(body.frames[joint], (0.0, half, 0.0))
        found.append(Capsule(prefix + name, add(middle, out), sub(middle, out), radius, radius))
    skull = [body.point("head", offset, "head") for offset in ((0.03, 0.0, 0.05), (0.01, 0.0, 0.12))]
    found.append(Capsule(prefix + "head", skull[0], skull[1], 0.065, 0.085))
    for side in SIDES:
        found += _limbs(body, prefix, side)
    return found


def _limbs(body: Body, prefix: str, side: str) -> Iterator[Capsule]:
    joints = {name: body.joints[f"{name}_{side}"] for name in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")}
    tips = {
        "ball": body.point(f"ankle_{side}", (0.115, 0.0, -0.034), f"foot_{side}"),
        "heel": body.point(f"ankle_{side}", (-0.02, 0.0, -0.026), f"foot_{side}"),
        "palm": body.point(f"wrist_{side}", (0.0, 0.0, -0.085), f"hand_{side}"),
    }
    for name, start, end, first, last in (
        ("thigh", joints["hip"], joints["knee"], 0.080, 0.056),
        ("shank", joints["knee"], joints["ankle"], 0.052, 0.036),
        ("foot", tips["heel"], tips["ball"], 0.038, 0.030),
        ("upper_arm", joints["shoulder"], joints["elbow"], 0.046, 0.038),
        ("forearm", joints["elbow"], joints["wrist"], 0.038, 0.027),
        ("hand", joints["wrist"], tips["palm"], 0.022, 0.018),
    ):
        yield Capsule(f"{prefix}{name}_{side}", start, end, first, last)


def _clamped(value: float) -> float:
    return max(0.0, min(1.0, value))


def overlap(a: Capsule, b: Capsule) -> float:
    """How deep two capsules lie in each other; negative when they are apart."""
    d1, d2, r = sub(a.end, a.start), sub(b.end, b.start), sub(a.start, b.start)
    aa, bb, ab = dot(d1, d1) or 1e-12, dot(d2, d2) or 1e-12, dot(d1, d2)
    c, f = dot(d1, r), dot(d2, r)
    denominator = aa * bb - ab * ab
    s = _clamped((ab * f - c * bb) / denominator) if denominator > 1e-12 else 0.5
    t = _clamped((ab * s + f) / bb)
    s = _clamped((ab * t - c) / aa)
    apart = length(sub(along(a.start, a.end, s), along(b.start, b.end, t)))
    return a.radius(s) + b.radius(t) - apart


def overlap_with(a: Capsule, solid: Solid) -> float:
    """How deep a capsule lies in a solid; negative when apart."""
    middle, reach = a.ball
    centre, radius = bounding_ball(solid)
    away = length(sub(middle, centre)) - reach - radius
    if away > 0:
        return -away
    return max(a.radius(part) - distance(solid, along(a.start, a.end, part)) for part in (0.0, 0.25, 0.5, 0.75, 1.0))


def pairs(mine: list[Capsule]) -> Iterator[tuple[Capsule, Capsule]]:
    """Pairs of one body that are not neighbours."""
    for i, a in enumerate(mine):
        for b in mine[i + 1 :]:
            if not _neighbours(a.name, b.name):
                yield a, b


_CHAIN = (
    {"pelvis", "belly", "chest", "head"},
    {"pelvis", "thigh"},
    {"belly", "thigh"},
    {"thigh", "shank"},
    {"shank", "foot"},
    {"chest", "upper_arm"},
    {"upper_arm", "forearm"},
    {"forearm", "hand"},
    {"upper_arm", "hand"},
    {"head", "upper_arm"},
)


def _neighbours(a: str, b: str) -> bool:
    a, b = a.removeprefix("helper."), b.removeprefix("helper.")
    for side in SIDES:
        if a.endswith(f"_{side}") and b.endswith(f"_{OTHER[side]}"):
            return False
    stems = {name.removesuffix("_left").removesuffix("_right") for name in (a, b)}
    return any(stems <= chain for chain in _CHAIN)


def through(mine: Iterable[Capsule], things: Iterable[Group]) -> Iterator[tuple[Capsule, Group, float, Solid]]:
    """The deepest place of each capsule in each thing."""
    things = list(things)
    for capsule in mine:
        for thing in things:
            depth, solid = max(((overlap_with(capsule, s), i) for i, s in enumerate(thing.solids)), default=(-1.0, 0))
            yield capsule, thing, depth, thing.solids[solid]
