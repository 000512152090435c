"""The way between two views: both ends met exactly, no limb jumps, what stands stays."""

import itertools
from dataclasses import replace

import pytest

from exercises.figures.contacts import stand
from exercises.figures.library import Figure, all_figures
from exercises.figures.moving import on_the_way, turned_between
from exercises.figures.spec import Arm, Leg, Pose, Target
from exercises.figures.vectors import Mat, apply, length, sub, turn_x, turn_z

pytestmark = pytest.mark.thorough

FIGURES = [figure for figure in all_figures() if len(figure.views) > 1 and not figure.only_helper]
STEPS = 12


def by_key(figure: Figure) -> str:
    return figure.key


@pytest.mark.parametrize("figure", [f for f in FIGURES if not f.variant], ids=by_key)
def test_a_movement_begins_and_ends_with_its_views(figure: Figure) -> None:
    for pair in itertools.pairwise(figure.views):
        for part, view in ((1e-7, pair[0]), (1 - 1e-7, pair[1])):
            way, there = on_the_way(figure, pair, part), stand(figure, view)
            for joint, place in there.joints.items():
                assert way.joints[joint] == pytest.approx(place, abs=0.02), (pair, joint)
            for frame, axes in there.frames.items():
                turned = apply(way.frames[frame], (0.6, 0.5, 0.62))
                assert turned == pytest.approx(apply(axes, (0.6, 0.5, 0.62)), abs=0.05), (pair, frame)


def _figure(*poses: Pose) -> Figure:
    views = {f"view-{i}": pose for i, pose in enumerate(poses)}
    return Figure(slug="made-up", variant="", works="both", azimuth=0, elevation=0, views=views)


def _standing(**changes: object) -> Pose:
    legs = {side: Leg(hip=(0, 1, 3)) for side in ("left", "right")}
    arms = {side: Arm() for side in ("left", "right")}
    return replace(Pose(position=(0, 0, 0.9), legs=legs, arms=arms), **changes)  # type: ignore[arg-type]


def _longest_step(figure: Figure, joint: str) -> float:
    bodies = [on_the_way(figure, ("view-0", "view-1"), i / STEPS) for i in range(STEPS + 1)]
    return max(length(sub(b.joints[joint], a.joints[joint])) for a, b in itertools.pairwise(bodies))


def test_an_arm_told_as_a_place_and_then_as_angles_does_not_jump() -> None:
    down = Arm(hand=Target((0.10, -0.25, 0.85)), palm=(0, 1, 0), fingers=(0, 0, -1))
    up = Arm(shoulder=(175, 5, 0), elbow=5)
    first, last = (_standing(arms={"left": Arm(), "right": arm}) for arm in (down, up))
    assert _longest_step(_figure(first, last), "palm_right") < 0.25
    assert _longest_step(_figure(first, last), "elbow_right") < 0.20


def test_a_foot_that_stands_in_both_views_stays() -> None:
    planted = Leg(foot=Target((0.0, 0.09, 0.066)), pole=(1, 0, 0), ankle=None, heading=3)
    start = _standing()
    first = replace(start, legs={**start.legs, "left": planted})
    last = replace(first, position=(-0.1, 0, 0.7))
    assert _longest_step(_figure(first, last), "ankle_left") < 1e-6


def test_half_of_a_turn_is_half_of_it() -> None:
    whole: Mat = turn_z(80)
    for v in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)):
        assert apply(turned_between(turn_z(0), whole, 0.5), v) == pytest.approx(apply(turn_z(40), v))
        assert apply(turned_between(turn_x(30), turn_x(30), 0.3), v) == pytest.approx(apply(turn_x(30), v))
