"""Which leg is meant, seated only, weight without a fracture, what was not declared, and rules that the library misses."""

from dataclasses import replace

import pytest

from exercises.precautions import Angles, Check, Circumstances, Limit, Movement, Precaution, Verdict, check
from tests.exercises.precautions.library import ALL, LEFT, TODAY, against, movement

P = Precaution
BOTH = frozenset({"left", "right"})


def codes(found: Check) -> dict[str, str]:
    return {finding.code: finding.verdict.value for finding in found.findings}


@pytest.mark.parametrize(
    ("side", "affected", "verdict"),
    [
        ("left", LEFT, Verdict.AVOID),
        ("right", LEFT, Verdict.CAUTION),
        ("right", frozenset({"right"}), Verdict.AVOID),
        ("alternating", LEFT, Verdict.AVOID),
        ("each_side", LEFT, Verdict.AVOID),
        ("right", BOTH, Verdict.AVOID),
        ("right", frozenset(), Verdict.AVOID),
    ],
)
def test_the_affected_leg_is_judged_in_the_roles_that_it_takes(
    side: str, affected: frozenset[str], verdict: Verdict
) -> None:
    circumstances = Circumstances(affected=affected, limits=(Limit(P.THA_P),))
    assert check(ALL["seated-march"], side, circumstances, TODAY).verdict == verdict


def test_an_unknown_approach_is_both_stacked() -> None:
    for slug in ALL:
        stacked = against(slug, P.THA_P, P.THA_A, side="each_side")
        alone = [against(slug, rule, side="each_side") for rule in (P.THA_P, P.THA_A)]
        assert set(stacked.findings) == {one for found in alone for one in found.findings}
        assert (stacked.verdict == Verdict.AVOID) == any(found.verdict == Verdict.AVOID for found in alone)


def test_an_order_without_a_fixed_fracture_brings_the_weight_rules_alone() -> None:
    found = {
        code
        for slug in ALL
        for rule in (P.NWB, P.TTWB, P.PWB, P.WBAT)
        for code in against(slug, rule, side="each_side", on_fracture=False).codes
    }
    assert found == {"WB", "WBP", "WBT", "HOP"}


SITTING_AND_LYING = {
    "glute-bridge",
    "bridge-towel-squeeze",
    "clamshell",
    "side-lying-leg-raise",
    "side-lying-leg-circles",
    "seated-march",
    "butterfly-stretch-supine",
    "figure-4-stretch-supine",
    "piriformis-stretch-seated",
    "hamstring-stretch-seated",
    "happy-baby",
    "ankle-pumps",
    "quad-set",
    "glute-set",
    "heel-slide",
    "supine-hip-abduction-slide",
}


def test_seated_only_leaves_sitting_and_lying() -> None:
    seated = Circumstances(is_seated_only=True)
    fine = {slug for slug, moved in ALL.items() if check(moved, "each_side", seated, TODAY).verdict == Verdict.OK}
    assert fine == SITTING_AND_LYING
    for slug, variant in [("heel-raise", "seated"), ("calf-stretch-wall", "seated-towel")]:
        assert check(movement(slug, variant), "each_side", seated, TODAY).verdict == Verdict.OK


def test_a_seated_form_without_angles_is_read_most_carefully() -> None:
    towel = movement("calf-stretch-wall", "seated-towel")
    assert codes(against(towel, P.NWB)) == {"WB": "avoid"}
    assert codes(against(towel, P.THA_P)) == {"F80": "caution"}
    assert codes(against(towel, P.BAL)) == {}


def test_what_nobody_declared_is_not_checked_and_says_so() -> None:
    own = replace(ALL["hip-thrust"], is_declared=False)
    found = against(own, P.THA_P, P.IRR)
    assert (found.verdict, found.codes) == (Verdict.NOT_CHECKED, ["NOANGLES"])
    early = check(own, "bilateral", Circumstances(is_replaced=True), TODAY)
    assert (early.verdict, early.codes) == (Verdict.CAUTION, ["EARLY", "NOANGLES"])


def posed(**angles: int) -> Movement:
    """A therapist's own movement, with one thing at a time that the library never does."""
    straight = Angles("start", "both", 0, 0, 0, 0, 0, 0, 0, 0, "none")
    end = replace(straight, pose="end", **angles)  # type: ignore[arg-type]
    return Movement("own", "bilateral", "lying_back", (straight, end), frozenset(), "yes_from", 0)


