"""A patient lives somewhere else now: the day and its times are those of the new place."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import ClinicMember, Patient
from portal.routines.models import Routine


@transaction.atomic
def move_patient(patient: Patient, time_zone: str, *, by: ClinicMember) -> None:
    """The pump makes the sessions to come anew, at the same time of the day in the new place."""
    row = Patient.objects.select_for_update().get(pk=patient.pk)
    if row.time_zone == time_zone:
        return
    row.time_zone = time_zone
    row.save(update_fields=["time_zone"])
    Routine.objects.filter(patient=row, ended_on__isnull=True).update(sessions_until_on=None)
    audit.record("patient.moved", by=by, about=row)
