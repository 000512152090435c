"""The list of what was erased: hashes only, so that a restored backup can erase the same again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from accounts.models import Patient, User
from portal.privacy.models import Tombstone

ACCOUNT, RECORD = "account", "record"


class NotAList(Exception):
    """The file is none that `write` made."""


def account_key(user: User) -> str:
    """The number alone would do harm: a portal that was set up anew gives the same numbers to other people.

    Whole seconds: some ways of copying a database round off the rest.
    """
    return _hash(f"{ACCOUNT}:{user.pk}:{int(user.date_joined.timestamp())}")


def record_key(patient: Patient) -> str:
    return _hash(f"{RECORD}:{patient.public_id}")


def bury(kind: str, key: str, at: datetime) -> None:
    Tombstone.objects.get_or_create(kind=kind, key_hash=key, defaults={"erased_at": at})


def keys(kind: str) -> set[str]:
    return set(Tombstone.objects.filter(kind=kind).values_list("key_hash", flat=True))


def lines() -> Iterator[str]:
    """The whole list as text, one row a line."""
    for row in Tombstone.objects.order_by("pk"):
        yield json.dumps({"kind": row.kind, "key": row.key_hash, "erased_at": row.erased_at.isoformat()})


def take_in(written: Iterable[str]) -> int:
    """What the list has and this database has not. Twice does no harm. Returns how many lines were read."""
    rows = [_row(line) for line in written if line.strip()]
    Tombstone.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(line: str) -> Tombstone:
    try:
        found = json.loads(line)
        kind, key, at = found["kind"], str(found["key"]), datetime.fromisoformat(found["erased_at"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotAList from error
    if kind not in (ACCOUNT, RECORD) or len(key) != 64 or at.tzinfo is None:
        raise NotAList
    return Tombstone(kind=kind, key_hash=key, erased_at=at)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
