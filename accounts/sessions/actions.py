"""Signing people out."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import ClinicMember, User
from accounts.querysets import SECOND_FACTORS


@transaction.atomic
def end_sessions(user: User, *, by: User | ClinicMember | None) -> None:
    """Signed out on every device, this one too, from the next request on."""
    end_all_sessions_of(user)
    audit.record("sessions.ended", by=by, about=user)


def end_all_sessions_of(user: User) -> None:
    """The same, within another change that keeps its own record, such as deactivating a member of staff."""
    User.objects.filter(pk=user.pk).update(sessions_from=timezone.now())
    # The moment alone ends them all; this takes them off the person's list of devices too.
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def end_sessions_of_a_new_member(user: User) -> None:
    """Whoever joins a clinic's staff may have signed in before without the second step that staff always take.

    Who has no second factor yet stays, and is led to set one up: with that their other sessions end.
    """
    if Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists():
        end_all_sessions_of(user)
