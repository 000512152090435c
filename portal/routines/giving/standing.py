"""What each of several patients has now, and what giving them a template comes to."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Patient
from exercises.models import RoutineTemplate
from portal.routines.giving.preview import Preview
from portal.routines.models import RoutineRevision


class Fate(enum.StrEnum):
    """Of one patient, when a template is given to several."""

    PUBLISHED = "published"
    DRAFT = "draft"  # prepared for the therapist: something runs already, or asks for an answer
    HAS_IT = "has_it"  # runs already
    LEFT = "left"  # another draft is open, which is the therapist's own work
    NOTHING = "nothing"


@dataclass(frozen=True)
class Standing:
    """`draft_count`: how many exercises stand in the open draft."""

    current: RoutineRevision | None = None
    draft: RoutineRevision | None = None
    draft_count: int = 0

    def fate(self, template: RoutineTemplate, phase: int, preview: Preview) -> Fate:
        """What pressing the button comes to, as far as it can be told before."""
        if is_from(self.current, template, phase):
            return Fate.HAS_IT
        if self.draft_count:
            return Fate.LEFT
        return Fate.PUBLISHED if preview.is_clear and self.current is None else Fate.DRAFT

    def outcome(self, template: RoutineTemplate, phase: int) -> Fate:
        """What became of it, read from what is there."""
        if is_from(self.current, template, phase):
            return Fate.PUBLISHED
        if is_from(self.draft, template, phase):
            return Fate.DRAFT
        return Fate.LEFT if self.draft else Fate.NOTHING


def is_from(revision: RoutineRevision | None, template: RoutineTemplate, phase: int) -> bool:
    """A template of one phase is that phase, also for a routine from before phases were noted."""
    if revision is None or revision.from_template != template.slug:
        return False
    return (revision.phase or (1 if len(template.phases) <= 1 else None)) == phase


def standing_of(patients: Sequence[Patient]) -> dict[int, Standing]:
    """By the patient's key. One query."""
    revisions = (
        RoutineRevision.objects.filter(routine__patient__in=patients, routine__ended_on__isnull=True)
        .select_related("routine")
        .annotate(count=Count("prescribed"))
        .order_by("number")
    )
    current: dict[int, RoutineRevision] = {}
    drafts: dict[int, RoutineRevision] = {}
    for one in revisions:
        (current if one.published_at else drafts)[one.routine.patient_id] = one
    return {
        one.pk: Standing(
            current.get(one.pk),
            drafts.get(one.pk),
            drafts[one.pk].count if one.pk in drafts else 0,  # type: ignore[attr-defined]
        )
        for one in patients
    }
