"""Every change of a delivery's state, each a conditional UPDATE: the row is the lock.

Settled rows never change again. All conditions stand on the row's own columns or in EXISTS, never in a join: only then
does PostgreSQL ask them anew after it has waited for another pump.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from portal.reminders.heartbeat import Clock
from portal.reminders.models import (
    AttemptOutcome,
    DeliveryAttempt,
    DeliveryKind,
    DeliveryState,
    Reason,
    ReminderDelivery,
)

# Longer than the longest send: a row that is still claimed then has lost its sender.
LEASE = timedelta(minutes=5)
UNKNOWN_OUTCOMES_ALLOWED = 2
RETRY_AFTER_MINUTES = (1, 5, 15, 45)
JITTER = 0.25
OWN_ERRORS_ALLOWED = 2
# The oldest come first, but not strictly: several pumps, and rows that make trouble, get out of each other's way.
POOL, BATCH = 200, 50
# Never waits behind a rush of reminders.
URGENT = DeliveryKind.EMERGENCY_ACCESS

# For a claim that asks nothing more.
ANYWAY = Q()
UNLEASED: dict[str, Any] = {"lease_token": None, "lease_until": None}


@dataclass(frozen=True)
class Claim:
    delivery: ReminderDelivery
    token: UUID
    started_at: datetime


def candidates(clock: Clock, passed_over: set[int]) -> list[ReminderDelivery]:
    live = ReminderDelivery.objects.live(clock.sql).exclude(pk__in=passed_over)
    pool = list(live.order_by("next_attempt_at").values_list("pk", "kind")[:POOL])
    urgent = [pk for pk, kind in pool if kind == URGENT][:BATCH]
    others = [pk for pk, kind in pool if kind != URGENT]
    chosen = urgent + random.sample(others, min(BATCH - len(urgent), len(others)))
    rows = ReminderDelivery.objects.filter(pk__in=chosen).select_related(
        "patient", "recipient", "exercise_session__routine", "revision__routine", "grant"
    )
    return sorted(rows, key=lambda one: (one.kind != URGENT, one.planned_for))


def claim(delivery: ReminderDelivery, still_wanted: Q, clock: Clock) -> Claim | None:
    """None when another pump was faster, or when what the row is about changed a moment ago."""
    token = uuid4()
    changed = (
        ReminderDelivery.objects.live(clock.sql)
        .filter(still_wanted, pk=delivery.pk)
        .update(
            state=DeliveryState.SENDING,
            next_attempt_at=None,
            lease_token=token,
            lease_until=clock.sql + LEASE,
            attempts=F("attempts") + 1,
        )
    )
    if not changed:
        return None
    delivery.attempts += 1
    return Claim(delivery, token, clock.now())


def mark_sent(claim: Claim, clock: Clock) -> bool:
    """False when the lease was lost meanwhile: then somebody else may have sent a copy, and the row is theirs."""
    return _settle(claim, clock, AttemptOutcome.SENT, state=DeliveryState.SENT, sent_at=clock.now())


def mark_refused(claim: Claim, clock: Clock, smtp_code: int | None) -> bool:
    return _settle(claim, clock, AttemptOutcome.REFUSED, smtp_code, state=DeliveryState.FAILED, reason=Reason.REFUSED)


def try_later(claim: Claim, clock: Clock, smtp_code: int | None) -> bool:
    """After 1, 5, 15, 45 minutes, more or less; not beyond the end of its time."""
    again = _again(claim, clock) or {"state": DeliveryState.FAILED, "reason": Reason.NOT_TAKEN}
    return _settle(claim, clock, AttemptOutcome.TRY_AGAIN, smtp_code, **again)


def mark_own_error(claim: Claim, clock: Clock) -> bool:
    """Tried three times: the error may lie in something that is put right meanwhile."""
    end = {"state": DeliveryState.FAILED, "reason": Reason.OWN_ERROR}
    is_last = claim.delivery.attempts > OWN_ERRORS_ALLOWED
    return _settle(claim, clock, AttemptOutcome.OWN_ERROR, **(end if is_last else _again(claim, clock) or end))


def put_back(claim: Claim, clock: Clock) -> bool:
    """The mail server refused the portal itself: that is not this row's fault and does not count."""
    return _settle(
        claim,
        clock,
        AttemptOutcome.SERVER_REFUSED_US,
        state=DeliveryState.RETRY_WAIT,
        next_attempt_at=clock.now(),
        attempts=F("attempts") - 1,
    )


