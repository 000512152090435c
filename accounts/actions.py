"""Changes to who is in care and with whom."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.access import PatientAccess
from accounts.models import Clinic, ClinicMember, Patient, TreatmentLink


class AlreadyAPatient(Exception):
    """The clinic has this record already: the same name and date of birth."""


class AlreadyAClinic(Exception):
    """There is a clinic of this name."""


@transaction.atomic
def register_patient(*, name: str, born_on: date, time_zone: str, language: str, by: ClinicMember) -> Patient:
    """A new record, in treatment with the therapist who made it. It has no login before its person accepts one."""
    # Locked, so that a button pressed twice makes one record.
    clinic = Clinic.objects.select_for_update().get(pk=by.clinic_id)
    if Patient.objects.filter(clinic=clinic, name__iexact=name, born_on=born_on).exists():
        raise AlreadyAPatient
    patient = Patient.objects.create(clinic=clinic, name=name, born_on=born_on, time_zone=time_zone, language=language)
    now = timezone.now()
    # Where the two live on different days: the earlier one, so that the patient stands on the list at once.
    first_day = min(patient.today(now), now.astimezone(by.user.zone).date())
    TreatmentLink.objects.create(patient=patient, therapist=by.user, starts_on=first_day)
    audit.record("patient.registered", by=by, about=patient)
    return patient


@transaction.atomic
def add_clinic(
    *, name: str, phone: str, emergency_number: str, time_zone: str, language: str, by: None = None
) -> Clinic:
    """By whoever runs the portal, with a command. Its first admin is invited next."""
    if Clinic.objects.filter(name__iexact=name).exists():
        raise AlreadyAClinic
    clinic = Clinic(name=name, phone=phone, emergency_number=emergency_number, time_zone=time_zone, language=language)
    clinic.full_clean()
    clinic.save()
    audit.record("clinic.added", by=by, about=clinic)
    return clinic


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
