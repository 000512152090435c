"""Whose patients can be handed over."""

from __future__ import annotations

from datetime import date

from accounts.clinic.treatment import standing_links
from accounts.models import Clinic, Patient, User

# More than a page can list go together, or from the page of each.
MOST_LISTED = 150


def givers_of(clinic: Clinic, on: date) -> list[User]:
    """Whoever treats somebody, whether they still work here or not."""
    keys = standing_links(clinic, on).values("therapist")
    return list(User.objects.filter(pk__in=keys).order_by("name", "pk"))


def patients_of(clinic: Clinic, therapist: User, on: date) -> list[Patient]:
    links = standing_links(clinic, on).filter(therapist=therapist)
    return list(Patient.objects.filter(pk__in=links.values("patient")).order_by("name", "pk"))
