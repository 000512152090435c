"""The page on which a therapist chooses what a routine starts from. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404

from accounts.access import PatientAccess
from exercises.models import Adoption, AdoptionKind, RoutineTemplate
from portal.routines.builder import last_ended_revision, standing_draft, standing_revision
from portal.routines.models import RoutineRevision


@dataclass(frozen=True)
class Offer:
    template: RoutineTemplate
    exercise_count: int
    adoption: Adoption | None


@dataclass(frozen=True)
class AssignPage:
    draft: RoutineRevision | None
    draft_count: int
    current: RoutineRevision | None
    last: RoutineRevision | None
    adopted: list[Offer]
    others: list[Offer]


def assign_page(access: PatientAccess) -> AssignPage:
    draft, current = standing_draft(access), standing_revision(access)
    offers = _offers(access)
    return AssignPage(
        draft=draft,
        draft_count=draft.prescribed.count() if draft else 0,
        current=current,
        last=None if current else last_ended_revision(access),
        adopted=[one for one in offers if one.adoption],
        others=[one for one in offers if not one.adoption],
    )


def adopted_template(access: PatientAccess, slug: str) -> RoutineTemplate:
    """404 for what is not there or not adopted."""
    template = RoutineTemplate.objects.prescribable(access.patient.clinic).filter(slug=slug).first()
    if template is None:
        raise Http404
    return template


def _offers(access: PatientAccess) -> list[Offer]:
    templates = list(
        RoutineTemplate.objects.for_clinic(access.patient.clinic)
        .in_use()
        .annotate(count=Count("exercises", filter=Q(exercises__is_optional=False)))
        .order_by("order", "slug")
    )
    adoptions = _adoptions(access, templates)
    return [Offer(one, one.count, adoptions.get(one.slug)) for one in templates]  # type: ignore[attr-defined]


def _adoptions(access: PatientAccess, templates: Iterable[RoutineTemplate]) -> dict[str, Adoption]:
    versions = {one.slug: one.version for one in templates}
    found = Adoption.objects.filter(clinic=access.patient.clinic, kind=AdoptionKind.TEMPLATE).order_by("adopted_at")
    return {one.slug: one for one in found if versions.get(one.slug) == one.version}
