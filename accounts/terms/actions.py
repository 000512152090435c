"""Agreeing to the terms."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import TermsAcceptance, User


@transaction.atomic
def accept_terms(version: int, *, language: str, by: User) -> None:
    """Once for each version, however often the button is pressed."""
    _, is_new = TermsAcceptance.objects.get_or_create(
        user=by, version=version, defaults={"language": language, "at": timezone.now()}
    )
    if is_new:
        audit.record("terms.accepted", by=by)
