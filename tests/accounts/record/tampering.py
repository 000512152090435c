"""A sealed record of some months, and every way of changing it behind the portal's back."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent, AuditSeal
from accounts.record.sealing import seal_once
from accounts.record.verifying import What, verify

FIRST = datetime(2026, 6, 3, tzinfo=UTC)
MONTHS = 4
ACTIONS = ("opened.home:today", "session.ticked", "session.noted", "routine.published", "grant.given")
ROLES = ("patient", "caregiver", "therapist", "")


def write_record(number: int, *, links_of: int = 20, dice: random.Random) -> None:
    """`links_of=0` leaves it unsealed."""
    step = timedelta(days=30 * MONTHS) / number
    AuditEvent.objects.bulk_create([_an_event(FIRST + step * index, dice) for index in range(number)], batch_size=500)
    while links_of and seal_once(timezone.now(), links_of):
        pass


def _an_event(at: datetime, dice: random.Random) -> AuditEvent:
    return AuditEvent(
        at=at,
        action=dice.choice(ACTIONS),
        actor_id=dice.choice([None, dice.randrange(1, 99)]),
        role=dice.choice(ROLES),
        clinic_id=dice.choice([None, 1, 2]),
        patient_id=dice.choice([None, dice.randrange(1, 99)]),
        object_type=dice.choice(["", "accounts.patient"]),
        object_id=dice.choice(["", "7"]),
        request_id=f"{dice.randrange(2**32):x}",
        ip_prefix=dice.choice(["", "192.0.2.0/24", "2001:db8::/48"]),
    )


def change_an_event(dice: random.Random) -> None:
    row = _any_event(dice)
    column = dice.choice([field.attname for field in AuditEvent._meta.concrete_fields if field.name != "seal"])
    old = getattr(row, column)
    if isinstance(old, datetime):
        new: object = old + timedelta(microseconds=dice.choice([-1, 1, 10**9]))
    elif isinstance(AuditEvent._meta.get_field(column).to_python("7"), int):
        new = dice.choice([(old or 0) + 100_000, None if old and column != "id" else 200_000])
    else:
        new = dice.choice([f"{old}x", old[:-1] or "y"])
    AuditEvent.objects.filter(pk=row.pk).update(**{column: new})


def take_an_event(dice: random.Random) -> None:
    AuditEvent.objects.filter(pk=_any_event(dice).pk).delete()


def slip_an_event_in(dice: random.Random) -> None:
    like = _any_event(dice)
    row = _an_event(like.at, dice)
    row.seal_id = like.seal_id
    row.save(force_insert=True)


def move_an_event(dice: random.Random) -> None:
    row = _any_event(dice)
    AuditEvent.objects.filter(pk=row.pk).update(seal=_any_link(dice, but=row.seal_id))


def unseal_an_event(dice: random.Random) -> None:
    AuditEvent.objects.filter(pk=_any_event(dice).pk).update(seal=None)


def swap_two_events(dice: random.Random) -> None:
    one = _any_event(dice)
    other = dice.choice(list(AuditEvent.objects.exclude(seal=one.seal_id)))
    AuditEvent.objects.filter(pk=one.pk).update(seal=other.seal_id)
    AuditEvent.objects.filter(pk=other.pk).update(seal=one.seal_id)


def swap_two_links(dice: random.Random) -> None:
    one = _any_link(dice)
    other = _any_link(dice, but=one.pk)
    numbers = one.number, other.number
    for seal, number in ((one, 999_999), (other, numbers[0]), (one, numbers[1])):
        AuditSeal.objects.filter(pk=seal.pk).update(number=number)


def edit_a_link(dice: random.Random) -> None:
    seal = _any_link(dice)
    column = dice.choice(["number", "month", "count", "digest", "previous", "chain", "sealed_at"])
    new = {
        "number": seal.number + 100_000,
        "month": "2026-01",
        "count": seal.count + dice.choice([-1, 1]),
        "sealed_at": seal.sealed_at + timedelta(seconds=1),
    }.get(column, f"{dice.randrange(2**256):064x}")
    AuditSeal.objects.filter(pk=seal.pk).update(**{column: new})


def take_a_link_with_its_events(dice: random.Random) -> None:
    """Not the newest: that one is told by the log (test_verify_record.py)."""
    newest = AuditSeal.objects.latest("number")
    seal = _any_link(dice, but=newest.pk)
    AuditEvent.objects.filter(seal=seal).delete()
    seal.delete()


WAYS: tuple[Callable[[random.Random], None], ...] = (
    change_an_event,
    take_an_event,
    slip_an_event_in,
    move_an_event,
    unseal_an_event,
    swap_two_events,
    swap_two_links,
    edit_a_link,
    take_a_link_with_its_events,
)


def troubles() -> list[What]:
    """The guard must be off to tamper, so that it is off is not what finds the tampering."""
    return [one.what for one in verify(timezone.now()).troubles if one.what is not What.GUARD]


def _any_event(dice: random.Random) -> AuditEvent:
    return dice.choice(list(AuditEvent.objects.filter(seal__isnull=False)))


def _any_link(dice: random.Random, *, but: int | None = None) -> AuditSeal:
    return dice.choice(list(AuditSeal.objects.exclude(pk=but)))


def name_of_database() -> str:
    return "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
