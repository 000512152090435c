"""Writes what a therapist knows about a new patient before anything is prescribed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess
from portal.caseload import facts
from portal.routines.clashes import refresh_clash
from portal.routines.models import ClinicalProfile, PrecautionOrder


@dataclass(frozen=True)
class ProfileContent:
    side: str = ""
    diagnosis: str = ""
    operation: str = ""
    operated_on: date | None = None
    approach: str = ""
    weight_bearing: str = ""
    pain_limit: int | None = None
    goals: str = ""


@dataclass(frozen=True)
class OrderContent:
    """`pk` None is a new order."""

    rule: str
    words: str
    starts_on: date
    ends_on: date | None
    ordered_by: str
    pk: int | None = None


@transaction.atomic
def save_profile(content: ProfileContent, orders: list[OrderContent], *, by: PatientAccess) -> ClinicalProfile:
    """The profile and its precautions as they stand on the page. An order that is left out of `orders` stays."""
    profile, _created = ClinicalProfile.objects.update_or_create(patient=by.patient, defaults=vars(content))
    for order in orders:
        values = {name: value for name, value in vars(order).items() if name != "pk"}
        if order.pk is None:
            PrecautionOrder.objects.create(patient=by.patient, recorded_by=by.user, **values)
        else:
            by.rows(PrecautionOrder).filter(pk=order.pk).update(recorded_by=by.user, **values)
    facts.pain_limit_set(by.patient, pain_limit=content.pain_limit)
    refresh_clash(by)
    audit.record("profile.saved", by=by, about=profile)
    return profile
