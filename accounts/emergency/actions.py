"""Break-glass: a look at a colleague's patient, for an hour, reading only, and always reviewed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess, Role, Scope
from accounts.models import ClinicMember, EmergencyAccess, EmergencyDecision, Patient

LASTS = timedelta(minutes=60)


class NotYours(Exception):
    """Who looked does not judge the look, as long as there is another admin to do it."""


@transaction.atomic
def open_emergency(patient: Patient, *, reason: str, words: str, at: datetime, by: ClinicMember) -> EmergencyAccess:
    """One patient for an hour. Asked again meanwhile, the one that is open goes on, and ends when it would have."""
    # Locked, so that a button pressed twice opens one.
    Patient.objects.select_for_update().get(pk=patient.pk)
    standing = EmergencyAccess.objects.open_for(by.user, patient, at).first()
    if standing is not None:
        return standing
    emergency = EmergencyAccess.objects.create(
        patient=patient, staff=by.user, reason=reason, words=words, started_at=at, ends_at=at + LASTS
    )
    audit.record("emergency.opened", by=_covering(emergency, at), about=emergency)
    return emergency


@transaction.atomic
def end_emergency(emergency: EmergencyAccess, *, at: datetime, by: ClinicMember) -> None:
    """Before the hour is over, by whoever opened it."""
    row = EmergencyAccess.objects.select_for_update().select_related("patient", "staff").get(pk=emergency.pk)
    if row.ends_at <= at:
        return
    row.ends_at = max(at, row.started_at + timedelta(microseconds=1))
    row.save(update_fields=["ends_at"])
    audit.record("emergency.ended", by=_covering(row, at), about=row)


@transaction.atomic
def review_emergency(
    emergency: EmergencyAccess, *, decision: EmergencyDecision, words: str, at: datetime, by: ClinicMember
) -> bool:
    """False when somebody was quicker: the first word stands."""
    row = EmergencyAccess.objects.select_for_update().get(pk=emergency.pk)
    if row.reviewed_at is not None:
        return False
    if row.staff_id == by.user_id and _is_another_admin(by):
        raise NotYours
    row.reviewed_at, row.reviewed_by, row.decision, row.review_words = at, by.user, decision, words
    row.save(update_fields=["reviewed_at", "reviewed_by", "decision", "review_words"])
    audit.record("emergency.reviewed", by=by, about=row)
    return True


def _is_another_admin(by: ClinicMember) -> bool:
    return by.clinic.members.filter(role="admin", is_active=True).exclude(user=by.user_id).exists()


def _covering(emergency: EmergencyAccess, at: datetime) -> PatientAccess:
    """For the record: it belongs to the patient's own list, with the emergency it was."""
    return PatientAccess(
        emergency.patient, emergency.staff, Role.COVERING, Scope.CLINICAL, at, grant=None, emergency=emergency
    )
