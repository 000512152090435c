"""Pieces of ground to walk on: path, grass, gravel, boards, level or rising."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exercises.figures.primitives import THING, Group, Solid
from exercises.figures.skeleton import Body
from exercises.figures.spec import PoseError
from exercises.figures.vectors import Mat, Vec, add, apply, turn_y

SURFACES = {"path": "path", "grass": "grass", "gravel": "gravel", "boards": "wood"}
Place = Callable[[float, float, float], Vec]
Sides = tuple[tuple[float, float], tuple[float, float]]


def ground(prop: Mapping[str, Any], body: Body) -> list[Group]:
    """A slab, 2 cm thick up to `top`, with raised marks that make its `surface` readable.

    `tilt` = degrees rising toward +x about the edge x[0].
    """
    (x0, x1), (y0, y1), top = prop["x"], prop["y"], float(prop.get("top", 0.0))
    surface, tilt = str(prop["surface"]), turn_y(-float(prop.get("tilt", 0)))
    if surface not in SURFACES:
        raise PoseError(f"ground: unknown surface {surface!r}; known are {', '.join(SURFACES)}")

    def place(x: float, y: float, z: float) -> Vec:
        return add((x0, 0.0, top), apply(tilt, (x - x0, y, z)))

    size: Vec = ((x1 - x0) / 2, (y1 - y0) / 2, 0.010)
    middle = place((x0 + x1) / 2, (y0 + y1) / 2, -0.010)
    slab = Solid("box", middle, size, "ground", SURFACES[surface], frame=tilt, rounding=0.006)
    sides: Sides = ((x0, x1), (y0, y1))
    marks = {"boards": _boards, "gravel": _stones, "grass": _tufts}
    more = marks[surface](place, sides, tilt) if surface in marks else []
    return [Group("ground", [slab], owner=THING), *more]


def _boards(place: Place, sides: Sides, tilt: Mat) -> list[Group]:
    (x0, x1), (y0, y1) = sides
    count, half = max(2, round((y1 - y0) / 0.14)), (x1 - x0) / 2
    gaps = [place((x0 + x1) / 2, y0 + (y1 - y0) * i / count, 0.0) for i in range(1, count)]
    return [
        Group("boards", [Solid("box", gap, (half, 0.006, 0.001), f"board_{i}", "plinth", frame=tilt)], owner=THING)
        for i, gap in enumerate(gaps)
    ]


def _spread(sides: Sides, per_square_metre: float) -> list[tuple[float, float]]:
    """Places spread evenly and yet not in rows (the plastic sequence)."""
    (x0, x1), (y0, y1) = sides
    count = round((x1 - x0) * (y1 - y0) * per_square_metre)
    shares = [((0.5 + i * 0.7548776662) % 1, (0.5 + i * 0.5698402910) % 1) for i in range(count)]
    return [(x0 + 0.05 + (x1 - x0 - 0.1) * a, y0 + 0.05 + (y1 - y0 - 0.1) * b) for a, b in shares]


def _stones(place: Place, sides: Sides, tilt: Mat) -> list[Group]:
    groups = []
    for i, (x, y) in enumerate(_spread(sides, 20)):
        r = 0.018 + 0.012 * ((i * 0.618) % 1)
        stone = Solid("ellipsoid", place(x, y, 0.0), (r * 1.3, r, 0.010), f"stone_{i}", "stone", frame=tilt)
        groups.append(Group("stones", [stone], owner=THING))
    return groups


def _tufts(place: Place, sides: Sides, tilt: Mat) -> list[Group]:
    groups = []
    for i, (x, y) in enumerate(_spread(sides, 14)):
        for lean in (-0.4, 0.3):
            end = place(x + 0.03 * lean, y + 0.04 * lean, 0.045)
            blade = Solid("cone", place(x, y, 0.0), (0.006, 0.002, 0.0), f"tuft_{i}", "blade", end=end)
            groups.append(Group("tufts", [blade], owner=THING))
    return groups
