"""The record of who looked and who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils import timezone

from accounts.models import AuditEvent, ClinicMember

if TYPE_CHECKING:
    from accounts.access import PatientAccess


def record(action: str, *, by: PatientAccess | ClinicMember | None, about: Model | None = None) -> None:
    """One row: who, in which role, about whom. `by=None` means the portal itself (the pump, a command)."""
    event = AuditEvent(at=timezone.now(), action=action[:60])
    if about is not None:
        event.object_type = about._meta.label_lower
        event.object_id = str(about.pk)
    if isinstance(by, ClinicMember):
        event.actor_id, event.role, event.clinic_id = by.user_id, by.role, by.clinic_id
    elif by is not None:
        event.actor_id, event.role, event.scope = by.user.pk, by.role.value, by.scope.value
        event.clinic_id, event.patient_id = by.patient.clinic_id, by.patient.pk
        event.grant_id = by.grant.pk if by.grant else None
        event.on_behalf_of_id = by.patient.pk if by.on_behalf else None
    event.save(force_insert=True)
