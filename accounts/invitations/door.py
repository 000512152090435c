"""Who may look at an invitation and change it: whoever may manage access to its patient, and the clinic's admin."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from accounts import audit
from accounts.access import LOOKING, PatientAccess, Role, Scope, membership, open_patient
from accounts.invitations import lookups
from accounts.models import ClinicMember, ClinicRole, Invitation, InvitationKind


@dataclass(frozen=True)
class InvitationAccess:
    invitation: Invitation
    by: PatientAccess | ClinicMember

    @property
    def patient_access(self) -> PatientAccess | None:
        return self.by if isinstance(self.by, PatientAccess) else None

    @property
    def is_the_patient(self) -> bool:
        return isinstance(self.by, PatientAccess) and self.by.role is Role.PATIENT

    @property
    def is_the_admin(self) -> bool:
        return isinstance(self.by, ClinicMember)


def open_invitation(request: HttpRequest, public_id: UUID) -> InvitationAccess:
    invitation = lookups.by_public_id(public_id)
    if invitation is None:
        raise Http404
    # First by way of the patient whom it is about; then as the clinic's admin. A patient's own login is the clinic's affair.
    if invitation.patient is not None:
        by_patient = managing if invitation.kind == InvitationKind.CAREGIVER else managing_as_therapist
        with suppress(Http404):
            return InvitationAccess(invitation, by_patient(request, invitation.patient.public_id))
    member = membership(request, ClinicRole.ADMIN)
    if member.clinic_id != invitation.clinic_id:
        raise Http404
    if request.method in LOOKING:
        audit.record("opened.invitations:invitation", by=member, about=invitation)
    return InvitationAccess(invitation, member)


def managing(request: HttpRequest, patient_id: UUID) -> PatientAccess:
    """The patient or a therapist, or 404: no caregiver can be given this."""
    return open_patient(request, patient_id, Scope.MANAGE_ACCESS)


def managing_as_therapist(request: HttpRequest, patient_id: UUID) -> PatientAccess:
    access = managing(request, patient_id)
    if access.role is not Role.THERAPIST:
        raise Http404
    return access
