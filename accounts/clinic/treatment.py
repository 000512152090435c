"""Who treats whom from when to when. Every change of it is made here; whoever calls it records why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts.models import Clinic, Patient, TreatmentLink, User

A_DAY = timedelta(days=1)


def standing_links(clinic: Clinic, on: date) -> QuerySet[TreatmentLink]:
    """Those of this day and of later ones."""
    return TreatmentLink.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), patient__clinic=clinic)


def begin(patient: Patient, therapist: User, *, first: date, last: date | None) -> TreatmentLink:
    """One that stands already is made to reach as far; there are never two of the same pair on one day."""
    links = TreatmentLink.objects.filter(patient=patient, therapist=therapist)
    near = links.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first - A_DAY))
    standing = near.order_by(F("ends_on").desc(nulls_first=True)).first()
    if standing is None or (last is not None and last < standing.starts_on - A_DAY):
        return TreatmentLink.objects.create(patient=patient, therapist=therapist, starts_on=first, ends_on=last)
    standing.starts_on = min(standing.starts_on, first)
    standing.ends_on = None if last is None or standing.ends_on is None else max(last, standing.ends_on)
    standing.save(update_fields=["starts_on", "ends_on"])
    return standing


def end(link: TreatmentLink, *, last: date) -> None:
    """`last` is the last day of it. What had not begun by then never was; a first day that has begun is kept."""
    if link.starts_on > last + A_DAY:
        link.delete()
        return
    link.ends_on = max(link.starts_on, last)
    link.save(update_fields=["ends_on"])


def move(links: QuerySet[TreatmentLink], *, to: User, wanted: date, at: datetime) -> Iterator[TreatmentLink]:
    """The old ones end the day before, the new ones reach as far as the old did."""
    for link in links.select_related("patient__clinic").order_by("patient__name", "pk"):
        first = first_day(link.patient, wanted, at)
        begins, ends = max(link.starts_on, first), link.ends_on
        end(link, last=first - A_DAY)
        yield begin(link.patient, to, first=begins, last=ends)


def first_day(patient: Patient, wanted: date, at: datetime) -> date:
    """The clinic's today is the patient's own today: nobody is left alone where it is still yesterday."""
    return patient.today(at) if wanted <= patient.clinic.today(at) else wanted
