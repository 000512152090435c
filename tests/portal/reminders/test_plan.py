from datetime import timedelta

import pytest

from accounts.access import Role, Scope
from portal.reminders.models import DeliveryKind, DeliveryState, PumpHeartbeat, Reason, ReminderDelivery
from portal.reminders.plan import LOOK_AHEAD, plan_sessions, planning_window
from portal.reminders.pump import pump_once
from portal.routines import actions as routine_actions
from portal.routines.course import actions as course
from portal.routines.models import RoutineRevision
from portal.routines.publishing.actions import publish
from portal.sessions.models import ExerciseSession, SessionStatus
from tests.cast import NOON, Cast, a_user, access_of, give_routine
from tests.portal.reminders.conftest import EVENING, NINE

SHORTLY_BEFORE = NINE - timedelta(minutes=1)


def go_on() -> bool:
    return True


def plan(now=SHORTLY_BEFORE) -> tuple[int, bool]:  # type: ignore[no-untyped-def]
    return plan_sessions(planning_window(now, now), go_on)


def planned() -> set[str]:
    return set(
        ReminderDelivery.objects.filter(kind=DeliveryKind.SESSION_DUE).values_list("recipient__email", flat=True)
    )


def test_the_patient_and_the_caregiver_who_may_are_planned_for(cast: Cast, session: ExerciseSession) -> None:
    assert plan() == (2, True)
    assert planned() == {"pat@example.org", "cara@example.org"}
    for one in ReminderDelivery.objects.filter(kind=DeliveryKind.SESSION_DUE):
        assert one.occasion == f"session:{session.pk}"
        assert one.planned_for == one.next_attempt_at == NINE
        assert one.expires_at == NINE + timedelta(hours=3)


def test_planning_twice_makes_one_row_each(session: ExerciseSession) -> None:
    plan()
    assert plan() == (0, True)
    assert ReminderDelivery.objects.filter(kind=DeliveryKind.SESSION_DUE).count() == 2


@pytest.mark.parametrize("scopes", [[Scope.VIEW_ROUTINE.value, Scope.RECORD.value], []])
def test_a_caregiver_without_the_scope_is_not_planned_for(
    cast: Cast, session: ExerciseSession, scopes: list[str]
) -> None:
    cast.cara_for_pat.scopes = scopes
    cast.cara_for_pat.save()
    plan()
    assert planned() == {"pat@example.org"}


@pytest.mark.parametrize("field", ["revoked_at", "suspended_at"])
def test_a_caregiver_whose_access_ended_is_not_planned_for(cast: Cast, session: ExerciseSession, field: str) -> None:
    setattr(cast.cara_for_pat, field, EVENING)
    cast.cara_for_pat.save()
    plan()
    assert planned() == {"pat@example.org"}


def test_a_patient_without_a_login_has_the_caregiver_reminded(cast: Cast, library: None) -> None:
    give_routine(cast, cast.walt_record, now=EVENING)
    pump_once(EVENING)
    plan()
    assert planned() == {"cara@example.org"}


def test_nobody_is_planned_for_where_nobody_may_be_reminded(cast: Cast, library: None) -> None:
    cast.cara_for_walt.delete()
    give_routine(cast, cast.walt_record, now=EVENING)
    pump_once(EVENING)
    assert plan() == (0, True)


def test_what_is_due_later_is_planned_later(session: ExerciseSession) -> None:
    assert plan(NINE - LOOK_AHEAD - timedelta(minutes=1)) == (0, True)


def test_a_routine_published_after_todays_time_reminds_from_tomorrow(cast: Cast, library: None) -> None:
    give_routine(cast, cast.pat_record, now=NINE + timedelta(seconds=40))
    pump_once(NINE + timedelta(minutes=1))
    assert ExerciseSession.objects.filter(local_date=NINE.date(), status=SessionStatus.DUE).exists()
    assert not ReminderDelivery.objects.filter(kind=DeliveryKind.SESSION_DUE).exists()


def test_a_caregiver_who_comes_in_late_is_reminded_of_the_next_one(cast: Cast, session: ExerciseSession) -> None:
    plan()
    sam = cast.sam
    cast.cara_for_pat.caregiver = sam
    cast.cara_for_pat.save()
    pump_once(NINE + timedelta(days=1))
    tomorrow = ReminderDelivery.objects.filter(exercise_session__local_date=NINE.date() + timedelta(days=1))
    assert {one.recipient for one in tomorrow} == {cast.pat, sam}


def test_two_caregivers_get_a_mail_each(cast: Cast, session: ExerciseSession, outbox: list[object]) -> None:
    ben = a_user("ben", "Ben Ellis")
    cast.cara_for_walt.patient = cast.pat_record
    cast.cara_for_walt.caregiver = ben
    cast.cara_for_walt.save()
    assert pump_once(NINE).sent == 3


def test_a_standstill_is_planned_afterwards_as_not_sent(session: ExerciseSession, outbox: list[object]) -> None:
    pump_once(NOON + timedelta(days=2))
    missed = ReminderDelivery.objects.filter(kind=DeliveryKind.SESSION_DUE, recipient__email="pat@example.org")
    assert {(one.state, one.reason) for one in missed} == {(DeliveryState.EXPIRED, Reason.SYSTEM_DOWN)}
    assert {one.planned_for.date() for one in missed} >= {NINE.date(), NINE.date() + timedelta(days=1)}
    assert outbox == []


def test_a_clock_that_was_once_years_ahead_does_not_silence_the_pump(
    session: ExerciseSession, outbox: list[object]
) -> None:
    PumpHeartbeat.objects.update(planned_until_at=NOON + timedelta(days=900))
    assert pump_once(NINE).sent == 2


def test_the_first_publishing_is_news_and_the_next_is_a_change(
    cast: Cast, library: None, mailoutbox: list[object]
) -> None:
    first = give_routine(cast, cast.pat_record, now=NOON)
    pump_once(NOON)
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOON)
    second = publish(routine_actions.open_draft(by=by), by=by)
    pump_once(NOON + timedelta(minutes=1))
    news = ReminderDelivery.objects.exclude(kind=DeliveryKind.SESSION_DUE).order_by("pk")
    assert [(one.occasion, one.kind, one.recipient, one.state) for one in news] == [
        (f"revision:{first.pk}", DeliveryKind.ROUTINE_READY, cast.pat, DeliveryState.SENT),
        (f"revision:{second.pk}", DeliveryKind.ROUTINE_CHANGED, cast.pat, DeliveryState.SENT),
    ]


def test_news_waits_for_the_morning(cast: Cast, library: None, mailoutbox: list[object]) -> None:
    late = NOON.replace(hour=22)
    give_routine(cast, cast.pat_record, now=late)
    pump_once(late)
    assert mailoutbox == []
    morning = NOON.replace(hour=8) + timedelta(days=1)
    assert ReminderDelivery.objects.get().planned_for == morning
    pump_once(morning)
    assert len(mailoutbox) == 1


def test_changed_times_are_not_news(cast: Cast, routine: RoutineRevision, outbox: list[object]) -> None:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOON)
    course.pause_routine(routine.routine, starts_on=NOON.date(), ends_on=NOON.date(), reason="", by=by)
    pump_once(NOON)
    assert outbox == []


def test_old_revisions_are_not_news(cast: Cast, library: None, mailoutbox: list[object]) -> None:
    give_routine(cast, cast.pat_record, now=NOON - timedelta(days=4))
    pump_once(NOON)
    assert mailoutbox == []
