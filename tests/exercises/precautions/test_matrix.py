"""The check against the 544 cells of the clinical record, section 2.7, and its list of section 2.8."""

from collections import Counter

import pytest

from exercises.precaution_rules import rule_book
from exercises.precautions import Precaution, Verdict
from tests.exercises.clinical_record import rows
from tests.exercises.precautions.library import ALL, against, gravest

MATRIX = rows("matrix")
VERDICTS = {"ok": Verdict.OK, "C": Verdict.CAUTION, "A": Verdict.AVOID}
SIDES = {"W": ["left"], "O": ["right"], "any": ["left", "right"]}
BOTH_LEGS = "each_side"


@pytest.mark.parametrize("slug", sorted(ALL))
def test_every_cell_agrees_in_verdict_and_codes(slug: str) -> None:
    cells = [row for row in MATRIX if row["slug"] == slug]
    assert {row["precaution"] for row in cells} == set(Precaution.values)
    for row in cells:
        for side in SIDES[row["leg"]]:
            found = against(slug, Precaution(row["precaution"]), side=side)
            where = (slug, row["precaution"], row["leg"])
            assert (where, found.verdict) == (where, VERDICTS[row["verdict"]])
            assert (where, gravest(found)) == (where, {code.removeprefix("∠") for code in row["codes"].split()})


def test_the_marked_codes_are_those_that_follow_from_angles_alone() -> None:
    for row in MATRIX:
        rules = rule_book().sets[Precaution(row["precaution"])].rules
        for code in row["codes"].split():
            kinds = {bool(rule.angles) for rule in rules if rule.code == code.removeprefix("∠")}
            assert code.startswith("∠") in kinds, row


def test_the_totals_of_the_record() -> None:
    totals = Counter(against(slug, rule, side=BOTH_LEGS).verdict for slug in ALL for rule in Precaution)
    assert totals == {Verdict.OK: 239, Verdict.CAUTION: 198, Verdict.AVOID: 107}


def by_angle(slug: str, rule: Precaution, verdict: Verdict, side: str = BOTH_LEGS) -> set[str]:
    """Codes of that verdict that the angles alone give, if the whole cell has that verdict."""
    found = against(slug, rule, side=side)
    angled = {one.code for one in rule_book().sets[rule].rules if one.angles}
    return gravest(found) & angled if found.verdict == verdict else set()


@pytest.mark.parametrize(("verdict", "number"), [(Verdict.AVOID, 36), (Verdict.CAUTION, 57)])
def test_as_many_cells_as_the_record_says_follow_from_angles_alone(verdict: Verdict, number: int) -> None:
    assert sum(bool(by_angle(slug, rule, verdict)) for slug in ALL for rule in Precaution) == number


BENT = (
    "hip-thrust F90, seated-march W F90, squat F90, figure-4-stretch-supine F90, hamstring-stretch-seated F90, "
    "it-band-stretch-standing ADD, happy-baby F90, pigeon-pose W F90, sit-to-stand F90"
)
ANGLES_ALONE = {
    Precaution.THA_P: BENT,
    Precaution.THA_L: BENT,
    Precaution.RESURF: BENT,
    Precaution.THA_A: (
        "hip-flexor-stretch-standing W EXT, hip-flexor-stretch-kneeling W EXT, piriformis-stretch-seated W ER, "
        "pigeon-pose W ER, pigeon-pose O EXT, standing-hip-extension W EXT"
    ),
    Precaution.GT: "it-band-stretch-standing COMP",
    Precaution.FAI: "happy-baby DEEP",
    Precaution.OP: "happy-baby SPFLEX",
    Precaution.LBP: "happy-baby SPFLEX",
}


@pytest.mark.parametrize("rule", Precaution)
def test_the_list_that_needs_no_tag(rule: Precaution) -> None:
    found = set()
    for slug in ALL:
        working, other = (by_angle(slug, rule, Verdict.AVOID, side) for side in ("left", "right"))
        for code in working | other:
            leg = "" if code in working & other else " W" if code in working else " O"
            found.add(f"{slug}{leg} {code}")
    assert found == {line for line in ANGLES_ALONE.get(rule, "").split(", ") if line}
