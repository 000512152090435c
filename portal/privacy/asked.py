"""What patients have asked the clinic to erase, and how many days are left to answer. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Clinic, Patient
from portal.privacy.models import ErasureRequest

ANSWERED_SHOWN = 50


@dataclass(frozen=True)
class Asked:
    """Names and days, nothing clinical."""

    row: ErasureRequest
    today: date

    @property
    def days_left(self) -> int:
        return max((self.row.answer_by_on - self.today).days, 0)

    @property
    def is_late(self) -> bool:
        return self.row.answered_at is None and self.row.answer_by_on < self.today

    @property
    def is_soon(self) -> bool:
        return self.row.answered_at is None and self.days_left <= 7


def waiting(clinic: Clinic, today: date) -> list[Asked]:
    rows = ErasureRequest.objects.filter(patient__clinic=clinic, answered_at__isnull=True)
    return [Asked(row, today) for row in rows.select_related("patient__user").order_by("answer_by_on", "pk")]


def answered(clinic: Clinic, today: date) -> list[Asked]:
    """Those that were kept. What was erased is in the audit alone, as a number."""
    rows = ErasureRequest.objects.filter(patient__clinic=clinic, answered_at__isnull=False)
    rows = rows.select_related("patient", "answered_by").order_by("-answered_at")[:ANSWERED_SHOWN]
    return [Asked(row, today) for row in rows]


def patients_to_note(clinic: Clinic) -> QuerySet[Patient]:
    """For whom a request can be written down: nobody twice."""
    open_request = ErasureRequest.objects.filter(patient=OuterRef("pk"), answered_at__isnull=True)
    return Patient.objects.filter(~Exists(open_request), clinic=clinic).order_by("name", "pk")


def find(clinic: Clinic, public_id: UUID, today: date) -> Asked | None:
    found = ErasureRequest.objects.select_related("patient__user", "answered_by")
    row = found.filter(patient__clinic=clinic, public_id=public_id).first()
    return Asked(row, today) if row else None
