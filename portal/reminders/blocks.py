"""Addresses that mail came back from. Only a keyed hash is kept."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.crypto import salted_hmac

from portal.reminders.models import BlockCause, MailBlock


def hash_of(address: str) -> str:
    return salted_hmac("portal.reminders.blocks", address.strip().lower(), algorithm="sha256").hexdigest()


def blocked_among(addresses: Iterable[str]) -> set[str]:
    hashes = {hash_of(address) for address in addresses}
    return set(MailBlock.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True))


def block(address: str, cause: BlockCause, *, at: datetime) -> None:
    MailBlock.objects.get_or_create(address_hash=hash_of(address), defaults={"cause": cause, "created_at": at})
