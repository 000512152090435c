"""Limits begin and end on their days, weeks after a replacement pass, and people come of age."""

from datetime import date, timedelta

import pytest

from exercises.precautions import Check, Circumstances, Limit, Precaution, Verdict, check, turning_days
from tests.exercises.precautions.library import ALL, LEFT, TODAY

DAY = timedelta(days=1)
OPERATED = date(2026, 11, 2)


def on(day: date, slug: str = "hip-thrust", **more: object) -> Check:
    return check(ALL[slug], "bilateral", Circumstances(affected=LEFT, **more), day)  # type: ignore[arg-type]


def test_a_limit_holds_from_its_first_to_its_last_day() -> None:
    first, last = date(2026, 11, 2), date(2027, 1, 3)
    limits = (Limit(Precaution.THA_P, first, last),)
    verdicts = [on(day, limits=limits).verdict for day in (first - DAY, first, last, last + DAY)]
    assert verdicts == [Verdict.OK, Verdict.AVOID, Verdict.AVOID, Verdict.OK]
    assert {finding.until_on for finding in on(last, limits=limits).findings} == {last}


def test_of_two_orders_of_one_rule_the_one_that_ends_last_is_told() -> None:
    ends = [Limit(Precaution.THA_P, until_on=date(2026, 12, 1)), Limit(Precaution.THA_P, until_on=date(2027, 1, 3))]
    for limits in (ends, ends[::-1]):
        found = on(TODAY, limits=tuple(limits)).findings
        assert [(one.code, one.until_on) for one in found if one.code == "F90"] == [("F90", date(2027, 1, 3))]
    open_end = on(TODAY, limits=(*ends, Limit(Precaution.THA_P, is_assumed=True))).findings
    assert {(one.until_on, one.is_assumed) for one in open_end} == {(None, True)}


@pytest.mark.parametrize(("slug", "week"), [("mini-squat", 2), ("step-up", 6), ("squat", 12)])
def test_before_its_week_an_exercise_is_a_caution_and_on_the_day_no_longer(slug: str, week: int) -> None:
    from_on = OPERATED + timedelta(weeks=week)
    early = on(from_on - DAY, slug, is_replaced=True, operated_on=OPERATED)
    assert (early.verdict, early.codes) == (Verdict.CAUTION, ["EARLY"])
    assert (early.findings[0].until_on, early.findings[0].rule) == (from_on - DAY, None)
    assert on(from_on, slug, is_replaced=True, operated_on=OPERATED).verdict == Verdict.OK


def test_without_a_replacement_no_week_counts() -> None:
    assert on(TODAY, "squat", operated_on=TODAY).verdict == Verdict.OK


def test_a_missing_operation_date_is_a_caution_for_whatever_has_a_week() -> None:
    missing = on(TODAY, "squat", is_replaced=True)
    assert (missing.verdict, missing.codes, missing.findings[0].is_assumed) == (Verdict.CAUTION, ["EARLY"], True)
    assert on(TODAY, "heel-slide", is_replaced=True).verdict == Verdict.OK


@pytest.mark.parametrize(
    ("slug", "verdict", "code"),
    [
        ("it-band-stretch-standing", Verdict.CAUTION, "THERAPIST"),
        ("happy-baby", Verdict.AVOID, "NOTOFFERED"),
        ("pigeon-pose", Verdict.AVOID, "NOTOFFERED"),
    ],
)
def test_what_has_no_week_after_a_replacement(slug: str, verdict: Verdict, code: str) -> None:
    found = on(TODAY, slug, is_replaced=True, operated_on=OPERATED)
    assert (found.verdict, found.codes) == (verdict, [code])


@pytest.mark.parametrize(
    ("born_on", "birthday"),
    [(date(2008, 12, 1), date(2026, 12, 1)), (date(2008, 2, 29), date(2026, 3, 1))],
)
def test_nothing_is_for_people_under_18_until_their_birthday(born_on: date, birthday: date) -> None:
    young = on(birthday - DAY, "ankle-pumps", born_on=born_on)
    assert (young.verdict, young.codes, young.findings[0].until_on) == (Verdict.AVOID, ["AGE"], birthday - DAY)
    assert on(birthday, "ankle-pumps", born_on=born_on).verdict == Verdict.OK


def test_turning_days_are_all_the_days_on_which_an_answer_changes() -> None:
    circumstances = Circumstances(
        affected=LEFT,
        limits=(
            Limit(Precaution.THA_P, OPERATED, date(2027, 1, 3)),
            Limit(Precaution.PREG, date(2026, 12, 9)),
            Limit(Precaution.OA),
        ),
        born_on=date(2008, 12, 24),
        is_replaced=True,
        operated_on=OPERATED,
    )
    days = turning_days(circumstances)
    assert days == sorted(set(days))
    changed = set()
    for moved in ALL.values():
        verdicts = [check(moved, "each_side", circumstances, OPERATED - DAY + n * DAY) for n in range(150)]
        changed |= {
            OPERATED + n * DAY
            for n in range(149)
            if [f.code for f in verdicts[n].findings] != [f.code for f in verdicts[n + 1].findings]
        }
    assert {date(2027, 1, 4), date(2026, 12, 9), date(2026, 12, 24), OPERATED} <= changed <= set(days)


def test_nobody_in_particular_has_no_turning_days() -> None:
    assert turning_days(Circumstances()) == []
