"""The limits of many patients at once, for lists and for the nightly recheck."""

from collections import defaultdict
from collections.abc import Sequence

from accounts.models import Patient
from portal.routines.limits import PatientLimits, limits_of
from portal.routines.models import ClinicalProfile, PrecautionOrder


def limits_of_many(patients: Sequence[Patient]) -> dict[int, PatientLimits]:
    """By the patient's key. Two queries."""
    profiles = {one.patient_id: one for one in ClinicalProfile.objects.filter(patient__in=patients)}
    orders: dict[int, list[PrecautionOrder]] = defaultdict(list)
    standing = PrecautionOrder.objects.filter(patient__in=patients, withdrawn_at__isnull=True)
    for order in standing.order_by("starts_on", "pk"):
        orders[order.patient_id].append(order)
    return {
        one.pk: limits_of(born_on=one.born_on, profile=profiles.get(one.pk), orders=orders[one.pk]) for one in patients
    }
