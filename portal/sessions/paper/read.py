"""Reads what a sheet needs, in the patient’s language: three queries, or a few more where the library has moved on."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from accounts.access import PatientAccess
from portal.sessions.paper.sheet import Sheet, sheet_of
from portal.sessions.standing import schedule_of, standing_routine
from portal.sessions.stop import stop_text


def read_sheet(access: PatientAccess) -> Sheet | None:
    """Of the routine as it stands today; None without one."""
    patient = access.patient
    with translation.override(patient.language):
        standing = standing_routine(access, patient.language)
        if standing is None:
            return None
        return sheet_of(
            patient,
            standing,
            schedule_of(access, standing.routine, since=access.today),
            stop_text(patient.clinic, standing.therapist),
            today=access.today,
            site=settings.SITE_URL,
        )
