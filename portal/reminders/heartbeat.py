"""The pump's clock, its sign of life, and the breaker."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Self

from django.db.models import DateTimeField, F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from portal.reminders.models import PumpHeartbeat

NAME = "mail"
BREAK = timedelta(minutes=5)
LONGEST_BREAK = timedelta(minutes=60)


@dataclass(frozen=True)
class Clock:
    """The database's clock: leases hold although the servers disagree about the time. In tests a fixed moment."""

    read_at: datetime
    is_fixed: bool = False
    monotonic: float = field(default_factory=time.monotonic)

    @classmethod
    def fixed(cls, moment: datetime) -> Self:
        return cls(moment, is_fixed=True)

    def now(self) -> datetime:
        if self.is_fixed:
            return self.read_at
        return self.read_at + timedelta(seconds=time.monotonic() - self.monotonic)

    @property
    def sql(self) -> Combinable:
        """For conditions that must hold at the moment of the statement."""
        return Value(self.read_at, output_field=DateTimeField()) if self.is_fixed else Now()


@dataclass
class Budget:
    """How long and how much one run may send."""

    seconds: float
    mails: float
    is_stopping: Callable[[], bool]
    begun: float = field(default_factory=time.monotonic)

    def has_time(self, share: float = 1.0) -> bool:
        return not self.is_stopping() and time.monotonic() - self.begun < self.seconds * share

    def may_send(self) -> bool:
        return self.mails >= 1 and self.has_time()


def begin_tick(now: datetime | None) -> tuple[PumpHeartbeat, Clock]:
    """The heartbeat as the last tick left it, and the clock of this one."""
    PumpHeartbeat.objects.get_or_create(name=NAME)
    row = PumpHeartbeat.objects.annotate(read_at=Now()).get(name=NAME)
    clock = Clock.fixed(now) if now else Clock(row.read_at)
    PumpHeartbeat.objects.filter(pk=row.pk).update(last_tick_at=clock.now())
    return row, clock


def mails_allowed(row: PumpHeartbeat, now: datetime, per_minute: int) -> float:
    """What the rate allows since the last tick. A rate of 0 means no limit."""
    if not per_minute:
        return float("inf")
    seconds = 60.0 if row.last_tick_at is None else (now - row.last_tick_at).total_seconds()
    return ceil(per_minute * min(max(seconds, 1.0), 60.0) / 60)


def planned_until(row: PumpHeartbeat, until: datetime) -> None:
    PumpHeartbeat.objects.filter(pk=row.pk).update(planned_until_at=until)


def end_tick(row: PumpHeartbeat, clock: Clock) -> None:
    PumpHeartbeat.objects.filter(pk=row.pk).update(last_ok_at=clock.now())


def is_broken(row: PumpHeartbeat, now: datetime) -> bool:
    return row.broken_until is not None and row.broken_until > now


def trip(row: PumpHeartbeat, clock: Clock, trouble: str) -> datetime:
    """Stops all sending for 5, 10, 20 … 60 minutes. Two pumps that meet the same trouble count it once."""
    now = clock.now()
    pause = min(BREAK * (1 << min(row.failures_in_a_row, 10)), LONGEST_BREAK)
    closed = Q(broken_until__isnull=True) | Q(broken_until__lte=now)
    PumpHeartbeat.objects.filter(closed, pk=row.pk).update(
        broken_until=now + pause, failures_in_a_row=F("failures_in_a_row") + 1, trouble=trouble[:200]
    )
    return now + pause


def heal(row: PumpHeartbeat) -> None:
    """The mail server took a mail."""
    if row.failures_in_a_row:
        PumpHeartbeat.objects.filter(pk=row.pk).update(broken_until=None, failures_in_a_row=0, trouble="")
        row.failures_in_a_row = 0
