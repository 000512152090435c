"""Seals what was written into a chain: whoever changes an event, or takes one out, breaks it from there on.

Run by the pump, never by a request: a page only inserts its event.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, AuditSeal

logger = logging.getLogger(__name__)

# A link a minute at most: links stay for ever, so they should not be as many as the events.
RHYTHM = timedelta(minutes=1)
# What has just been written may not be committed yet.
REST = timedelta(seconds=5)
BATCH = 1000
START = "0" * 64

COLUMNS = tuple(field.attname for field in AuditEvent._meta.concrete_fields if field.name != "seal")


def seal_all(now: datetime, *, has_time: Callable[[], bool]) -> int:
    """Batch after batch, while there is time, once the oldest has waited for a minute."""
    sealed = 0
    # Outside a transaction: an idle tick must not ask SQLite for its one write lock.
    if AuditEvent.objects.filter(seal__isnull=True, at__lt=now - RHYTHM).exists():
        while has_time() and (count := seal_once(now)):
            sealed += count
    return sealed


def seal_once(now: datetime, limit: int = BATCH) -> int:
    """One link of the chain: the oldest unsealed events, those of one month. Returns how many.

    An event that is committed late, with a lower id, comes into a later batch. Of several pumps that make the same
    link at once, the unique number lets one through; the others leave it to that one.
    """
    waiting = AuditEvent.objects.filter(seal__isnull=True, at__lt=now - REST).order_by("pk")
    try:
        with transaction.atomic():
            # In this order: if another pump commits in between, the number is taken.
            before = AuditSeal.objects.order_by("-number").first()
            rows = list(waiting.values_list(*COLUMNS)[:limit])
            if not rows:
                return 0
            seal = _seal(before, rows, now)
    except IntegrityError:
        logger.debug("Another pump is sealing the record.")
        return 0
    _tell_the_log(before, seal)
    return seal.count


def _seal(before: AuditSeal | None, rows: list[tuple[Any, ...]], now: datetime) -> AuditSeal:
    month = month_of(rows[0])
    rows = [row for row in rows if month_of(row) == month]
    seal = AuditSeal(
        number=before.number + 1 if before else 1,
        month=month,
        count=len(rows),
        digest=digest_of(rows),
        previous=before.chain if before else START,
        sealed_at=now,
    )
    seal.chain = chain_of(seal)
    seal.save(force_insert=True)
    filled = AuditEvent.objects.filter(pk__in=[row[0] for row in rows], seal__isnull=True).update(seal=seal)
    if filled != len(rows):
        raise IntegrityError("Another pump has sealed some of these events.")
    return seal


def month_of(row: tuple[Any, ...]) -> str:
    at: datetime = row[COLUMNS.index("at")]
    return f"{at.astimezone(UTC):%Y-%m}"


def digest_of(rows: Iterable[tuple[Any, ...]]) -> str:
    """Over the events in the order of their ids, one line of JSON each."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(canonical(row))
    return digest.hexdigest()


def canonical(row: tuple[Any, ...]) -> bytes:
    """Always the same bytes for the same event. Empty columns are left out, so that a new one breaks no old seal."""
    said = {name: _written(value) for name, value in zip(COLUMNS, row, strict=True) if value not in (None, "")}
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def chain_of(seal: AuditSeal) -> str:
    said = [seal.previous, seal.digest, seal.number, seal.month, seal.count, _written(seal.sealed_at)]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def _written(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _tell_the_log(before: AuditSeal | None, seal: AuditSeal) -> None:
    """Once a day, where the database cannot reach it: a chain that was cut short no longer holds this link."""
    if before is None or before.sealed_at.astimezone(UTC).date() < seal.sealed_at.astimezone(UTC).date():
        logger.info("The record of who looked stands at link %s: %s", seal.number, seal.chain)
