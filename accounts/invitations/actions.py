"""Inviting, sending again, taking back, accepting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.access import PatientAccess
from accounts.grants.actions import give_grant
from accounts.invitations.standing import fits, has_account, owns, stands
from accounts.invitations.states import NOBODY_CAME
from accounts.invitations.tokens import LIFE, Secrets, hash_of_code, hash_of_token, new_secrets
from accounts.models import Clinic, ClinicMember, Invitation, InvitationKind, Patient, User
from accounts.sessions.actions import end_sessions_of_a_new_member

By = PatientAccess | ClinicMember | None
# A button pressed twice: the second press must not kill the link that the first one mailed.
JUST_NOW = timedelta(minutes=1)


class IsOver(Exception):
    """Used, withdrawn, run out, or the inviter may no longer: nobody is told which."""


@dataclass(frozen=True)
class Asked:
    """Who is invited, and to be what."""

    kind: InvitationKind
    email: str
    name: str = ""
    language: str = "en"
    # Staff.
    role: str = ""
    # A caregiver: what the grant will say.
    relation: str = ""
    scopes: list[str] = field(default_factory=list)
    basis: str = ""
    evidence_note: str = ""
    talked_alone: bool = False
    grant_until_on: date | None = None


@dataclass(frozen=True)
class Made:
    """`secrets` is empty when the same mail went out a moment ago."""

    invitation: Invitation
    secrets: Secrets | None


@transaction.atomic
def invite(
    asked: Asked, *, clinic: Clinic, patient: Patient | None = None, is_printed: bool, at: datetime, by: By
) -> Made:
    """The same person for the same thing is one invitation: asked again, it says what was asked last."""
    # Locked, so that a button pressed twice makes one.
    Clinic.objects.select_for_update().get(pk=clinic.pk)
    asked_before = Invitation.objects.filter(NOBODY_CAME, kind=asked.kind, clinic=clinic, patient=patient)
    same = asked_before.filter(email__iexact=asked.email, role=asked.role).first()
    if same and _was_just_mailed(same, at) and not is_printed:
        return Made(same, None)
    if asked.kind == InvitationKind.PATIENT:
        # A record has one login, so one address is asked at a time.
        asked_before.exclude(email__iexact=asked.email).update(withdrawn_at=at, withdrawn_by=by.user if by else None)
    invitation = same or Invitation(clinic=clinic, patient=patient, created_at=at, times_sent=0)
    for name, value in vars(asked).items():
        setattr(invitation, name, value)
    invitation.email = asked.email.lower()
    invitation.invited_by = by.user if by else None
    secrets = _renew(invitation, is_printed=is_printed, at=at)
    audit.record("invitation.made", by=by, about=invitation)
    return Made(invitation, secrets)


@transaction.atomic
def send_again(invitation: Invitation, *, is_printed: bool, at: datetime, by: By) -> Made:
    """A new link or sheet for another 72 hours. What was mailed or printed before opens nothing any more."""
    held = Invitation.objects.select_for_update().filter(NOBODY_CAME, pk=invitation.pk).first()
    if held is None:
        raise IsOver
    if _was_just_mailed(held, at) and not is_printed:
        return Made(held, None)
    secrets = _renew(held, is_printed=is_printed, at=at)
    audit.record("invitation.sent_again", by=by, about=held)
    return Made(held, secrets)


@transaction.atomic
def could_not_send(invitation: Invitation, *, by: By) -> None:
    """The mail server did not take it: so it was not sent, and may be sent again at once."""
    Invitation.objects.filter(pk=invitation.pk).update(times_sent=F("times_sent") - 1, sent_at=F("created_at"))
    audit.record("invitation.not_sent", by=by, about=invitation)


@transaction.atomic
def withdraw(invitation: Invitation, *, at: datetime, by: PatientAccess | ClinicMember) -> bool:
    """False when the person came in meanwhile. Twice does no harm."""
    waiting = Invitation.objects.filter(NOBODY_CAME, pk=invitation.pk)
    if not waiting.update(withdrawn_at=at, withdrawn_by=by.user):
        return Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).exists()
    audit.record("invitation.withdrawn", by=by, about=invitation)
    return True


@transaction.atomic
def open_account(
    invitation: Invitation, *, name: str, language: str, password: str | None = None, at: datetime, by: None = None
) -> User:
    """For somebody without a sign-in. A mailed link has proved the address, so they are in with it. A sheet proves
    nothing about an address: the account waits for its first mailed code, and the invitation for the person."""
    held = _hold(invitation, at)
    if has_account(held.email):
        raise IsOver
    user = User.objects.create_user(held.email, name, password, language=language, time_zone=_zone(held))
    EmailAddress.objects.create(user=user, email=user.email, verified=not held.is_printed, primary=True)
    audit.record("account.opened", by=user, about=user)
    if not held.is_printed:
        _accept(held, user, at)
        audit.record("invitation.accepted", by=user, about=held)
    return user


@transaction.atomic
def accept(invitation: Invitation, *, at: datetime, by: User) -> None:
    """For somebody who is signed in with the address that was invited. Two at once are one."""
    held = _hold(invitation, at)
    if not owns(by, held.email):
        raise IsOver
    _accept(held, by, at)
    audit.record("invitation.accepted", by=by, about=held)


def _hold(invitation: Invitation, at: datetime) -> Invitation:
    """Locked and read again: whoever comes second finds it used."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("clinic", "patient__clinic", "invited_by")
    held = found.filter(pk=invitation.pk, token_hash=invitation.token_hash).first()
    if held is None or not stands(held, at):
        raise IsOver
    return held