def suppress(hindered: Iterable[tuple[int, Reason]]) -> int:
    by_reason = defaultdict(list)
    for key, reason in hindered:
        by_reason[reason].append(key)
    return sum(
        ReminderDelivery.objects.waiting()
        .filter(pk__in=keys)
        .update(state=DeliveryState.SUPPRESSED, reason=reason, next_attempt_at=None)
        for reason, keys in by_reason.items()
    )


def put_off(key: int, until: datetime) -> None:
    ReminderDelivery.objects.waiting().filter(pk=key).update(next_attempt_at=until)


def sweep(clock: Clock) -> int:
    """Rows whose sender died. Whether the mail went out is not known, so it is sent again; after three times, never."""
    lost = list(ReminderDelivery.objects.filter(lease_until__lt=clock.sql))
    return sum(_swept(one, clock) for one in lost)


@transaction.atomic
def _swept(one: ReminderDelivery, clock: Clock) -> int:
    end: dict[str, Any] = {"state": DeliveryState.RETRY_WAIT, "next_attempt_at": clock.now()}
    if one.unknown_outcomes >= UNKNOWN_OUTCOMES_ALLOWED:
        end = {"state": DeliveryState.FAILED, "reason": Reason.UNKNOWN_OUTCOME}
    mine = ReminderDelivery.objects.filter(pk=one.pk, lease_token=one.lease_token, lease_until__lt=clock.sql)
    if not mine.update(unknown_outcomes=F("unknown_outcomes") + 1, **UNLEASED, **end):
        return 0
    _add_attempt(one, AttemptOutcome.UNKNOWN, started_at=(one.lease_until or clock.now()) - LEASE)
    return 1


def expire(clock: Clock) -> int:
    """What was not sent in its time. Who asks why gets the most likely answer."""
    over = ReminderDelivery.objects.filter(next_attempt_at__lte=clock.sql, expires_at__lte=clock.sql)
    return over.update(
        state=Case(
            When(unknown_outcomes__gt=0, then=Value(DeliveryState.FAILED)), default=Value(DeliveryState.EXPIRED)
        ),
        reason=Case(
            When(unknown_outcomes__gt=0, then=Value(Reason.UNKNOWN_OUTCOME)),
            When(attempts__gt=0, then=Value(Reason.NOT_TAKEN)),
            default=Value(Reason.SYSTEM_DOWN),
        ),
        next_attempt_at=None,
    )


def _again(claim: Claim, clock: Clock) -> dict[str, Any] | None:
    tried = claim.delivery.attempts
    if tried > len(RETRY_AFTER_MINUTES):
        return None
    minutes = RETRY_AFTER_MINUTES[tried - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 (not a secret)
    at = clock.now() + timedelta(minutes=minutes)
    return {"state": DeliveryState.RETRY_WAIT, "next_attempt_at": at} if at < claim.delivery.expires_at else None


@transaction.atomic
def _settle(claim: Claim, clock: Clock, outcome: AttemptOutcome, smtp_code: int | None = None, **fields: Any) -> bool:
    mine = ReminderDelivery.objects.filter(pk=claim.delivery.pk, lease_token=claim.token)
    is_mine = bool(mine.update(**UNLEASED, **fields))
    _add_attempt(claim.delivery, outcome, claim.started_at, ended_at=clock.now(), smtp_code=smtp_code)
    return is_mine


def _add_attempt(
    delivery: ReminderDelivery,
    outcome: AttemptOutcome,
    started_at: datetime,
    ended_at: datetime | None = None,
    smtp_code: int | None = None,
) -> None:
    DeliveryAttempt.objects.create(
        delivery=delivery, outcome=outcome, started_at=started_at, ended_at=ended_at, smtp_code=smtp_code
    )
