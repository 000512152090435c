"""What an admin reviews."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404

from accounts.models import AuditEvent, Clinic, ClinicMember, EmergencyAccess

PAGE_SIZE = 25


def waiting(clinic: Clinic) -> list[EmergencyAccess]:
    """The oldest first."""
    rows = EmergencyAccess.objects.filter(patient__clinic=clinic, reviewed_at__isnull=True)
    return list(rows.select_related("patient", "staff").order_by("started_at", "pk"))


def reviewed(clinic: Clinic, page: str | None) -> Page[EmergencyAccess]:
    rows = EmergencyAccess.objects.filter(patient__clinic=clinic, reviewed_at__isnull=False)
    rows = rows.select_related("patient", "staff", "reviewed_by").order_by("-started_at", "-pk")
    return Paginator(rows, PAGE_SIZE).get_page(page)


def one_of_clinic(clinic: Clinic, public_id: UUID) -> EmergencyAccess:
    """Of this clinic, or 404."""
    rows = EmergencyAccess.objects.select_related("patient", "staff", "reviewed_by")
    found = rows.filter(patient__clinic=clinic, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def own(member: ClinicMember, public_id: UUID) -> EmergencyAccess:
    """Opened by this therapist, or 404."""
    found = one_of_clinic(member.clinic, public_id)
    if found.staff_id != member.user_id:
        raise Http404
    return found


def standing(member: ClinicMember, now: datetime) -> list[EmergencyAccess]:
    """Those of this therapist that are open now."""
    rows = EmergencyAccess.objects.filter(staff=member.user, patient__clinic=member.clinic, ends_at__gt=now)
    return list(rows.select_related("patient").order_by("ends_at"))


def pages_opened(emergency: EmergencyAccess) -> int:
    """How many looks the record holds of it."""
    return AuditEvent.objects.filter(emergency_id=emergency.pk, action__startswith="opened.").count()
