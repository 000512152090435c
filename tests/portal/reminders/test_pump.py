from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from accounts.access import Role
from portal.reminders import mails, pump
from portal.reminders.models import (
    DeliveryAttempt,
    DeliveryKind,
    DeliveryState,
    PumpHeartbeat,
    Reason,
    ReminderDelivery,
)
from portal.reminders.pump import pump_once
from portal.routines import actions as routine_actions
from portal.routines.models import RoutineRevision
from portal.sessions.models import ExerciseSession, SessionStatus
from tests.cast import NOON, Cast, access_of, give_routine
from tests.portal.reminders.conftest import EVENING, NINE
from tests.portal.reminders.crowd import gather_crowd, noon_zone

HALF_A_MINUTE = timedelta(seconds=30)


def of_pat(cast: Cast) -> ReminderDelivery:
    return ReminderDelivery.objects.filter(recipient=cast.pat, kind=DeliveryKind.SESSION_DUE).latest("pk")


def test_a_reminder_goes_out_at_the_sessions_time_and_once(session: ExerciseSession, outbox: list[Any]) -> None:
    assert pump_once(NINE - HALF_A_MINUTE).sent == 0
    assert pump_once(NINE).sent == 2
    for later in range(1, 10):
        assert pump_once(NINE + later * HALF_A_MINUTE).sent == 0
    assert sorted(mail.to[0] for mail in outbox) == ["cara@example.org", "pat@example.org"]


def test_the_sessions_time_is_that_of_the_patients_clock(cast: Cast, library: None, mailoutbox: list[Any]) -> None:
    cast.pat_record.time_zone = "America/New_York"
    cast.pat_record.save()
    give_routine(cast, cast.pat_record, now=NOON - timedelta(days=4))
    pump_once(NOON)
    assert pump_once(NINE + timedelta(hours=4, minutes=59)).sent == 0
    assert pump_once(NINE + timedelta(hours=5)).sent == 2


def test_a_time_before_eight_is_kept(cast: Cast, library: None, mailoutbox: list[Any]) -> None:
    give_routine(cast, cast.pat_record, times=["06:30"], now=NOON - timedelta(days=4))
    pump_once(EVENING)
    assert pump_once(NINE.replace(hour=6, minute=30)).sent == 2


def test_a_late_reminder_waits_for_the_end_of_quiet_hours(cast: Cast, library: None, mailoutbox: list[Any]) -> None:
    give_routine(cast, cast.pat_record, times=["06:30"], now=NOON - timedelta(days=4))
    pump_once(EVENING)
    assert pump_once(NINE.replace(hour=7, minute=10)).sent == 0
    assert pump_once(NINE.replace(hour=8)).sent == 2


def test_pat_moves_her_session_and_is_reminded_at_the_new_time(
    cast: Cast, routine: RoutineRevision, outbox: list[Any]
) -> None:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NINE - timedelta(minutes=1))
    pump_once(NINE - timedelta(minutes=2))
    routine_actions.change_times(routine.routine, [(1, time(18, 15))], by=by)
    for minute in range(0, 700, 5):
        pump_once(NINE + timedelta(minutes=minute))
    assert [mail.to[0] for mail in outbox].count("pat@example.org") == 1
    assert of_pat(cast).sent_at == NINE.replace(hour=18, minute=15)


def test_who_is_done_before_the_time_gets_none_and_can_read_why(
    cast: Cast, session: ExerciseSession, outbox: list[Any]
) -> None:
    ExerciseSession.objects.filter(pk=session.pk).update(status=SessionStatus.DONE)
    pump_once(NINE)
    assert outbox == []
    assert of_pat(cast).reason == Reason.ALREADY_DONE


@pytest.mark.parametrize("hours_off", [0.08, 0.8, 3, 26, 8 * 24])
def test_after_an_outage_nobody_is_flooded(cast: Cast, library: None, mailoutbox: list[Any], hours_off: float) -> None:
    give_routine(cast, cast.pat_record, times=["08:30", "13:00", "18:00"], now=EVENING)
    give_routine(cast, cast.walt_record, times=["08:40", "13:05", "20:45"], now=EVENING)
    pump_once(EVENING)
    mailoutbox.clear()
    begin = NINE - timedelta(minutes=31) + timedelta(hours=hours_off)
    now = begin
    while now < begin + timedelta(hours=12):
        pump_once(now)
        now += timedelta(minutes=10)
    sent = list(ReminderDelivery.objects.filter(kind=DeliveryKind.SESSION_DUE, sent_at__isnull=False))
    assert sent
    assert all(one.sent_at < one.expires_at for one in sent if one.sent_at)
    assert all(time(8) <= one.sent_at.time() < time(21) for one in sent if one.sent_at)
    for person in (cast.pat, cast.cara):
        late = sorted(one.sent_at for one in sent if one.recipient == person and is_late(one))
        assert all(b - a >= timedelta(hours=2) for a, b in pairwise(late))
    assert (
        not ReminderDelivery.objects.exclude(state=DeliveryState.SENT).filter(planned_for__lt=begin, reason="").exists()
    )


def is_late(one: ReminderDelivery) -> bool:
    return one.sent_at is not None and one.sent_at - one.planned_for > timedelta(minutes=15)


