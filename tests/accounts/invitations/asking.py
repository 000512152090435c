"""Invitations of each kind, as those who may would make them."""

import re
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.access import PatientAccess, Role
from accounts.invitations.actions import Asked, Made, invite
from accounts.models import ClinicMember, ClinicRole, GrantBasis, InvitationKind, Patient, User
from tests.cast import Cast, access_of

NEW = "nora@example.org"


def a_caregiver_asked(
    cast: Cast, email: str = NEW, *, name: str = "Nora Ellis", by: User | None = None, is_printed: bool = False
) -> Made:
    """By Pat, for Pat."""
    now = timezone.now()
    asked = Asked(
        InvitationKind.CAREGIVER,
        email,
        name=name,
        relation="niece",
        scopes=["view_routine", "record", "reminders"],
        basis=GrantBasis.PATIENT_CONSENT,
        grant_until_on=(now + timedelta(days=90)).date(),
    )
    access = _access(by or cast.pat, cast.pat_record, Role.THERAPIST if by else Role.PATIENT)
    return _made(asked, cast, access, is_printed, now)


def a_patient_asked(cast: Cast, email: str = "walt@example.org", *, is_printed: bool = False) -> Made:
    """Walt, by Tess."""
    asked = Asked(InvitationKind.PATIENT, email, name=cast.walt_record.name)
    access = _access(cast.tess, cast.walt_record, Role.THERAPIST)
    return _made(asked, cast, access, is_printed, timezone.now())


def a_colleague_asked(cast: Cast, email: str = NEW, *, role: ClinicRole = ClinicRole.THERAPIST) -> Made:
    asked = Asked(InvitationKind.STAFF, email, name="Nora Quist", role=role)
    return _made(asked, cast, ClinicMember.objects.get(user=cast.ada), False, timezone.now())


def path_of(made: Made) -> str:
    assert made.secrets
    return f"/join/{made.secrets.token}/"


def path_in(mail: EmailMessage) -> str:
    found = re.search(r"/join/[\w-]+/", str(mail.body))
    assert found
    return found.group()


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"\b\d{4}-\d{4}\b", str(mail.body))
    assert found
    return found.group()


def _access(user: User, patient: Patient, role: Role) -> PatientAccess:
    return access_of(user, patient, role)


def _made(asked: Asked, cast: Cast, by: PatientAccess | ClinicMember, is_printed: bool, now: datetime) -> Made:
    patient = by.patient if isinstance(by, PatientAccess) else None
    return invite(asked, clinic=cast.northside, patient=patient, is_printed=is_printed, at=now, by=by)
