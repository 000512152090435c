from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from portal.reminders import ledger
from portal.reminders.heartbeat import Clock
from portal.reminders.models import (
    AttemptOutcome,
    DeliveryAttempt,
    DeliveryKind,
    DeliveryState,
    Reason,
    ReminderDelivery,
)
from portal.reminders.plan import plan_sessions, planning_window
from portal.reminders.pump import pump_once
from portal.reminders.recheck import read_facts, still_wanted
from portal.sessions.models import ExerciseSession, SessionStatus
from tests.cast import Cast
from tests.portal.reminders.conftest import NINE

CLOCK = Clock.fixed(NINE)


@pytest.fixture
def pats(cast: Cast, session: ExerciseSession, outbox: list[Any]) -> ReminderDelivery:
    """Pat's mail of 9:00, planned and not yet claimed."""
    plan_sessions(planning_window(NINE, NINE), lambda: True)
    ReminderDelivery.objects.filter(recipient=cast.cara).delete()
    return ReminderDelivery.objects.get(kind=DeliveryKind.SESSION_DUE)


def read_and_claim(clock: Clock = CLOCK) -> ledger.Claim | None:
    (delivery,) = ledger.candidates(clock, set())
    return ledger.claim(delivery, still_wanted(delivery, read_facts([delivery], clock.now())), clock)


def test_of_two_who_saw_the_same_row_one_claims_it(pats: ReminderDelivery) -> None:
    seen = [ledger.candidates(CLOCK, set())[0] for _pump in range(2)]
    facts = read_facts(seen, NINE)
    claims = [ledger.claim(one, still_wanted(one, facts), CLOCK) for one in seen]
    assert [claim is not None for claim in claims] == [True, False]


def test_a_claim_sees_what_was_recorded_after_the_batch_was_read(
    pats: ReminderDelivery, session: ExerciseSession
) -> None:
    (delivery,) = ledger.candidates(CLOCK, set())
    wanted = still_wanted(delivery, read_facts([delivery], NINE))
    ExerciseSession.objects.filter(pk=session.pk).update(status=SessionStatus.DONE)
    assert ledger.claim(delivery, wanted, CLOCK) is None


def test_a_caregivers_claim_sees_that_access_was_just_revoked(
    cast: Cast, session: ExerciseSession, outbox: list[Any]
) -> None:
    plan_sessions(planning_window(NINE, NINE), lambda: True)
    delivery = next(one for one in ledger.candidates(CLOCK, set()) if one.recipient == cast.cara)
    wanted = still_wanted(delivery, read_facts([delivery], NINE))
    cast.cara_for_pat.scopes = ["record"]
    cast.cara_for_pat.save()
    assert ledger.claim(delivery, wanted, CLOCK) is None


def test_a_row_of_a_schedule_that_just_changed_is_not_claimed(pats: ReminderDelivery, session: ExerciseSession) -> None:
    (delivery,) = ledger.candidates(CLOCK, set())
    wanted = still_wanted(delivery, read_facts([delivery], NINE))
    type(session.routine).objects.update(sessions_until_on=None)
    assert ledger.claim(delivery, wanted, CLOCK) is None


def test_what_its_sender_left_is_sent_again_after_the_lease(pats: ReminderDelivery, outbox: list[Any]) -> None:
    read_and_claim()
    pump_once(NINE + timedelta(minutes=4))
    assert outbox == []
    pump_once(NINE + timedelta(minutes=6))
    assert len(outbox) == 1
    pats.refresh_from_db()
    assert (pats.state, pats.unknown_outcomes, pats.attempts) == (DeliveryState.SENT, 1, 2)
    assert [one.outcome for one in DeliveryAttempt.objects.filter(delivery=pats).order_by("pk")] == [
        AttemptOutcome.UNKNOWN,
        AttemptOutcome.SENT,
    ]


def test_after_three_unknown_outcomes_it_has_visibly_failed(pats: ReminderDelivery) -> None:
    now = NINE
    for _attempt in range(3):
        assert read_and_claim(Clock.fixed(now)) is not None
        now += timedelta(minutes=6)
        ledger.sweep(Clock.fixed(now))
    pats.refresh_from_db()
    assert (pats.state, pats.reason) == (DeliveryState.FAILED, Reason.UNKNOWN_OUTCOME)
    assert ledger.candidates(Clock.fixed(now), set()) == []


def test_who_lost_the_lease_does_not_write_over_the_other(pats: ReminderDelivery) -> None:
    slow = read_and_claim()
    later = Clock.fixed(NINE + timedelta(minutes=6))
    ledger.sweep(later)
    quick = read_and_claim(later)
    assert slow is not None
    assert quick is not None
    assert ledger.mark_sent(slow, later) is False
    assert ledger.mark_sent(quick, later) is True
    pats.refresh_from_db()
    assert pats.state == DeliveryState.SENT


@pytest.mark.parametrize("settled", [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SUPPRESSED])
def test_what_is_settled_never_changes(pats: ReminderDelivery, settled: str) -> None:
    ReminderDelivery.objects.update(state=settled, next_attempt_at=None, sent_at=NINE)
    before = list(ReminderDelivery.objects.values())
    later = Clock.fixed(NINE + timedelta(hours=9))
    ledger.sweep(later)
    ledger.expire(later)
    ledger.suppress([(pats.pk, Reason.NOT_DUE)])
    ledger.put_off(pats.pk, NINE)
    assert list(ReminderDelivery.objects.values()) == before


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": DeliveryState.SENT, "next_attempt_at": None},
        {"state": DeliveryState.SENDING, "next_attempt_at": None},
        {"state": DeliveryState.EXPIRED},
        {"next_attempt_at": None},
    ],
)
def test_the_database_refuses_a_state_that_cannot_be(pats: ReminderDelivery, impossible: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderDelivery.objects.filter(pk=pats.pk).update(**impossible)


def test_the_database_refuses_a_second_row_for_the_same_occasion(pats: ReminderDelivery) -> None:
    pats.pk, pats.public_id = None, session_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        pats.save(force_insert=True)


def session_id() -> Any:
    return ReminderDelivery._meta.get_field("public_id").get_default()


def test_the_databases_own_clock_is_asked(pats: ReminderDelivery) -> None:
    """Today's 9:00 of the cast lies in the past of the real clock, or in its future; an hour around now does not."""
    now = Clock(NINE).sql
    ReminderDelivery.objects.filter(pk=pats.pk).update(next_attempt_at=now, expires_at=now + timedelta(hours=1))
    (delivery,) = ledger.candidates(Clock(NINE), set())
    assert ledger.claim(delivery, ledger.ANYWAY, Clock(NINE)) is not None
    assert not ReminderDelivery.objects.filter(lease_until__lt=now + timedelta(minutes=4)).exists()
    assert ReminderDelivery.objects.filter(lease_until__lt=now + timedelta(minutes=6)).exists()
    ReminderDelivery.objects.filter(pk=pats.pk).update(lease_until=F("lease_until") - timedelta(minutes=6))
    assert ledger.sweep(Clock(NINE)) == 1
