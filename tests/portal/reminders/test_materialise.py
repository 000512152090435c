from datetime import date, time, timedelta

import pytest

from accounts.access import Role
from portal.reminders.materialise import materialise
from portal.reminders.models import ReminderDelivery
from portal.reminders.pump import pump_once
from portal.routines import actions as routine_actions
from portal.routines.course import actions as course
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision
from portal.routines.publishing.actions import publish
from portal.sessions.models import ExerciseSession, SessionNote, SessionStatus
from tests.cast import NOON, Cast, access_of, give_routine
from tests.portal.reminders.conftest import EVENING, NINE

TODAY = NOON.date()


def go_on() -> bool:
    return True


def tess(cast: Cast, now=NOON):  # type: ignore[no-untyped-def]
    return access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=now)


def rows(routine: Routine, status: str = SessionStatus.DUE) -> list[tuple[date, str]]:
    found = ExerciseSession.objects.filter(routine=routine, status=status, local_date__gte=TODAY)
    return [(one.local_date, f"{one.due_at:%H:%M}") for one in found]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York"])
@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_sessions_are_there_48_hours_ahead_in_every_zone(cast: Cast, library: None, zone: str, hour: int) -> None:
    cast.pat_record.time_zone = zone
    cast.pat_record.save()
    now = NOON.replace(hour=hour)
    revision = give_routine(cast, cast.pat_record, times=["00:00", "12:00", "23:45"], now=now - timedelta(days=2))
    for tick in (now - timedelta(days=2), now - timedelta(days=1), now):
        materialise(tick, go_on)
    found = ExerciseSession.objects.filter(routine=revision.routine)
    assert max(one.due_at for one in found) >= now + timedelta(hours=48)
    due = [one for one in found if now <= one.due_at < now + timedelta(hours=48)]
    assert len(due) == 6


def test_a_second_run_makes_nothing(routine: RoutineRevision) -> None:
    before = list(ExerciseSession.objects.values())
    assert materialise(EVENING, go_on) == 0
    assert list(ExerciseSession.objects.values()) == before


def test_a_run_over_what_is_there_makes_nothing(routine: RoutineRevision) -> None:
    before = list(ExerciseSession.objects.values())
    Routine.objects.update(sessions_until_on=None)
    assert materialise(EVENING, go_on) == 1
    assert list(ExerciseSession.objects.values()) == before


