"""The record of who looked and who changed what."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import django.db
from django.db.models import Model
from django.utils import timezone

from accounts import asking
from accounts.models import AuditEvent, ClinicMember, Patient, User

if TYPE_CHECKING:
    from accounts.access import PatientAccess


class AuditFailed(Exception):
    """What was asked for could not be put on record, so it is neither shown nor changed: the answer is a 503."""


class Purpose(enum.StrEnum):
    """Why this person may."""

    OWN = "own"
    HELPING = "helping"
    CARE = "care"
    EMERGENCY = "emergency"
    CLINIC = "clinic"
    PORTAL = "portal"


PURPOSE_OF_ROLE = {
    "patient": Purpose.OWN,
    "caregiver": Purpose.HELPING,
    "therapist": Purpose.CARE,
    "covering": Purpose.EMERGENCY,
}


def record(action: str, *, by: PatientAccess | ClinicMember | User | None, about: Model | None = None) -> None:
    """One row: who, in which role, why they may, about whom.

    A `User` acts in their own affairs, such as their sign-in. `None` is the portal itself: the pump, a command.
    Within a change, in the change's own transaction: neither stands without the other.
    """
    try:
        _event(action, by, about).save(force_insert=True)
    except django.db.Error as error:
        raise AuditFailed(action) from error


def record_each(action: str, *, by: Sequence[PatientAccess]) -> None:
    """One row for each patient that a page about several shows, in one statement."""
    try:
        AuditEvent.objects.bulk_create([_event(action, one, None) for one in by])
    except django.db.Error as error:
        raise AuditFailed(action) from error


def _event(action: str, by: PatientAccess | ClinicMember | User | None, about: Model | None) -> AuditEvent:
    asked = asking.current()
    event = AuditEvent(
        at=_moment(by),
        action=action[:60],
        request_id=asked.request_id,
        ip_prefix=asked.ip_prefix,
        purpose=_purpose(by),
    )
    _say_about(event, about, by)
    _say_by(event, by)
    return event


def _moment(by: PatientAccess | ClinicMember | User | None) -> datetime:
    """When the door was opened, for whoever came through it; else now."""
    return timezone.now() if by is None or isinstance(by, ClinicMember | User) else by.now


def _purpose(by: PatientAccess | ClinicMember | User | None) -> Purpose:
    if by is None:
        return Purpose.PORTAL
    if isinstance(by, User):
        return Purpose.OWN
    return Purpose.CLINIC if isinstance(by, ClinicMember) else PURPOSE_OF_ROLE[by.role.value]


def _say_about(event: AuditEvent, about: Model | None, by: object) -> None:
    if about is None:
        return
    event.object_type = about._meta.label_lower
    event.object_id = str(about.pk)
    # Without asking the database: of a row about a patient, the patient.
    event.patient_id = about.pk if isinstance(about, Patient) else getattr(about, "patient_id", None)
    event.clinic_id = getattr(about, "clinic_id", None)
    if by is None and event.clinic_id is None and event.patient_id is not None:
        event.clinic_id = Patient.objects.filter(pk=event.patient_id).values_list("clinic_id", flat=True).first()


def _say_by(event: AuditEvent, by: PatientAccess | ClinicMember | User | None) -> None:
    if by is None:
        return
    if isinstance(by, User):
        event.actor_id = by.pk
    elif isinstance(by, ClinicMember):
        event.actor_id, event.role, event.clinic_id = by.user_id, by.role, by.clinic_id
    else:
        event.actor_id, event.role, event.scope = by.user.pk, by.role.value, by.scope.value
        event.clinic_id, event.patient_id = by.patient.clinic_id, by.patient.pk
        event.grant_id = by.grant.pk if by.grant else None
        event.emergency_id = by.emergency.pk if by.emergency else None
        event.on_behalf_of_id = by.patient.pk if by.on_behalf else None
