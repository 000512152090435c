"""Is a drawn pose possible? Floor, reach, joint range, and what must touch what. Plain Python.

It says nothing about whether a pose is good for anyone; the safety check reads the declared angles.
"""

from __future__ import annotations

from collections.abc import Iterable

from exercises.figures.body import person
from exercises.figures.contacts import solids_of, stand, stand_helper
from exercises.figures.library import Figure, Helper
from exercises.figures.looks import CAREGIVER
from exercises.figures.primitives import Group, Solid, lowest, nearest, surface_points
from exercises.figures.props import build_props
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


def _contact_findings(contacts: Iterable[tuple[str, str]], groups: list[Group], view: str) -> list[str]:
    findings = []
    for first, second in contacts:
        a, b = solids_of(first, groups), solids_of(second, groups)
        if not a or not b:
            findings.append(f"{view}: contact {first} with {second} names nothing")
            continue
        found = gap(a, b)
        if not -SINK <= found <= TOUCH:
            findings.append(f"{view}: {first} and {second} are {found * 100:.1f} cm apart")
    return findings


def _pose_findings(body: Body, contacts: Iterable[tuple[str, str]], view: str) -> list[str]:
    """Floor, reach and joint range of one person."""
    findings = []
    low = lowest(person(body))
    if low < -BELOW_FLOOR:
        findings.append(f"{view}: {-low * 100:.1f} cm below the floor")
    stands_on = {name for pair in contacts for name in pair if "shoe" in name}
    if low > ABOVE_FLOOR and not stands_on:
        findings.append(f"{view}: lowest point {low * 100:.1f} cm above the floor")
    for limb, missing in body.shortfall.items():
        if missing > REACH:
            findings.append(f"{view}: {limb} is {missing * 100:.1f} cm out of reach")
    return findings + _range_findings(body, view)


def _helper_findings(figure: Figure, helper: Helper) -> list[str]:
    """The second person's own pose, and what they and the patient touch."""
    patient, second = stand_helper(figure)
    groups = person(patient) + person(second, CAREGIVER)
    groups += build_props([*figure.props, *helper.props], patient)
    findings = [] if helper.contacts else ["helper: names no contacts"]
    return findings + _pose_findings(second, (), "helper") + _contact_findings(helper.contacts, groups, "helper")


def lint(figure: Figure) -> list[str]:
    """What is wrong with a figure, as sentences; empty when nothing is."""
    findings = []
    for view in figure.views:
        body, contacts = stand(figure, view), (figure.contacts or {}).get(view, ())
        findings += _pose_findings(body, contacts, view)
        findings += _contact_findings(contacts, person(body) + build_props(list(figure.props), body), view)
    return findings + (_helper_findings(figure, figure.helper) if figure.helper else [])
