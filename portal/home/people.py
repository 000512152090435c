"""Whom a signed-in person can open as patient or caregiver, and how far each one is today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import PatientAccess, Scope
from accounts.grants.ends import WARNING
from accounts.models import CareGrant, Patient, User
from portal.sessions.many import Progress, progress_today


@dataclass(frozen=True)
class PersonCard:
    public_id: UUID
    name: str
    is_own: bool
    clinic: str
    born: str  # only where two have the same name
    words: str


@dataclass(frozen=True)
class Helping:
    """For the banner over each page that a caregiver opens: whom else she can go to, and whether this ends soon."""

    others: list[Patient]
    until: date | None


def people_of(user: User, now: datetime) -> list[Patient]:
    """Own records first, then those helped, by name. Two queries. The door asks again when one is opened."""
    own = list(Patient.objects.filter(user=user).select_related("clinic").order_by("pk"))
    grants = CareGrant.objects.standing(now.date()).filter(caregiver=user).select_related("patient__clinic")
    helped = [
        grant.patient
        for grant in grants
        if Scope.VIEW_ROUTINE in grant.scopes
        and grant.expires_on >= grant.patient.today(now)
        and grant.patient.user_id != user.pk
    ]
    return own + sorted(helped, key=lambda patient: patient.name)


def helping_of(access: PatientAccess) -> Helping:
    """One query, on each page that a caregiver opens."""
    grant = access.grant
    helped = Patient.objects.helped_by(access.user, access.today).values("pk")
    others = Patient.objects.filter(Q(user=access.user) | Q(pk__in=helped)).exclude(pk=access.patient.pk)
    ends_soon = grant is not None and grant.expires_on <= access.today + WARNING
    return Helping(list(others.order_by("name")), grant.expires_on if grant is not None and ends_soon else None)


def cards_of(user: User, now: datetime) -> list[PersonCard]:
    people = people_of(user, now)
    progress = progress_today(people, now)
    names = Counter(patient.name for patient in people)
    return [
        PersonCard(
            public_id=patient.public_id,
            name=patient.name,
            is_own=patient.user_id == user.pk,
            clinic=patient.clinic.name,
            born=str(patient.born_on.year) if names[patient.name] > 1 else "",
            words=_progress_words(progress.get(patient.pk)),
        )
        for patient in people
    ]


def _progress_words(progress: Progress | None) -> str:
    if progress is None:
        return _("No exercises yet")
    if progress.total == 0:
        return _("Nothing to do today")
    return _("%(done)s of %(total)s done today") % {"done": progress.done, "total": progress.total}
