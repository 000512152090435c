"""Changes to who is in care and with whom."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.access import PatientAccess
from accounts.models import Clinic, ClinicMember, Patient, TreatmentLink, User


class AlreadyAPatient(Exception):
    """The clinic has this record already: the same login, or the same name and date of birth."""


@transaction.atomic
def register_patient(
    *, name: str, born_on: date, email: str = "", time_zone: str, language: str, by: ClinicMember
) -> Patient:
    """A new record, in treatment with the therapist who made it. Without an e-mail there is no login."""
    # Locked, so that a button pressed twice makes one record.
    clinic = Clinic.objects.select_for_update().get(pk=by.clinic_id)
    user = _login(email, name, time_zone, language) if email else None
    same = Q(name__iexact=name, born_on=born_on)
    if Patient.objects.filter(same | Q(user=user) if user else same, clinic=clinic).exists():
        raise AlreadyAPatient
    patient = Patient.objects.create(
        clinic=clinic, user=user, name=name, born_on=born_on, time_zone=time_zone, language=language
    )
    now = timezone.now()
    # Where the two live on different days: the earlier one, so that the patient stands on the list at once.
    first_day = min(patient.today(now), now.astimezone(by.user.zone).date())
    TreatmentLink.objects.create(patient=patient, therapist=by.user, starts_on=first_day)
    audit.record("patient.registered", by=by, about=patient)
    return patient


def _login(email: str, name: str, time_zone: str, language: str) -> User:
    """The person's login if they have one, such as a caregiver who falls ill; else a new one without a password.

    A new address is not verified: the first sign-in code that comes back verifies it.
    """
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        user = User.objects.create_user(address, name, time_zone=time_zone, language=language)
        EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    return user


@transaction.atomic
def choose_figure(figure: str, *, by: PatientAccess) -> None:
    """Who is drawn in this patient's pictures; empty follows the clinic."""
    by.patient.figure = figure
    by.patient.save(update_fields=["figure"])
    audit.record("patient.figure_chosen", by=by, about=by.patient)


@transaction.atomic
def choose_clinic_figure(figure: str, *, by: ClinicMember) -> None:
    """For every patient of the clinic who has not chosen, and for the staff's own pages."""
    by.clinic.figure = figure
    by.clinic.save(update_fields=["figure"])
    audit.record("clinic.figure_chosen", by=by, about=by.clinic)
