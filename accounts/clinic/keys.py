"""Names the people of a team in addresses and forms, where a row number would say how many there are."""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import salted_hmac

from accounts.models import User


def key_of(user: User) -> UUID:
    """The same for the same person as long as the portal keeps its secret."""
    return UUID(bytes=salted_hmac("accounts.clinic.keys", str(user.pk)).digest()[:16])
