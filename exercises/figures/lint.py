"""Is a drawn pose possible? Floor, reach, joint range, and what must touch what. Plain Python.

It says nothing about whether a pose is good for anyone; the safety check reads the declared angles.
"""

from __future__ import annotations

from exercises.figures.body import person
from exercises.figures.library import Figure, settle
from exercises.figures.primitives import Solid, lowest, nearest, surface_points
from exercises.figures.props import FLOOR, build_props
from exercises.figures.skeleton import Body, leg_angles
from exercises.figures.spec import SIDES

BELOW_FLOOR = 0.02
ABOVE_FLOOR = 0.03
REACH = 0.01
TOUCH = 0.01
SINK = 0.06  # flesh and pillows give way; the rigid drawing shows it as overlap
RANGES = {
    "hip_flex": (-30, 130),
    "hip_abd": (-25, 60),
    "hip_rot": (-50, 75),
    "knee_flex": (-3, 155),
    "ankle": (-55, 35),
}

_NAMES = {"palm": ("hand",), "shoe": ("foot", "sole"), "thigh": ("thigh", "shorts"), "knee": ("shank",)}


def _solids(name: str, figure: Figure, body: Body) -> list[Solid]:
    """The solids that a contact names: a body part, a limb, or a prop."""
    if name == "floor":
        return FLOOR.solids
    stem, _, side = name.partition("_")
    parts = {f"{part}_{side}" if side else part for part in _NAMES.get(stem, (stem,))} | {name}
    groups = person(body) + build_props(list(figure.props), body)
    return [solid for group in groups for solid in group.solids if solid.part in parts or group.name == name]


def gap(first: list[Solid], second: list[Solid]) -> float:
    """Smallest distance between two sets of solids; negative where they overlap."""
    there = min(nearest(second, point) for solid in first for point in surface_points(solid))
    back = min(nearest(first, point) for solid in second for point in surface_points(solid, 7))
    return min(there, back)


def _range_findings(body: Body, view: str) -> list[str]:
    findings = []
    for side in SIDES:
        angles = leg_angles(body, side)
        for name, (low, high) in RANGES.items():
            value = getattr(angles, name)
            if not low <= value <= high:
                findings.append(f"{view}: {side} {name} is {value:.0f}, outside {low} to {high}")
    return findings


def _contact_findings(figure: Figure, body: Body, view: str) -> list[str]:
    findings = []
    for first, second in (figure.contacts or {}).get(view, ()):
        a, b = _solids(first, figure, body), _solids(second, figure, body)
        if not a or not b:
            findings.append(f"{view}: contact {first} with {second} names nothing")
            continue
        found = gap(a, b)
        if not -SINK <= found <= TOUCH:
            findings.append(f"{view}: {first} and {second} are {found * 100:.1f} cm apart")
    return findings


def lint(figure: Figure) -> list[str]:
    """What is wrong with a figure, as sentences; empty when nothing is."""
    findings = []
    for view, pose in figure.views.items():
        body = settle(pose)
        low = lowest(person(body))
        if low < -BELOW_FLOOR:
            findings.append(f"{view}: {-low * 100:.1f} cm below the floor")
        stands_on = {name for pair in (figure.contacts or {}).get(view, ()) for name in pair if "shoe" in name}
        if low > ABOVE_FLOOR and not stands_on:
            findings.append(f"{view}: lowest point {low * 100:.1f} cm above the floor")
        for limb, missing in body.shortfall.items():
            if missing > REACH:
                findings.append(f"{view}: {limb} is {missing * 100:.1f} cm out of reach")
        findings += _range_findings(body, view)
        findings += _contact_findings(figure, body, view)
    return findings