@pytest.mark.parametrize(
    ("rule", "angles", "wanted"),
    [
        # The bands of uncertainty, at their edges.
        (P.THA_P, {"hip_flex": 80}, {}),
        (P.THA_P, {"hip_flex": 81}, {"F80": "caution"}),
        (P.THA_P, {"hip_flex": 90}, {"F80": "caution"}),
        (P.THA_P, {"hip_flex": 91}, {"F90": "avoid"}),
        (P.THA_P, {"hip_abd": -1}, {"ADD0": "caution"}),
        (P.THA_P, {"hip_abd": -5}, {"ADD0": "caution"}),
        (P.THA_P, {"hip_abd": -6}, {"ADD": "avoid"}),
        (P.THA_P, {"hip_rot": -5}, {"IR0": "caution"}),
        (P.THA_P, {"hip_rot": -6}, {"IR": "avoid"}),
        (P.THA_A, {"hip_flex": -5}, {"EXT0": "caution"}),
        (P.THA_A, {"hip_flex": -6}, {"EXT": "avoid"}),
        (P.THA_A, {"hip_flex": 10, "hip_rot": 30}, {}),
        (P.THA_A, {"hip_flex": 10, "hip_rot": 31}, {"ER30": "caution"}),
        (P.THA_A, {"hip_flex": 10, "hip_rot": 46}, {"ER": "avoid"}),
        (P.THA_L, {"hip_flex": -5}, {}),
        (P.GT, {"hip_abd": -9}, {"COMP0": "caution"}),
        (P.GT, {"hip_abd": -10}, {"COMP": "avoid"}),
        (P.FAI, {"hip_flex": 89}, {}),
        (P.FAI, {"hip_flex": 120}, {"DEEP": "avoid", "F90P": "caution"}),
        (P.OP, {"low_back": 10}, {"SPFLEX0": "caution"}),
        (P.OP, {"low_back": 20}, {"SPFLEX": "avoid"}),
        (P.LBP, {"low_back": 24}, {"SPFLEX0": "caution"}),
        (P.LBP, {"low_back": 25}, {"SPFLEX": "avoid"}),
        (P.LBP, {"side_bend": 14}, {}),
        (P.LBP, {"low_back": -15}, {"SPEXT": "caution"}),
        (P.PREG, {"hip_abd": 29}, {}),
        (P.PREG, {"hip_abd": 30}, {"WIDE": "caution"}),
        # Several at once.
        (
            P.THA_P,
            {"hip_flex": 71, "hip_abd": -1, "hip_rot": -1},
            {"FADIR": "avoid", "ADD0": "caution", "IR0": "caution"},
        ),
        (P.THA_P, {"hip_flex": 70, "hip_abd": -1, "hip_rot": -1}, {"ADD0": "caution", "IR0": "caution"}),
        (P.THA_A, {"hip_flex": 9, "hip_rot": 16}, {"EXT+ER": "avoid"}),
        (P.THA_A, {"hip_flex": 9, "hip_rot": 15}, {}),
        (P.FAI, {"hip_flex": 80, "hip_abd": -6}, {"FADIR": "avoid"}),
        (P.FAI, {"hip_flex": 80, "hip_rot": -6}, {"FADIR": "avoid"}),
        (P.FAI, {"hip_flex": 79, "hip_rot": -6}, {}),
    ],
)
def test_limits_bands_and_mixes_at_their_edges(
    rule: Precaution, angles: dict[str, int], wanted: dict[str, str]
) -> None:
    assert codes(against(posed(**angles), rule)) == wanted


def test_a_mix_must_be_in_one_pose() -> None:
    start, end = posed(hip_flex=85).angles
    apart = replace(posed(), angles=(replace(start, hip_rot=-20), end))
    assert "FADIR" not in against(apart, P.FAI).codes


@pytest.mark.parametrize(
    ("start_position", "rule", "code"),
    [
        ("lying_front", P.THA_A, "EXT"),
        ("half_kneeling", P.THA_A, "EXT"),
        ("standing", P.BAL, "HAND"),
        ("hands_and_knees", P.BAL, "HEADPOS"),
        ("side_lying", P.GT, "SIDE"),
        ("floor_sitting", P.OP, "FLOOR"),
    ],
)
def test_a_start_position_says_what_nobody_tagged(start_position: str, rule: Precaution, code: str) -> None:
    assert code in against(replace(posed(), start_position=start_position), rule).codes
