"""The rounded solids that bodies and furniture are made of, and their distances in plain Python.

Distances are in metres, negative inside. The drawing has its own fast copy of them (field.py); these here answer
the few questions of the lint without any numeric package.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from exercises.figures.vectors import IDENTITY, ZERO, Mat, Vec, add, along, apply, dot, length, scale, sub, transpose

Kind = Literal["cone", "ellipsoid", "box"]

THING, PATIENT, HELPER = 0, 1, 2  # whose a group of solids is


@dataclass(frozen=True)
class Solid:
    """One primitive.

    cone: from `centre` (radius radii[0]) to `end` (radius radii[1]). ellipsoid, box: `frame` columns are its axes,
    `radii` its half sizes, `rounding` the radius of a box's edges. `blend` melts it into the solids before it in
    its group, only within `reach` of the point `near` (reach 0: everywhere). `cut` = (normal, offset) keeps the
    points with normal . p <= offset.
    """

    kind: Kind
    centre: Vec
    radii: Vec
    part: str
    material: str
    end: Vec = ZERO
    frame: Mat = IDENTITY
    rounding: float = 0.0
    blend: float = 0.0
    near: Vec = ZERO
    reach: float = 0.0
    cut: tuple[Vec, float] | None = None


@dataclass
class Group:
    """Solids that melt into each other: a limb, or one piece of furniture. `blend` joins a limb to the trunk."""

    name: str
    solids: list[Solid] = field(default_factory=list)
    owner: int = PATIENT
    blend: float = 0.0
    near: Vec = ZERO
    reach: float = 0.0


def cone(start: Vec, end: Vec, first: float, last: float) -> dict[str, object]:
    return {"kind": "cone", "centre": start, "end": end, "radii": (first, last, 0.0)}


def bounding_ball(solid: Solid) -> tuple[Vec, float]:
    if solid.kind == "cone":
        middle = along(solid.centre, solid.end, 0.5)
        return middle, length(sub(solid.end, solid.centre)) / 2 + max(solid.radii[0], solid.radii[1])
    if solid.kind == "ellipsoid":
        return solid.centre, max(solid.radii)
    return solid.centre, length(solid.radii)


def span(solid: Solid, direction: Vec) -> tuple[float, float]:
    """Least and greatest coordinate of a solid along a unit direction, cuts left aside."""
    middle = dot(solid.centre, direction)
    if solid.kind == "cone":
        other = dot(solid.end, direction)
        low = min(middle - solid.radii[0], other - solid.radii[1])
        return low, max(middle + solid.radii[0], other + solid.radii[1])
    weights = [dot(axis, direction) * r for axis, r in zip(transpose(solid.frame), solid.radii, strict=True)]
    half = math.sqrt(sum(w * w for w in weights)) if solid.kind == "ellipsoid" else sum(abs(w) for w in weights)
    return middle - half, middle + half


def lowest(groups: list[Group]) -> float:
    """Height of the lowest point of the groups; a cut that faces down counts, others are left aside."""
    heights = []
    for group in groups:
        for solid in group.solids:
            height = span(solid, (0.0, 0.0, 1.0))[0]
            if solid.cut and solid.cut[0][2] < -0.9:
                height = max(height, -solid.cut[1])
            heights.append(height)
    return min(heights)


def _cone_distance(solid: Solid, point: Vec) -> float:
    axis, way = sub(solid.end, solid.centre), sub(point, solid.centre)
    part = max(0.0, min(1.0, dot(way, axis) / (dot(axis, axis) or 1.0)))
    return length(sub(way, scale(axis, part))) - solid.radii[0] - (solid.radii[1] - solid.radii[0]) * part


def distance(solid: Solid, point: Vec) -> float:
    """Distance from a point to the surface; for ellipsoids a close estimate."""
    if solid.kind == "cone":
        found = _cone_distance(solid, point)
    else:
        local = apply(transpose(solid.frame), sub(point, solid.centre))
        if solid.kind == "ellipsoid":
            shrunk: Vec = (local[0] / solid.radii[0], local[1] / solid.radii[1], local[2] / solid.radii[2])
            slope = length((shrunk[0] / solid.radii[0], shrunk[1] / solid.radii[1], shrunk[2] / solid.radii[2]))
            found = -min(solid.radii) if slope < 1e-9 else length(shrunk) * (length(shrunk) - 1) / slope
        else:
            x, y, z = (abs(v) - r + solid.rounding for v, r in zip(local, solid.radii, strict=True))
            outside = length((max(x, 0.0), max(y, 0.0), max(z, 0.0)))
            found = outside + min(max(x, y, z), 0.0) - solid.rounding
    if solid.cut:
        found = max(found, dot(solid.cut[0], point) - solid.cut[1])
    return found


def nearest(solids: list[Solid], point: Vec) -> float:
    return min(distance(solid, point) for solid in solids)


def surface_points(solid: Solid, steps: int = 9) -> list[Vec]:
    """Points spread over the surface of a solid, for asking how near it comes to another."""
    points = []
    for i in range(steps):
        tilt = math.pi * (i + 0.5) / steps
        for j in range(2 * steps):
            turn = math.pi * j / steps
            d: Vec = (math.sin(tilt) * math.cos(turn), math.sin(tilt) * math.sin(turn), math.cos(tilt))
            if solid.kind == "cone":
                part = i / (steps - 1)
                radius = solid.radii[0] + (solid.radii[1] - solid.radii[0]) * part
                points.append(add(along(solid.centre, solid.end, part), scale(d, radius)))
                continue
            if solid.kind == "box":
                d = scale(d, 1 / max(abs(v) for v in d))
            local: Vec = (d[0] * solid.radii[0], d[1] * solid.radii[1], d[2] * solid.radii[2])
            points.append(add(solid.centre, apply(solid.frame, local)))
    if solid.cut:
        normal, offset = solid.cut
        points = [sub(p, scale(normal, max(0.0, dot(normal, p) - offset))) for p in points]
    return points
