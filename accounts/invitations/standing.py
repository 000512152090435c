"""Whether an invitation still holds. Asked on each page of joining, and again inside the transaction that accepts it.

Between sending and accepting up to three days pass: the therapist may no longer treat this patient, the admin may have
left, the patient may have a login by now. Then the invitation is over, like one that was used.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress

from accounts.invitations.states import State, state_of
from accounts.models import CareGrant, Clinic, ClinicMember, ClinicRole, Invitation, InvitationKind, Patient, User


def stands(invitation: Invitation, now: datetime) -> bool:
    return state_of(invitation, now) is State.WAITING and inviter_still_may(invitation, now)


def inviter_still_may(invitation: Invitation, now: datetime) -> bool:
    inviter, patient = invitation.invited_by, invitation.patient
    if patient is None:
        # The first admin of a clinic is invited by a command, so by nobody.
        return inviter is None or _is_admin(inviter, invitation.clinic)
    if inviter is None or patient.clinic_id != invitation.clinic_id:
        return False
    if invitation.kind == InvitationKind.PATIENT:
        return patient.user_id is None and (_treats(inviter, patient, now) or _is_admin(inviter, patient.clinic))
    return _is_the_patient(inviter, patient) or _treats(inviter, patient, now)


def fits(invitation: Invitation, user: User) -> bool:
    """Whether this person can be what they are invited to be."""
    patient = invitation.patient
    if patient is None:
        return True
    if invitation.kind == InvitationKind.CAREGIVER:
        return patient.user_id != user.pk
    # Who helps a patient is not that patient, and a login has one record in each clinic.
    helps = CareGrant.objects.filter(patient=patient, caregiver=user, revoked_at__isnull=True).exists()
    return not helps and not Patient.objects.filter(clinic=patient.clinic, user=user).exists()


def has_account(email: str) -> bool:
    is_known = bool(EmailAddress.objects.filter(email__iexact=email).exists())
    return is_known or User.objects.filter(email__iexact=email).exists()


def owns(user: User, email: str) -> bool:
    """Only a verified address counts: anybody can write down somebody else's."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())


def _is_the_patient(user: User, patient: Patient) -> bool:
    return user.is_active and patient.user_id == user.pk


def _treats(user: User, patient: Patient, now: datetime) -> bool:
    return user.is_active and Patient.objects.treated_by(user, patient.today(now)).filter(pk=patient.pk).exists()


def _is_admin(user: User, clinic: Clinic) -> bool:
    members = ClinicMember.objects.filter(user=user, clinic=clinic, role=ClinicRole.ADMIN, is_active=True)
    return user.is_active and members.exists()
