"""Erases an account, or a record. What stays, and why, stands in classes.py.

Called inside a transaction by whoever decided it: the person, the clinic, the nightly purge, or a restored backup's list.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from accounts import audit
from accounts.grants.ends import DECIDED_FOR_THE_PATIENT
from accounts.models import (
    CareGrant,
    ClinicMember,
    GrantChange,
    GrantChangeKind,
    Invitation,
    KeptForm,
    Patient,
    TermsAcceptance,
    User,
)
from portal.privacy import tombstones
from portal.reminders.models import (
    WAITING,
    DeliveryAttempt,
    DeliveryState,
    Reason,
    ReminderDelivery,
    ReminderPreference,
)
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote

# Those that point at others come first: the database lets nothing go that something still points at.
INNERMOST_FIRST: tuple[tuple[type[models.Model], str], ...] = (
    (DeliveryAttempt, "delivery__patient"),
    (ReminderDelivery, "patient"),
    (ExerciseResult, "exercise_session__routine__patient"),
    (SessionNote, "exercise_session__routine__patient"),
    (ExerciseSession, "routine__patient"),
    (PrescribedExercise, "revision__routine__patient"),
    (RoutineRevision, "routine__patient"),
)
# All of these are the person's own and nobody else's.
OF_THE_ACCOUNT: tuple[tuple[type[models.Model], str], ...] = (
    (EmailAddress, "user"),
    (Authenticator, "user"),
    (UserSession, "user"),
    (TermsAcceptance, "user"),
    (KeptForm, "user"),
    (ReminderPreference, "recipient"),
)


def erase_account(user: User, *, at: datetime) -> None:
    """No name, no address, no way in. The row stays, and what it wrote then names nobody.

    A member of staff keeps the name: who treated is part of other people's records, as a signature is.
    """
    tombstones.bury(tombstones.ACCOUNT, tombstones.account_key(user), at)
    _end_grants(user, at)
    _forget_invitations(user)
    ReminderDelivery.objects.filter(recipient=user, state__in=WAITING).update(
        state=DeliveryState.SUPPRESSED, reason=Reason.ACCOUNT_CLOSED, next_attempt_at=None
    )
    for model, owner in OF_THE_ACCOUNT:
        model._default_manager.filter(**{owner: user}).delete()
    _end_web_sessions(user)
    Patient.objects.filter(user=user).update(user=None)
    posts = ClinicMember.objects.filter(user=user)
    has_signed_records = posts.exists()
    posts.filter(is_active=True).update(is_active=False, deactivated_at=at)
    _blank(user, at, keep_name=has_signed_records)


def erase_record(patient: Patient, *, at: datetime) -> None:
    """The record and all that hangs on it. The audit keeps numbers, which then lead nowhere."""
    # Locked, so that the pump hangs nothing new on it meanwhile.
    list(Patient.objects.select_for_update().filter(pk=patient.pk))
    list(Routine.objects.select_for_update().filter(patient=patient))
    tombstones.bury(tombstones.RECORD, tombstones.record_key(patient), at)
    KeptForm.objects.filter(path__contains=str(patient.public_id)).delete()
    for model, path in INNERMOST_FIRST:
        model._default_manager.filter(**{path: patient}).delete()
    patient.delete()


def _end_grants(user: User, at: datetime) -> None:
    """What they may do for others; and what they let others do, unless somebody else had decided that."""
    given = Q(patient__user=user) & ~Q(basis__in=DECIDED_FOR_THE_PATIENT)
    for grant in CareGrant.objects.filter(Q(caregiver=user) | given, revoked_at__isnull=True):
        grant.revoked_at, grant.revoked_by = at, user
        grant.save(update_fields=["revoked_at", "revoked_by"])
        GrantChange.objects.create(
            grant=grant,
            at=at,
            kind=GrantChangeKind.REVOKED,
            by=user,
            scopes=grant.scopes,
            expires_on=grant.expires_on,
        )
        audit.record("grant.revoked", by=None, about=grant)


def _forget_invitations(user: User) -> None:
    """Those to this person, and those by which they would let others in."""
    addresses = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    to_them = Q(accepted_by=user)
    for address in addresses:
        to_them |= Q(email__iexact=address)
    Invitation.objects.filter(to_them | Q(patient__user=user, accepted_at__isnull=True)).delete()


def _end_web_sessions(user: User) -> None:
    """Whose a session is stands inside it, so each is opened. It may hold the address and what was typed."""
    gone = [one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=gone).delete()


def _blank(user: User, at: datetime, *, keep_name: bool) -> None:
    user.email = f"erased-{secrets.token_hex(16)}@invalid"
    user.name = user.name if keep_name else ""
    user.set_unusable_password()
    user.is_active = False
    user.last_login = user.sessions_from = None
    blank = User()
    user.time_zone, user.language, user.text_size = blank.time_zone, blank.language, blank.text_size
    user.erased_at = user.erased_at or at
    user.save()
