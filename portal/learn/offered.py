"""Which Learn pages a patient was offered, and their words."""

from __future__ import annotations

from django.http import Http404

from accounts.access import PatientAccess
from exercises.learn import PatientLearnPage, pages_for_patient
from portal.sessions.standing import newest_revision


def offered_pages(access: PatientAccess, language: str) -> list[PatientLearnPage]:
    """In the order of the library; what is written for helpers comes first for a helper."""
    slugs = newest_revision(access).values_list("learn_pages", flat=True).first() or []
    if not slugs:
        return []
    patient = access.patient
    pages = pages_for_patient(patient.clinic, slugs, language, patient.shown_figure)
    return sorted(pages, key=lambda page: page.for_helpers != access.is_helping)


def offered_page(access: PatientAccess, slug: str, language: str) -> PatientLearnPage:
    """404 for what was not offered to this patient."""
    found = next((page for page in offered_pages(access, language) if page.shown.slug == slug), None)
    if found is None:
        raise Http404
    return found
