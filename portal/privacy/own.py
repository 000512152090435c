"""What the pages about one's own data show. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import PatientAccess
from accounts.models import Patient, User
from portal.privacy.models import ErasureRequest


@dataclass(frozen=True)
class Requests:
    """The one that waits, and the newest answer."""

    waiting: ErasureRequest | None
    answered: ErasureRequest | None


@dataclass(frozen=True)
class AccountPage:
    records: list[Patient]


def requests_of(access: PatientAccess) -> Requests:
    rows = access.rows(ErasureRequest)
    return Requests(
        waiting=rows.filter(answered_at__isnull=True).first(),
        answered=rows.filter(answered_at__isnull=False).order_by("-answered_at").first(),
    )


def account_page(user: User) -> AccountPage:
    return AccountPage(list(Patient.objects.filter(user=user).select_related("clinic").order_by("pk")))