def _accept(held: Invitation, user: User, at: datetime) -> None:
    if not fits(held, user):
        raise IsOver
    match InvitationKind(held.kind):
        case InvitationKind.PATIENT:
            _be_the_patient(held, user)
        case InvitationKind.CAREGIVER:
            _give_what_was_asked(held, user, at)
        case InvitationKind.STAFF:
            ClinicMember.objects.update_or_create(
                clinic=held.clinic, user=user, role=held.role, defaults={"is_active": True, "deactivated_at": None}
            )
            end_sessions_of_a_new_member(user)
    held.accepted_at, held.accepted_by = at, user
    held.save(update_fields=["accepted_at", "accepted_by"])


def _be_the_patient(held: Invitation, user: User) -> None:
    """All that was recorded before is about the record, so it is theirs to see from now on."""
    if held.patient is None:
        raise IsOver
    held.patient.user = user
    held.patient.save(update_fields=["user"])


def _give_what_was_asked(held: Invitation, user: User, at: datetime) -> None:
    if held.patient is None or held.grant_until_on is None:
        raise IsOver
    give_grant(
        patient=held.patient,
        caregiver=user,
        relation=held.relation,
        scopes=held.scopes,
        basis=held.basis,
        evidence_note=held.evidence_note,
        talked_alone=held.talked_alone,
        expires_on=held.grant_until_on,
        decided_by=held.invited_by,
        at=at,
        by=user,
    )


def _renew(invitation: Invitation, *, is_printed: bool, at: datetime) -> Secrets:
    secrets = new_secrets()
    invitation.token_hash = hash_of_token(secrets.token)
    # A code is for paper; a mail carries its link.
    invitation.code_hash = hash_of_code(secrets.code, invitation.email) if is_printed else None
    invitation.is_printed = is_printed
    invitation.sent_at, invitation.expires_at = at, at + LIFE
    invitation.times_sent += 1
    invitation.save()
    return secrets


def _was_just_mailed(invitation: Invitation, at: datetime) -> bool:
    return not invitation.is_printed and invitation.times_sent > 0 and at - invitation.sent_at < JUST_NOW


def _zone(invitation: Invitation) -> str:
    return invitation.patient.time_zone if invitation.patient else invitation.clinic.time_zone
