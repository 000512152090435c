"""Reading pose files: what is misspelt is said, not guessed."""

import pytest

from exercises.figures.library import read_file
from exercises.figures.spec import Pose, PoseError, Target, blend, read_pose


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(PoseError, match="kne"):
        read_pose({"leg_left": {"kne": 30}}, "made-up.start")


def test_a_vector_of_two_numbers_is_refused() -> None:
    with pytest.raises(PoseError, match="three numbers"):
        read_pose({"root": [0, 90]}, "made-up.start")


def test_a_shared_limb_holds_mirrored_for_the_right() -> None:
    pose = read_pose({"leg": {"foot": [0.4, 0.1, 0.066], "heading": 5}}, "made-up.start")
    assert pose.legs["left"].foot == Target((0.4, 0.1, 0.066))
    assert pose.legs["right"].foot == Target((0.4, -0.1, 0.066))
    assert pose.legs["right"].heading == -5


def test_a_later_pose_keeps_what_it_does_not_say() -> None:
    start = read_pose({"root": [5, 0, 0], "leg": {"knee": 20, "hip": [10, 0, 0]}}, "made-up.start")
    end = read_pose({"leg_left": {"knee": 60}}, "made-up.end", start)
    assert end.root == (5, 0, 0)
    assert (end.legs["left"].knee, end.legs["right"].knee) == (60, 20)
    assert end.legs["left"].hip == (10, 0, 0)


def test_half_way_between_two_poses_is_half_of_every_number() -> None:
    a, b = Pose(root=(0, 0, 0), position=(0, 0, 1)), Pose(root=(20, 0, 10), position=(1, 0, 0))
    middle = blend(a, b, 0.5)
    assert (middle.root, middle.position) == ((10, 0, 5), (0.5, 0, 0.5))


def test_a_variant_changes_only_what_it_says(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "made-up.yaml"
    path.write_text(
        "camera: {azimuth: 0, elevation: 20}\n"
        "views: {start: {leg: {knee: 10}}, end: {leg: {knee: 40}}}\n"
        "variants: {low: {views: {end: {leg: {knee: 20}}}}}\n",
        encoding="utf-8",
    )
    base, low = read_file(path)
    assert (base.key, low.key) == ("made-up", "made-up/low")
    assert [f.views["end"].legs["left"].knee for f in (base, low)] == [40, 20]
    assert low.views["start"] == base.views["start"]
