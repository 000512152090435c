"""Every pose file, without any drawing package: possible, near its declared angles, and the same for both sides."""

from dataclasses import replace

import pytest

from exercises.figures.library import Figure, all_figures, mirrored, settle
from exercises.figures.lint import lint
from exercises.figures.skeleton import leg_angles, pinned
from exercises.figures.spec import OTHER, SIDES, Leg, mirror_name
from tests.exercises.figures.declared import declared_rows, known_variants

pytestmark = pytest.mark.thorough

FIGURES = all_figures()
TOLERANCE = 10
# Rotation read back from a solved leg is trustworthy only where hip and knee are not both deeply bent.
ANGLES = ("hip_flex", "hip_abd", "knee_flex")


def by_key(figure: Figure) -> str:
    return figure.key


@pytest.mark.parametrize("figure", FIGURES, ids=by_key)
def test_a_pose_is_possible(figure: Figure) -> None:
    assert lint(figure) == []


@pytest.mark.parametrize("figure", FIGURES, ids=by_key)
def test_a_pose_names_what_it_touches(figure: Figure) -> None:
    assert figure.only_helper or all((figure.contacts or {}).get(view) for view in figure.views)


@pytest.mark.parametrize("figure", [f for f in FIGURES if not f.is_story], ids=by_key)
def test_a_drawing_keeps_within_ten_degrees_of_the_declared_angles(figure: Figure) -> None:
    rows = [row for row in declared_rows(figure) if row["pose"] in figure.views]
    # A view on the way that only the picture needs is called middle, middle-2 ...
    assert {row["pose"] for row in rows} == {view for view in figure.views if not view.startswith("middle")}
    wrong = []
    for row in rows:
        body = settle(figure.views[row["pose"]])
        for side in SIDES:
            if row["leg"] != "both" and (row["leg"] == "W") != (side == figure.works):
                continue
            drawn = leg_angles(body, side)
            for name in ANGLES:
                difference = abs(getattr(drawn, name) - row[name])
                excused = f"{row['pose']}.{row['leg']}.{name}" in (figure.declared or {})
                if difference > TOLERANCE and not excused:
                    wrong.append(f"{row['pose']} {side} {name}: {getattr(drawn, name):.0f}, declared {row[name]}")
    assert wrong == []


def test_a_clamshell_turns_the_thigh_out_as_declared() -> None:
    clamshell = next(figure for figure in FIGURES if figure.key == "clamshell")
    declared = next(r for r in declared_rows(clamshell) if (r["pose"], r["leg"]) == ("end", "W"))
    drawn = leg_angles(settle(clamshell.views["end"]), clamshell.works)
    assert drawn.hip_rot == pytest.approx(declared["hip_rot"], abs=TOLERANCE)


@pytest.mark.parametrize("figure", FIGURES, ids=by_key)
def test_the_mirror_swaps_left_and_right_exactly(figure: Figure) -> None:
    other = mirrored(figure)
    assert other.works == OTHER.get(figure.works, "both")
    for view, pose in figure.views.items():
        here, there = settle(pose), settle(other.views[view])
        for joint, (x, y, z) in here.joints.items():
            assert there.joints[mirror_name(joint)] == pytest.approx((x, -y, z), abs=1e-9)
        for side in SIDES:
            assert vars(leg_angles(there, OTHER[side])) == pytest.approx(vars(leg_angles(here, side)), abs=1e-6)


@pytest.mark.parametrize("figure", [f for f in FIGURES if f.variant and not f.is_story], ids=by_key)
def test_a_drawn_variant_is_one_of_the_library(figure: Figure) -> None:
    assert figure.variant in known_variants(figure.slug)


@pytest.mark.parametrize(("flexion", "abduction", "rotation"), [(0, 0, 0), (90, 10, 0), (45, 25, 30), (-15, -5, 10)])
@pytest.mark.parametrize("side", SIDES)
def test_hip_angles_are_read_back_as_they_were_given(
    side: str, flexion: float, abduction: float, rotation: float
) -> None:
    pose = FIGURES[0].views["start"]
    legs = {**pose.legs, side: Leg(hip=(flexion, abduction, rotation), knee=60.0, ankle=5.0)}
    angles = leg_angles(pinned(replace(pose, legs=legs)), side)
    assert (angles.hip_flex, angles.hip_abd, angles.hip_rot) == pytest.approx((flexion, abduction, rotation))
    assert (angles.knee_flex, angles.ankle) == pytest.approx((60, 5))