def test_an_idle_run_costs_three_questions(
    routine: RoutineRevision, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        materialise(EVENING, go_on)


def test_a_changed_time_moves_the_sessions_and_the_waiting_mail(cast: Cast, routine: RoutineRevision) -> None:
    pump_once(NINE - timedelta(minutes=4))
    waiting = ReminderDelivery.objects.waiting()
    assert {one.planned_for for one in waiting} == {NINE}
    routine_actions.change_times(routine.routine, [(1, time(18, 15))], by=tess(cast, NINE - timedelta(minutes=3)))
    pump_once(NINE - timedelta(minutes=2))
    assert rows(routine.routine)[0] == (TODAY, "18:15")
    assert {one.planned_for for one in waiting.all()} == {NINE.replace(hour=18, minute=15)}
    assert ExerciseSession.objects.filter(routine=routine.routine, local_date=TODAY).count() == 1


def test_a_weekday_that_is_dropped_is_withdrawn_and_comes_back(cast: Cast, routine: RoutineRevision) -> None:
    change_weekdays(cast, 127 & ~(1 << TODAY.weekday()))
    materialise(NINE, go_on)
    assert [day for day, _clock in rows(routine.routine, SessionStatus.WITHDRAWN)] == [TODAY]
    change_weekdays(cast, 127)
    materialise(NINE, go_on)
    assert rows(routine.routine)[0] == (TODAY, "09:00")
    assert rows(routine.routine, SessionStatus.WITHDRAWN) == []


def change_weekdays(cast: Cast, weekdays: int) -> RoutineRevision:
    by = tess(cast, NINE)
    draft = routine_actions.open_draft(by=by)
    PrescribedExercise.objects.filter(revision=draft).update(weekdays=weekdays)
    return publish(draft, by=by)


@pytest.mark.parametrize("status", [SessionStatus.DONE, SessionStatus.PARTLY, SessionStatus.SKIPPED])
def test_what_is_recorded_is_not_touched(cast: Cast, session: ExerciseSession, status: str) -> None:
    ExerciseSession.objects.filter(pk=session.pk).update(status=status)
    change_weekdays(cast, 127 & ~(1 << TODAY.weekday()))
    materialise(NINE, go_on)
    session.refresh_from_db()
    assert session.status == status


def test_a_note_keeps_a_session_where_it_is(cast: Cast, session: ExerciseSession) -> None:
    SessionNote.objects.create(exercise_session=session, words="Sore", written_by=cast.pat, written_at=NINE)
    change_weekdays(cast, 127 & ~(1 << TODAY.weekday()))
    materialise(NINE, go_on)
    session.refresh_from_db()
    assert session.status == SessionStatus.DUE


def test_open_sessions_take_the_newest_revision_and_finished_ones_keep_theirs(
    cast: Cast, routine: RoutineRevision, session: ExerciseSession
) -> None:
    tomorrow = ExerciseSession.objects.get(local_date=TODAY + timedelta(days=1))
    ExerciseSession.objects.filter(pk=session.pk).update(status=SessionStatus.DONE)
    newer = change_weekdays(cast, 127)
    materialise(NOON, go_on)
    session.refresh_from_db()
    tomorrow.refresh_from_db()
    assert session.revision == routine
    assert tomorrow.revision == newer


def test_a_pause_takes_sessions_away_and_its_end_brings_them_back(cast: Cast, routine: RoutineRevision) -> None:
    course.pause_routine(
        routine.routine, starts_on=TODAY, ends_on=TODAY + timedelta(days=9), reason="away", by=tess(cast, NINE)
    )
    materialise(NINE, go_on)
    assert rows(routine.routine) == []
    course.resume_routine(routine.routine, by=tess(cast, NINE))
    materialise(NINE, go_on)
    assert rows(routine.routine)[0] == (TODAY, "09:00")


def test_days_on_which_the_pump_stood_still_are_made_up_for(routine: RoutineRevision) -> None:
    later = NOON + timedelta(days=10)
    materialise(later, go_on)
    days = set(ExerciseSession.objects.values_list("local_date", flat=True))
    assert days >= {TODAY + timedelta(days=one) for one in range(12)}


def test_after_a_standstill_each_day_has_the_revision_that_held_then(cast: Cast, routine: RoutineRevision) -> None:
    by = tess(cast, NOON + timedelta(days=8))
    draft = routine_actions.open_draft(by=by)
    newer = publish(draft, by=by)
    materialise(NOON + timedelta(days=10), go_on)
    held = dict(ExerciseSession.objects.values_list("local_date", "revision"))
    assert held[TODAY + timedelta(days=7)] == routine.pk
    assert held[TODAY + timedelta(days=8)] == newer.pk
    assert len(held) >= 12


def test_one_routine_that_cannot_be_made_stops_no_other(cast: Cast, library: None) -> None:
    give_routine(cast, cast.pat_record, now=EVENING)
    walts = give_routine(cast, cast.walt_record, now=EVENING)
    type(cast.pat_record).objects.filter(pk=cast.pat_record.pk).update(time_zone="Nowhere/Atall")
    assert materialise(EVENING, go_on) == 1
    assert ExerciseSession.objects.filter(routine=walts.routine).exists()


def test_after_the_end_nothing_is_due(cast: Cast, routine: RoutineRevision) -> None:
    course.end_routine(routine.routine, by=tess(cast, NOON))
    materialise(NOON, go_on)
    assert rows(routine.routine) == [(TODAY, "09:00")]
    assert len(rows(routine.routine, SessionStatus.WITHDRAWN)) >= 2


def test_a_draft_alone_makes_no_session(cast: Cast, library: None) -> None:
    routine_actions.open_draft(by=tess(cast))
    assert materialise(NOON, go_on) == 1
    assert materialise(NOON, go_on) == 0
    assert not ExerciseSession.objects.exists()
