"""The lint finds what is planted, and says where and how much. Its figures are made up here, so that poses may change."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from exercises.figures.library import Figure, read_file
from exercises.figures.lint import lint

STANDING: dict[str, Any] = {
    "pin": {"ankle_left": [0, 0.09, 0.066]},
    "leg": {"hip": [0, 1, 3], "knee": 0, "ankle": 0},
    "arm": {"shoulder": [6, 9, 0], "elbow": 14},
}
SOLES = [["shoe_left", "floor"], ["shoe_right", "floor"]]


@pytest.fixture
def findings(tmp_path: Path) -> Any:
    def ask(pose: Mapping[str, Any], contacts: list[list[str]] = SOLES, **more: Any) -> list[str]:
        record = {
            "camera": {"azimuth": -80, "elevation": 10},
            "views": {"start": {**STANDING, **pose}},
            "contacts": contacts,
            **more,
        }
        path = tmp_path / "made-up.yaml"
        path.write_text(yaml.safe_dump(record), encoding="utf-8")
        figure: Figure = read_file(path)[0]
        return lint(figure)

    return ask


CHAIR = {"kind": "chair", "at": [0.5, 0], "seat": 0.45, "turn": 180}
BLOCK = {"kind": "block", "name": "block", "centre": [0.0, 0.0, 0.5], "half": [0.05, 0.5, 0.05]}
FAR_HAND = {"hand": [1.5, 0.2, 0.9], "palm": [0, 0, -1], "fingers": [1, 0, 0]}
HOVERING = {"hand": [0.30, 0.20, 0.98], "palm": [0, 0, -1], "fingers": [1, 0, 0], "pole": [-1, 0.4, -1]}
SHELF = {"kind": "block", "name": "shelf", "centre": [0.40, 0.20, 0.90], "half": [0.15, 0.15, 0.02]}


def test_standing_at_ease_is_fine(findings: Any) -> None:
    assert findings({}) == []


@pytest.mark.parametrize(
    ("pose", "expected"),
    [
        ({"pin": {"ankle_left": [0, 0.09, 0.02]}}, " cm below the floor"),
        ({"arm_left": FAR_HAND}, "made-up start: palm_left is "),
        ({"leg": {"hip": [0, 75, 0], "knee": 0, "ankle": 0}}, "made-up start: left hip_abd is 75 degrees, outside"),
        ({"leg_left": {"knee": -9}}, "made-up start: left knee_flex is -9 degrees, outside"),
        ({"leg_left": {"ankle": 50}}, "made-up start: left ankle is 50 degrees, outside"),
        ({"arm_left": {"shoulder": [-80, 0, 0], "elbow": 0}}, "made-up start: left shoulder takes the arm "),
        ({"arm_right": {"elbow": 165}}, "made-up start: right elbow is bent 165 degrees"),
        (
            {"arm_left": {**HOVERING, "fingers": [-1, 0, 0.2]}},
            "made-up start: left wrist is bent ",
        ),
        ({"neck": [80, 0, 0]}, "made-up start: neck flexion is 80 degrees, outside"),
        ({"trunk": [0, 0, 70]}, "made-up start: trunk turn is 70 degrees, outside"),
        (
            {"arm_left": {"hand": [0.02, 0.0, 1.10], "palm": [-1, 0, 0], "fingers": [0, -1, 0], "pole": [0, 1, 0]}},
            "runs ",
        ),
        ({"leg_left": {"hip": [0, -20, 0]}}, "cm through"),
    ],
)
def test_a_planted_fault_is_named(findings: Any, pose: Mapping[str, Any], expected: str) -> None:
    assert [finding for finding in findings(pose) if expected in finding]


def test_a_hand_that_hovers_is_found(findings: Any) -> None:
    found = findings({"arm_left": HOVERING}, [*SOLES, ["palm_left", "shelf"]], props=[SHELF])
    assert any(f.startswith("made-up start: palm_left and shelf are ") and f.endswith(" cm apart") for f in found)


def test_a_hand_that_sinks_in_is_found(findings: Any) -> None:
    sunk = {**HOVERING, "hand": [0.40, 0.20, 0.905]}
    deep = {**SHELF, "centre": [0.40, 0.20, 0.90], "half": [0.15, 0.15, 0.10]}
    found = findings({"arm_left": sunk}, [*SOLES, ["palm_left", "shelf"]], props=[deep])
    assert any("palm_left lies " in f and " cm deep in shelf" in f for f in found)


def test_a_contact_that_names_nothing_is_found(findings: Any) -> None:
    assert any("names nothing (chiar)" in f for f in findings({}, [*SOLES, ["palm_left", "chiar"]], props=[CHAIR]))


def test_a_leg_through_furniture_is_found(findings: Any) -> None:
    assert any("runs" in f and "through block" in f for f in findings({}, props=[BLOCK]))


HELPER = {
    "root": [0, 0, 0],
    "pin": {"ankle_left": [-0.6, 0.09, 0.066]},
    "leg": {"hip": [0, 1, 3], "knee": 0, "ankle": 0},
}


def helper(**change: Any) -> dict[str, Any]:
    return {"pose": {**HELPER, **change}, "contacts": [["helper.shoe_left", "floor"]]}


def test_a_helper_who_stands_by_is_fine(findings: Any) -> None:
    assert findings({}, helper=helper()) == []


def test_a_helper_inside_the_patient_is_found(findings: Any) -> None:
    found = findings({}, helper=helper(pin={"ankle_left": [-0.1, 0.09, 0.066]}))
    assert any(f.startswith("made-up helper: helper.") and "through" in f for f in found)


def test_a_helper_out_of_reach_or_without_contact_is_found(findings: Any) -> None:
    target = {"at": "patient.shoulder_left", "offset": [1.5, 0, 0]}
    found = findings({}, helper={**helper(arm_left={"hand": target}), "contacts": []})
    assert any("made-up helper: palm_left is" in f and "out of reach" in f for f in found)
    assert "made-up helper: names no contacts" in found
