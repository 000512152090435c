"""Reasons appear because time passes, and say since when."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from portal.caseload import facts
from portal.caseload.facts import ClashFacts
from portal.caseload.models import CaseloadRow
from portal.caseload.reasons import circumstances, precautions_end_on, reasons
from portal.routines.models import PrecautionOrder

TODAY = date(2026, 11, 19)
ZONE = ZoneInfo("America/New_York")


def words(row: CaseloadRow, today: date = TODAY) -> list[str]:
    return [one.words for one in reasons(row, today=today, zone=ZONE)]


def test_pain_says_score_day_and_limit() -> None:
    row = CaseloadRow(pain_above_limit=7, pain_above_limit_on=date(2026, 11, 18), pain_limit=5)
    assert words(row) == ["Pain 7 on Wed 18 Nov, your limit is 5"]


def test_notes_are_counted_from_the_patients_own_day() -> None:
    row = CaseloadRow(unread_count=2, unread_since=datetime(2026, 11, 18, 2, 0, tzinfo=UTC))
    assert words(row) == ["2 notes unread since Tue 17 Nov"]


def test_a_review_of_today_and_one_that_waited() -> None:
    assert words(CaseloadRow(review_by_on=TODAY)) == ["Review due today"]
    assert words(CaseloadRow(review_by_on=date(2026, 11, 17))) == ["Review due since Tue 17 Nov"]
    assert words(CaseloadRow(review_by_on=TODAY + timedelta(days=1))) == []


def test_silence_names_the_last_day() -> None:
    row = CaseloadRow(routine_since_on=date(2026, 11, 1), last_recorded_on=date(2026, 11, 13), due_weekdays=127)
    assert words(row) == ["Nothing recorded since Fri 13 Nov"]
    assert words(row, date(2026, 11, 16)) == []


def test_the_oldest_reason_stands_first() -> None:
    row = CaseloadRow(
        review_by_on=date(2026, 11, 10), pain_above_limit=7, pain_above_limit_on=date(2026, 11, 18), pain_limit=5
    )
    assert words(row) == ["Review due since Tue 10 Nov", "Pain 7 on Wed 18 Nov, your limit is 5"]


def test_a_pause_is_told_only_while_it_runs() -> None:
    row = CaseloadRow(paused_from_on=TODAY, paused_until_on=date(2026, 11, 24))
    assert [one.words for one in circumstances(row, today=TODAY)] == ["Paused until Tue 24 Nov"]
    assert circumstances(row, today=TODAY - timedelta(days=1)) == []


def test_precautions_are_named_two_weeks_ahead() -> None:
    ends_on = date(2026, 12, 3)
    told = circumstances(CaseloadRow(), today=TODAY, precautions_end_on=ends_on)
    assert [one.words for one in told] == ["Precautions end Thu 3 Dec"]
    assert circumstances(CaseloadRow(), today=TODAY - timedelta(days=1), precautions_end_on=ends_on) == []


def test_an_order_that_was_lifted_or_withdrawn_has_no_end_to_come() -> None:
    ends_on, lifted_on = date(2026, 12, 3), date(2026, 11, 10)
    lifted = PrecautionOrder(ends_on=ends_on, lifted_on=lifted_on, lifted_by="Dr Okafor")
    withdrawn = PrecautionOrder(ends_on=ends_on, withdrawn_at=datetime(2026, 11, 10, tzinfo=UTC))
    assert precautions_end_on([lifted, withdrawn], TODAY) is None
    assert precautions_end_on([lifted, PrecautionOrder(ends_on=ends_on)], TODAY) == ends_on


def test_a_clash_says_its_kind_and_its_first_day() -> None:
    row = CaseloadRow(clash_verdict="avoid", clash_from_on=date(2026, 11, 16), clash_until_on=TODAY)
    assert words(row) == ["An exercise is outside the precautions since Mon 16 Nov"]
    assert words(row, date(2026, 11, 15)) == []
    assert words(row, TODAY + timedelta(days=1)) == []
    caution = CaseloadRow(clash_verdict="caution", clash_from_on=date(2026, 11, 16))
    assert words(caution) == ["An exercise asks for caution since Mon 16 Nov"]


DAYS = st.none() | st.dates(date(2026, 10, 1), date(2026, 12, 31))
ROWS = st.builds(
    CaseloadRow,
    routine_since_on=DAYS,
    last_recorded_on=DAYS,
    review_by_on=DAYS,
    pain_above_limit_on=DAYS,
    paused_from_on=DAYS,
    paused_until_on=DAYS,
    phase_ends_on=DAYS,
    due_weekdays=st.integers(0, 127),
)
STRETCH = st.dates(date(2026, 10, 1), date(2026, 12, 31)).flatmap(
    lambda first: st.builds(
        ClashFacts,
        verdict=st.sampled_from(["avoid", "caution"]),
        from_on=st.just(first),
        until_on=st.none() | st.integers(0, 60).map(lambda days: first + timedelta(days=days)),
    )
)


def with_clash(row: CaseloadRow, clash: ClashFacts) -> CaseloadRow:
    row.clash_verdict, row.clash_from_on, row.clash_until_on = clash.verdict, clash.from_on, clash.until_on
    return row


@given(ROWS, st.just(ClashFacts()) | STRETCH, st.dates(date(2026, 10, 1), date(2027, 2, 28)))
def test_the_stored_day_and_the_reasons_never_disagree(row: CaseloadRow, clash: ClashFacts, today: date) -> None:
    """Who stands on the list has a reason beside the name, and who has a reason stands on the list, on any day."""
    with_clash(row, clash)
    if facts.is_clash_over(row, today):
        # Nobody with a reason is missed before the recheck; the recheck then takes the clash away.
        assert not reasons(row, today=today, zone=ZONE) or is_listed(row, today)
        with_clash(row, facts.carried_on(row, ClashFacts(), today))
    found = reasons(row, today=today, zone=ZONE)
    assert bool(found) == is_listed(row, today)
    if found:
        assert found[0].on == facts.attention_on(row, ZONE)


def is_listed(row: CaseloadRow, today: date) -> bool:
    on = facts.attention_on(row, ZONE)
    return on is not None and on <= today
