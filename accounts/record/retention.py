"""Drops the events of whole sealed months after their time. The links stay, and an anchor says what a month held."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Count, Max, Sum

from accounts import audit
from accounts.models import AuditAnchor, AuditEvent, AuditSeal
from accounts.record.verifying import of_events, with_events

# HIPAA 164.316 keeps required documentation for six years.
YEARS = 6


class MustStay(Exception):
    """Why this month cannot be dropped."""


def old_months(now: datetime, years: int = YEARS) -> list[str]:
    """Every month that has ended more than `years` ago and still holds events."""
    end = _first_kept(now, years)
    sealed = AuditSeal.objects.filter(month__lt=f"{end:%Y-%m}")
    months = set(sealed.values_list("month", flat=True).distinct())
    months -= set(AuditAnchor.objects.values_list("month", flat=True))
    unsealed = AuditEvent.objects.filter(seal__isnull=True, at__lt=end).values_list("at", flat=True)
    return sorted(months | {f"{at.astimezone(UTC):%Y-%m}" for at in unsealed.iterator()})


def events_of(month: str) -> int:
    return AuditEvent.objects.filter(seal__month=month).count()


def check(month: str) -> None:
    """What was tampered with is not swept away, and nothing goes that the chain does not know."""
    start = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    if AuditEvent.objects.filter(seal__isnull=True, at__gte=start, at__lt=_next_month(start)).exists():
        raise MustStay(f"{month} is not wholly sealed.")
    if AuditAnchor.objects.filter(month=month).exists():
        raise MustStay(f"{month} was dropped before, and something came into it since.")
    seals = AuditSeal.objects.filter(month=month).order_by("number")
    for seal, rows in with_events(seals):
        for trouble in of_events(seal, rows):
            raise MustStay(f"{month} is not as it was sealed: {trouble}.")


@transaction.atomic
def drop(month: str, *, now: datetime) -> int:
    """The anchor first: without it the database lets no event go. Returns how many went."""
    check(month)
    seals = AuditSeal.objects.filter(month=month)
    figures = seals.aggregate(events=Sum("count"), seals=Count("pk"), newest=Max("number"))
    chain = seals.get(number=figures["newest"]).chain
    anchor = AuditAnchor.objects.create(
        month=month, events=figures["events"], seals=figures["seals"], chain=chain, dropped_at=now
    )
    went, _each = AuditEvent.objects.filter(seal__month=month).delete()
    audit.record("record.month_dropped", by=None, about=anchor)
    return went


def _first_kept(now: datetime, years: int) -> datetime:
    today = now.astimezone(UTC)
    return datetime(today.year - years, today.month, 1, tzinfo=UTC)


def _next_month(start: datetime) -> datetime:
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
