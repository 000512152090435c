"""The page on which a therapist chooses what a routine starts from. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404

from accounts.access import PatientAccess
from accounts.models import Clinic
from exercises.models import Adoption, AdoptionKind, RoutineTemplate
from exercises.phases import OPEN_END, Phase, phase_of, phases_of
from exercises.template_shelf import lang_of
from portal.routines.builder import last_ended_revision, standing_draft, standing_revision
from portal.routines.giving.preview import Preview, Shelf, preview, with_lines
from portal.routines.limits import read_limits
from portal.routines.models import ClinicalProfile, RoutineRevision
from portal.routines.publishing.hindrances import hindrances_beside_cautions


@dataclass(frozen=True)
class PhaseOffer:
    """`fits`: the week after this person's operation lies in it."""

    phase: Phase
    preview: Preview
    fits: bool


@dataclass(frozen=True)
class Offer:
    template: RoutineTemplate
    adoption: Adoption | None
    phases: list[PhaseOffer]

    @property
    def fits(self) -> bool:
        return any(one.fits for one in self.phases)

    @property
    def lang(self) -> str:
        return lang_of(self.template)

    @property
    def has_several(self) -> bool:
        return len(self.phases) > 1


@dataclass(frozen=True)
class AssignPage:
    """`week`: completed weeks since a hip replacement. `questions`: what is missing and read most carefully."""

    draft: RoutineRevision | None
    draft_count: int
    current: RoutineRevision | None
    last: RoutineRevision | None
    week: int | None
    questions: list[str]
    adopted: list[Offer]
    others: list[Offer]


def assign_page(access: PatientAccess, language: str) -> AssignPage:
    """A fixed number of queries, however many templates the clinic has."""
    draft, current = standing_draft(access), standing_revision(access)
    limits = read_limits(access)
    profile = access.rows(ClinicalProfile).first() or ClinicalProfile()
    week = profile.week_after_operation(access.today) if limits.circumstances.is_replaced else None
    templates = _templates(access)
    lines, shelf = with_lines(templates, language), Shelf.of(access.patient.clinic)
    adoptions = _adoptions(access, templates)

    def offer(template: RoutineTemplate) -> Offer:
        phases = [
            PhaseOffer(
                phase,
                preview(
                    lines[template.pk],
                    phase,
                    side=profile.side,
                    circumstances=limits.circumstances,
                    on=access.today,
                    shelf=shelf,
                    language=language,
                ),
                fits=counts_from_operation(template) and is_in_week(phase, week),
            )
            for phase in phases_of(template)
        ]
        return Offer(template, adoptions.get(template.slug), phases)

    def place(one: Offer) -> tuple[bool, bool]:
        """Those that fit, then the others; last, without a replaced hip, those that count from its operation. Within
        these the order of the library stands."""
        return not one.fits, week is None and counts_from_operation(one.template)

    offers = sorted([offer(one) for one in templates], key=place)
    return AssignPage(
        draft=draft,
        draft_count=draft.prescribed.count() if draft else 0,
        current=current,
        last=None if current else last_ended_revision(access),
        week=week,
        questions=limits.questions,
        adopted=[one for one in offers if one.adoption],
        others=[one for one in offers if not one.adoption],
    )


def counts_from_operation(template: RoutineTemplate) -> bool:
    """A programme with a count of its own begins in its week 1; one that begins in week 0, or later, counts from the
    operation."""
    return template.from_week is not None and template.from_week != 1


def is_in_week(phase: Phase, week: int | None) -> bool:
    """The week in which a phase ends belongs to the one that follows."""
    if week is None:
        return False
    return (phase.from_week or 0) <= week < (OPEN_END if phase.to_week is None else phase.to_week)


def adopted_template(access: PatientAccess, slug: str) -> RoutineTemplate:
    """404 for what is not there or not adopted."""
    template = template_in_use(access.patient.clinic, slug)
    if template is None:
        raise Http404
    return template


def template_in_use(clinic: Clinic, slug: str) -> RoutineTemplate | None:
    return RoutineTemplate.objects.prescribable(clinic).filter(slug=slug).first()


def asked_phase(template: RoutineTemplate, text: str) -> int | None:
    """The number of a phase that the template has. A template of one phase needs none to be named."""
    phases = phases_of(template)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
    if number is None and len(phases) == 1:
        number = phases[0].number
    found = phase_of(template, number)
    return found.number if found else None


def is_clean(access: PatientAccess, draft: RoutineRevision) -> bool:
    """Nothing has to be mended before it can be published; a caution is answered on the page that publishes."""
    return not hindrances_beside_cautions(draft, by=access)


def _templates(access: PatientAccess) -> list[RoutineTemplate]:
    clinic = access.patient.clinic
    return list(RoutineTemplate.objects.for_clinic(clinic).in_use().select_related("clinic").order_by("order", "slug"))


def _adoptions(access: PatientAccess, templates: Sequence[RoutineTemplate]) -> dict[str, Adoption]:
    versions = {one.slug: one.version for one in templates}
    found: Iterable[Adoption] = Adoption.objects.filter(
        clinic=access.patient.clinic, kind=AdoptionKind.TEMPLATE
    ).order_by("adopted_at")
    return {one.slug: one for one in found if versions.get(one.slug) == one.version}
