"""What an admin changes of a patient's record: who it is about, and who treats them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.actions import AlreadyAPatient
from accounts.clinic import treatment
from accounts.models import Clinic, ClinicMember, Patient, TreatmentLink, User


@transaction.atomic
def change_record(patient: Patient, *, name: str, born_on: date, language: str, by: ClinicMember) -> None:
    Clinic.objects.select_for_update().get(pk=by.clinic_id)
    same = Patient.objects.filter(clinic=by.clinic, name__iexact=name, born_on=born_on)
    if same.exclude(pk=patient.pk).exists():
        raise AlreadyAPatient
    if (patient.name, patient.born_on, patient.language) == (name, born_on, language):
        return
    patient.name, patient.born_on, patient.language = name, born_on, language
    patient.save(update_fields=["name", "born_on", "language"])
    audit.record("patient.record_changed", by=by, about=patient)


@transaction.atomic
def begin_treatment(
    patient: Patient, *, therapist: User, starts_on: date, ends_on: date | None, by: ClinicMember
) -> None:
    """Pressed twice, there is one."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    link = treatment.begin(patient, therapist, first=starts_on, last=ends_on)
    audit.record("treatment.begun", by=by, about=link)


@transaction.atomic
def end_treatment(link: TreatmentLink, *, last: date, by: ClinicMember) -> None:
    Patient.objects.select_for_update().get(pk=link.patient_id)
    audit.record("treatment.ended", by=by, about=link)
    treatment.end(link, last=last)
