"""One patient as an admin may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.clinic.keys import key_of
from accounts.clinic.patients.listing import Account, account_of, open_invitations
from accounts.models import CareGrant, Invitation, Patient, TreatmentLink


@dataclass(frozen=True)
class Treatment:
    link: TreatmentLink
    key: UUID  # of the therapist
    is_over: bool
    is_to_come: bool


@dataclass(frozen=True)
class Helper:
    grant: CareGrant
    words: str
    is_standing: bool
    is_suspended: bool


@dataclass(frozen=True)
class PatientPage:
    patient: Patient
    account: Account
    invitation: Invitation | None
    treatments: list[Treatment]
    helpers: list[Helper]

    @property
    def is_treated(self) -> bool:
        return any(not one.is_over and not one.is_to_come for one in self.treatments)


def patient_page(patient: Patient, now: datetime) -> PatientPage:
    today = patient.today(now)
    invitations = open_invitations([patient]).get(patient.pk, [])
    links = patient.treatment_links.select_related("therapist").order_by("-starts_on", "-pk")
    grants = patient.care_grants.filter(revoked_at__isnull=True).select_related("caregiver").order_by("pk")
    return PatientPage(
        patient=patient,
        account=account_of(patient, invitations, now),
        invitation=max(invitations, key=lambda one: one.sent_at, default=None),
        treatments=sorted((_treatment(link, today) for link in links), key=lambda one: one.is_over),
        helpers=[_helper(grant, today) for grant in grants],
    )


def standing_link(patient: Patient, key: UUID, today: date) -> TreatmentLink:
    """The treatment by this therapist that stands or is to come, or 404."""
    for link in patient.treatment_links.select_related("therapist").order_by("-starts_on"):
        if key_of(link.therapist) == key and not _treatment(link, today).is_over:
            return link
    raise Http404


def open_grant(patient: Patient, public_id: UUID) -> CareGrant:
    """Of this patient, not ended, or 404."""
    grant = patient.care_grants.select_related("patient", "caregiver").filter(public_id=public_id).first()
    if grant is None or grant.revoked_at is not None:
        raise Http404
    return grant


def _treatment(link: TreatmentLink, today: date) -> Treatment:
    is_over = link.ends_on is not None and link.ends_on < today
    return Treatment(link, key_of(link.therapist), is_over=is_over, is_to_come=link.starts_on > today)


def _helper(grant: CareGrant, today: date) -> Helper:
    is_suspended, is_over = grant.suspended_at is not None, grant.expires_on < today
    words = _("Ran out") if is_over else grant.get_suspended_why_display() if is_suspended else _("May help")
    return Helper(grant, str(words), is_standing=not is_over and not is_suspended, is_suspended=is_suspended)
