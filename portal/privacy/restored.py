"""After a backup was restored: erases again whoever is on the list of the erased."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import Patient, User
from portal.privacy import erasing, tombstones


def erase_again(now: datetime) -> tuple[int, int]:
    """How many accounts, and how many records, had come back. Each in a transaction of its own."""
    return _accounts(now), _records(now)


def _accounts(now: datetime) -> int:
    erased = tombstones.keys(tombstones.ACCOUNT)
    back = [user for user in User.objects.filter(erased_at__isnull=True) if tombstones.account_key(user) in erased]
    for user in back:
        with transaction.atomic():
            audit.record("account.erased_again", by=None, about=user)
            erasing.erase_account(user, at=now)
    return len(back)


def _records(now: datetime) -> int:
    erased = tombstones.keys(tombstones.RECORD)
    back = [patient for patient in Patient.objects.all() if tombstones.record_key(patient) in erased]
    for patient in back:
        with transaction.atomic():
            audit.record("record.erased_again", by=None, about=patient)
            erasing.erase_record(patient, at=now)
    return len(back)
