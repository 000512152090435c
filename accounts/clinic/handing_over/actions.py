"""Patients pass from one therapist to another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.clinic import treatment
from accounts.models import Clinic, ClinicMember, User


@transaction.atomic
def hand_over(
    *, giver: User, taker: User, patients: Collection[UUID] | None, first: date, at: datetime, by: ClinicMember
) -> int:
    """All at once: the old treatments end the day before `first`, the new ones begin. `None` means all patients.

    How many it were. Sent twice, the second time finds nobody left to hand over.
    """
    Clinic.objects.select_for_update().get(pk=by.clinic_id)
    links = treatment.standing_links(by.clinic, first).filter(therapist=giver)
    if patients is not None:
        links = links.filter(patient__public_id__in=patients)
    number = 0
    for link in treatment.move(links, to=taker, wanted=first, at=at):
        audit.record("treatment.handed_over", by=by, about=link)
        number += 1
    return number
