"""Why somebody cannot be invited to something: a sentence for the form, or None."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from accounts.invitations.states import NOBODY_CAME
from accounts.models import CareGrant, Clinic, ClinicMember, Invitation, InvitationKind, Patient, User


def why_no_login(email: str, clinic: Clinic, patient: Patient | None = None) -> str | None:
    """`patient` is None while the record is still to be made."""
    person = _person(email)
    if person is None:
        return None
    if Patient.objects.filter(clinic=clinic, user=person).exists():
        return _("This address is a patient’s of your clinic already.")
    if patient is not None and _helps(person, patient):
        return _("This is the address of somebody who helps this patient. A patient needs an address of their own.")
    return None


def why_no_caregiver(email: str, patient: Patient, *, is_the_patient: bool) -> str | None:
    person = _person(email)
    if (person and person.pk == patient.user_id) or _is_asked_as_patient(email, patient):
        if is_the_patient:
            return _("This is your own address. Whoever helps you needs an address of their own.")
        return _("This is the patient’s own address. Whoever helps needs an address of their own.")
    if person and _helps(person, patient):
        return _("Somebody with this address is on the list of helpers already. You can change it there.")
    return None


def why_no_staff(email: str, clinic: Clinic, role: str) -> str | None:
    person = _person(email)
    if person and ClinicMember.objects.filter(clinic=clinic, user=person, role=role, is_active=True).exists():
        return _("Somebody with this address is in the team already.")
    return None


def _person(email: str) -> User | None:
    known = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
    return known.user if known else User.objects.filter(email__iexact=email).first()


def _is_asked_as_patient(email: str, patient: Patient) -> bool:
    asked = Invitation.objects.filter(NOBODY_CAME, patient=patient, kind=InvitationKind.PATIENT)
    return asked.filter(email__iexact=email).exists()


def _helps(person: User, patient: Patient) -> bool:
    return CareGrant.objects.filter(patient=patient, caregiver=person, revoked_at__isnull=True).exists()