def test_after_an_outage_a_caregiver_of_two_gets_one_mail(cast: Cast, library: None, mailoutbox: list[Any]) -> None:
    give_routine(cast, cast.pat_record, times=["09:00"], now=EVENING)
    give_routine(cast, cast.walt_record, times=["09:30"], now=EVENING)
    pump_once(EVENING)
    mailoutbox.clear()
    pump_once(NINE + timedelta(hours=1))
    assert [mail.to[0] for mail in mailoutbox].count("cara@example.org") == 1
    collapsed = ReminderDelivery.objects.get(reason=Reason.COLLAPSED)
    assert (collapsed.recipient, collapsed.patient) == (cast.cara, cast.pat_record)


def test_on_time_a_caregiver_of_two_gets_both(cast: Cast, library: None, mailoutbox: list[Any]) -> None:
    give_routine(cast, cast.pat_record, times=["09:00"], now=EVENING)
    give_routine(cast, cast.walt_record, times=["09:00"], now=EVENING)
    pump_once(EVENING)
    mailoutbox.clear()
    pump_once(NINE)
    assert [mail.to[0] for mail in mailoutbox].count("cara@example.org") == 2


def test_rows_that_cannot_be_written_stop_no_other(
    library: None, db: None, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = gather_crowd(100, NINE)
    poisoned = {one.routine.patient_id for one in sessions[::10]}
    write = mails.write_mail

    def write_or_fail(delivery: ReminderDelivery, *args: Any) -> Any:
        if delivery.patient_id in poisoned:
            raise ZeroDivisionError
        return write(delivery, *args)

    monkeypatch.setattr(pump, "write_mail", write_or_fail)
    for minutes in (0, 3, 12, 40):
        pump_once(NINE + timedelta(minutes=minutes))
    assert len(mailoutbox) == 90
    failed = ReminderDelivery.objects.filter(state=DeliveryState.FAILED)
    assert {(one.reason, one.attempts) for one in failed} == {(Reason.OWN_ERROR, 3)}
    assert failed.count() == 10


def test_a_row_that_cannot_be_judged_stops_no_other(cast: Cast, library: None, mailoutbox: list[Any]) -> None:
    sessions = gather_crowd(5, NINE)
    pump_once(NINE - timedelta(minutes=1))
    broken = sessions[0].routine.patient
    type(broken).objects.filter(pk=broken.pk).update(time_zone="Nowhere/Atall")
    for minutes in (0, 3, 12):
        pump_once(NINE + timedelta(minutes=minutes))
    assert len(mailoutbox) == 4
    assert ReminderDelivery.objects.get(patient=broken).reason == Reason.OWN_ERROR


def test_ten_thousand_rows_would_cost_few_statements_each(
    db: None, mailoutbox: list[Any], django_assert_max_num_queries: Any
) -> None:
    gather_crowd(100, NINE)
    with django_assert_max_num_queries(600):
        assert pump_once(NINE).sent == 100


def test_the_rate_is_kept(db: None, mailoutbox: list[Any], settings: Any) -> None:
    settings.MAIL_MAX_PER_MINUTE = 20
    gather_crowd(50, NINE)
    assert pump_once(NINE).sent == 20
    assert pump_once(NINE + HALF_A_MINUTE).sent == 10
    assert pump_once(NINE + timedelta(hours=1)).sent == 20


def test_it_stops_when_it_is_told_to(db: None, mailoutbox: list[Any]) -> None:
    gather_crowd(10, NINE)
    report = pump_once(NINE, is_stopping=lambda: len(mailoutbox) >= 3)
    assert report.sent == 3
    assert not ReminderDelivery.objects.filter(state=DeliveryState.SENDING).exists()


def test_a_run_without_time_sends_nothing_and_loses_nothing(db: None, mailoutbox: list[Any]) -> None:
    gather_crowd(10, NINE)
    assert pump_once(NINE, budget_seconds=0).sent == 0
    assert pump_once(NINE + HALF_A_MINUTE).sent == 10


def test_a_planning_error_does_not_hold_back_what_is_planned(
    session: ExerciseSession, outbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pump_once(NINE - HALF_A_MINUTE)
    monkeypatch.setattr(pump, "plan_sessions", lambda *args: 1 / 0)
    before = PumpHeartbeat.objects.get().last_ok_at
    assert pump_once(NINE).sent == 2
    heartbeat = PumpHeartbeat.objects.get()
    assert (heartbeat.last_tick_at, heartbeat.last_ok_at) == (NINE, before)


def test_the_heartbeat_says_that_all_is_well(session: ExerciseSession, outbox: list[Any]) -> None:
    pump_once(NINE)
    heartbeat = PumpHeartbeat.objects.get()
    assert heartbeat.last_tick_at == heartbeat.last_ok_at == NINE


def test_each_sending_is_on_record(cast: Cast, session: ExerciseSession, outbox: list[Any]) -> None:
    pump_once(NINE)
    attempts = DeliveryAttempt.objects.filter(delivery=of_pat(cast))
    assert [(one.outcome, one.started_at, one.ended_at) for one in attempts] == [("sent", NINE, NINE)]


def test_without_a_given_moment_the_databases_clock_counts(db: None, mailoutbox: list[Any]) -> None:
    now = datetime.now(NOON.tzinfo)
    gather_crowd(2, now, zone=noon_zone(now))
    assert pump_once().sent == 2
