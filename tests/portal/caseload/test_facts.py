"""When a patient comes onto the therapist's list: by day only, in the patient's own calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.access import Role
from portal.caseload import facts
from portal.caseload.facts import ClashFacts
from portal.caseload.models import CaseloadRow
from portal.routines.course import actions as course
from portal.routines.models import Routine
from portal.sessions import actions
from portal.sessions.actions import Entry, NoteEntry
from portal.sessions.due import find_session
from portal.sessions.standing import standing_routine
from tests.cast import NOON, Cast, access_of, give_routine

TODAY = NOON.date()
MONDAY = date(2026, 11, 16)
EVERY_DAY = 0b1111111


def silent(**known: object) -> date | None:
    return facts.silent_from(CaseloadRow(**{"due_weekdays": EVERY_DAY, **known}))


def test_silence_begins_four_days_after_the_last_record() -> None:
    assert silent(routine_since_on=date(2026, 11, 1), last_recorded_on=MONDAY) == date(2026, 11, 20)


def test_without_a_routine_there_is_no_silence() -> None:
    assert silent(last_recorded_on=MONDAY) is None


def test_a_day_off_is_not_silence() -> None:
    """Mondays only: nothing was due until the next Monday, and that one has its whole day."""
    only_monday = silent(routine_since_on=date(2026, 11, 1), last_recorded_on=MONDAY, due_weekdays=1)
    assert only_monday == date(2026, 11, 24)


def test_a_new_routine_is_given_its_first_days() -> None:
    assert silent(routine_since_on=MONDAY) == date(2026, 11, 19)


def test_silence_waits_for_the_end_of_a_pause() -> None:
    pause = {"paused_from_on": date(2026, 11, 18), "paused_until_on": date(2026, 11, 25)}
    assert silent(routine_since_on=date(2026, 11, 1), last_recorded_on=MONDAY, **pause) == date(2026, 11, 29)


def test_a_pause_that_is_far_ahead_hides_no_silence() -> None:
    pause = {"paused_from_on": date(2026, 12, 20), "paused_until_on": date(2026, 12, 31)}
    assert silent(routine_since_on=date(2026, 11, 1), last_recorded_on=MONDAY, **pause) == date(2026, 11, 20)


def test_attention_is_the_earliest_day() -> None:
    row = CaseloadRow(
        routine_since_on=date(2026, 11, 1),
        last_recorded_on=MONDAY,
        due_weekdays=EVERY_DAY,
        review_by_on=date(2026, 12, 1),
        pain_above_limit_on=date(2026, 11, 14),
    )
    assert facts.attention_on(row, ZoneInfo("UTC")) == date(2026, 11, 14)


def test_an_unread_note_counts_from_the_patients_own_day() -> None:
    row = CaseloadRow(unread_since=datetime(2026, 11, 19, 23, 30, tzinfo=UTC))
    assert facts.attention_on(row, ZoneInfo("UTC")) == date(2026, 11, 19)
    assert facts.attention_on(row, ZoneInfo("Pacific/Auckland")) == date(2026, 11, 20)


AVOID = {"clash_verdict": "avoid", "clash_from_on": MONDAY}


@pytest.mark.parametrize(
    ("stands", "found", "keeps"),
    [
        # It held until now and goes on.
        ({**AVOID}, ClashFacts("avoid", TODAY, None), True),
        ({**AVOID, "clash_until_on": TODAY - timedelta(days=1)}, ClashFacts("avoid", TODAY, None), True),
        # It was over before.
        ({**AVOID, "clash_until_on": TODAY - timedelta(days=2)}, ClashFacts("avoid", TODAY, None), False),
        # Another kind; another one that is still to come; one that had not begun; none on record.
        ({**AVOID}, ClashFacts("caution", TODAY, None), False),
        ({**AVOID}, ClashFacts("avoid", TODAY + timedelta(days=9), None), False),
        ({**AVOID, "clash_from_on": TODAY + timedelta(days=3)}, ClashFacts("avoid", TODAY, None), False),
        ({}, ClashFacts("avoid", TODAY, None), False),
    ],
)
def test_a_clash_that_goes_on_keeps_its_first_day(stands: dict[str, object], found: ClashFacts, keeps: bool) -> None:
    told = facts.carried_on(CaseloadRow(**stands), found, TODAY)
    assert told == (replace(found, from_on=MONDAY) if keeps else found)


@pytest.fixture
def recorded(cast: Cast, library: None) -> Cast:
    give_routine(cast, cast.pat_record, now=NOON - timedelta(days=3))
    return cast


def row_of(cast: Cast) -> CaseloadRow:
    return CaseloadRow.objects.get(patient=cast.pat_record)


def pats(cast: Cast, now: datetime = NOON):  # type: ignore[no-untyped-def]
    return access_of(cast.pat, cast.pat_record, Role.PATIENT, now=now)


def session_of(cast: Cast, now: datetime = NOON):  # type: ignore[no-untyped-def]
    access = pats(cast, now)
    found = find_session(access, standing_routine(access, "en"), now.date(), 1)
    assert found is not None
    return access, found


def test_publishing_sets_what_the_caseload_needs(recorded: Cast) -> None:
    row = row_of(recorded)
    assert row.routine_since_on == TODAY - timedelta(days=3)
    assert row.pain_limit == 5
    assert row.due_weekdays == EVERY_DAY
    assert row.attention_on == TODAY


def test_a_tick_that_is_taken_back_leaves_no_record(recorded: Cast) -> None:
    access, due = session_of(recorded)
    actions.tick(due, Entry(due.prescribed[0]), by=access)
    assert row_of(recorded).last_recorded_on == TODAY
    actions.untick(due, due.prescribed[0], by=access)
    assert row_of(recorded).last_recorded_on is None


def test_taking_back_todays_tick_brings_the_earlier_day_back(recorded: Cast) -> None:
    access, due = session_of(recorded, NOON - timedelta(days=1))
    actions.tick(due, Entry(due.prescribed[0]), by=access)
    access, due = session_of(recorded)
    actions.tick(due, Entry(due.prescribed[0]), by=access)
    actions.untick(due, due.prescribed[0], by=access)
    assert row_of(recorded).last_recorded_on == TODAY - timedelta(days=1)


def test_a_corrected_note_is_one_unread_note_and_takes_its_pain_back(recorded: Cast) -> None:
    access, due = session_of(recorded)
    actions.write_note(due, NoteEntry(pain_during=8, words="It hurts"), by=access)
    assert (row_of(recorded).pain_above_limit, row_of(recorded).unread_count) == (8, 1)
    actions.write_note(due, NoteEntry(pain_during=3, words="I meant three"), by=access)
    row = row_of(recorded)
    assert (row.pain_above_limit, row.pain_above_limit_on, row.unread_count) == (None, None, 1)


def test_pain_at_the_limit_is_no_reason(recorded: Cast) -> None:
    access, due = session_of(recorded)
    actions.write_note(due, NoteEntry(pain_during=5), by=access)
    assert row_of(recorded).pain_above_limit_on is None


def test_a_higher_limit_takes_the_reason_away(recorded: Cast) -> None:
    access, due = session_of(recorded)
    actions.write_note(due, NoteEntry(pain_during=7), by=access)
    facts.pain_limit_set(recorded.pat_record, pain_limit=8)
    assert row_of(recorded).pain_above_limit_on is None


def test_a_pause_and_its_end_reach_the_caseload(recorded: Cast) -> None:
    tess = access_of(recorded.tess, recorded.pat_record, Role.THERAPIST, now=NOON)
    routine = Routine.objects.get(patient=recorded.pat_record)
    course.pause_routine(routine, starts_on=TODAY, ends_on=TODAY + timedelta(days=9), reason="With her sister", by=tess)
    assert row_of(recorded).paused_until_on == TODAY + timedelta(days=9)
    assert row_of(recorded).attention_on == TODAY + timedelta(days=13)
    course.resume_routine(routine, by=tess)
    assert row_of(recorded).paused_until_on is None
    assert row_of(recorded).attention_on == TODAY


def test_an_ended_routine_leaves_nothing_to_look_at(recorded: Cast) -> None:
    tess = access_of(recorded.tess, recorded.pat_record, Role.THERAPIST, now=NOON)
    course.end_routine(Routine.objects.get(patient=recorded.pat_record), by=tess)
    assert row_of(recorded).attention_on is None
