"""An own template as plain data: what a form hands over, what an edition keeps, and the digest that tells states apart."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from exercises.models import AdoptionKind, Edition
from exercises.weekdays import EVERY_DAY

if TYPE_CHECKING:
    from exercises.models import Exercise, ExerciseVariant, RoutineTemplate, TemplateExercise

# The plain columns of each table, by the names that the library's editions have.
HEAD = (
    "name",
    "order",
    "for_whom",
    "phase",
    "from_week",
    "to_week",
    "phases",
    "leads_to",
    "checked_against",
    "how_often",
    "besides",
    "move_on_when",
    "leave_out",
    "status_note",
    "author",
)
LINE = (
    "sets",
    "reps",
    "hold_seconds",
    "breaths",
    "rest_seconds",
    "resistance",
    "is_core",
    "times_per_day",
    "weekdays",
    "from_week",
    "to_week",
    "is_optional",
    "note",
    "staff_note",
)


@dataclass(frozen=True)
class OwnLine:
    """One exercise with its dose. Weeks are those of the template, or the numbers of its stages."""

    exercise: Exercise
    variant: ExerciseVariant | None = None
    sets: int = 1
    reps: int | None = None
    hold_seconds: int | None = None
    breaths: int | None = None
    rest_seconds: int = 0
    resistance: str = ""
    is_core: bool = False
    times_per_day: int = 1
    weekdays: int = EVERY_DAY
    from_week: int | None = None
    to_week: int | None = None
    is_optional: bool = False
    note: str = ""
    staff_note: str = ""


@dataclass(frozen=True)
class OwnContent:
    """Everything that a therapist can write. `phases` as RoutineTemplate holds them, at least one."""

    name: str
    for_whom: str
    how_often: str
    phases: list[dict[str, Any]]
    lines: list[OwnLine]
    counts_weeks: bool = True
    checked_against: list[str] = field(default_factory=list)
    besides: list[str] = field(default_factory=list)
    leads_to: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """As RoutineTemplate holds them."""
        first, last = self.phases[0], self.phases[-1]
        return over_all(self.phases) | {
            "name": self.name,
            "for_whom": self.for_whom,
            "how_often": self.how_often,
            "phases": self.phases,
            "from_week": first["from_week"] if self.counts_weeks else None,
            "to_week": last["to_week"] if self.counts_weeks else None,
            "checked_against": self.checked_against,
            "besides": self.besides,
            "leads_to": self.leads_to,
        }


def over_all(phases: list[dict[str, Any]]) -> dict[str, Any]:
    """What stands over an own template as a whole: the name of its only phase, and the criteria that all phases share."""
    first = phases[0]
    common = [line for line in first["move_on_when"] if all(line in one["move_on_when"] for one in phases)]
    return {"phase": first["name"] if len(phases) == 1 else "", "move_on_when": common}


def content_of(own: RoutineTemplate) -> dict[str, Any]:
    """By the names that the library's editions have, so that both are compared in the same way."""
    return {
        "slug": own.slug,
        "columns": {name: getattr(own, name) for name in HEAD},
        "lines": [_line(one) for one in own.exercises.select_related("exercise", "variant").order_by("order", "pk")],
        "sources": list(own.sources.order_by("key").values_list("key", flat=True)),
    }


def _line(line: TemplateExercise) -> dict[str, Any]:
    return {
        "exercise": line.exercise.slug,
        "variant": line.variant.slug if line.variant else "",
        "columns": {name: getattr(line, name) for name in LINE},
    }


def digest_of(own: RoutineTemplate) -> str:
    return hashlib.sha256(json.dumps(content_of(own), sort_keys=True, default=str).encode()).hexdigest()


def store_edition(own: RoutineTemplate) -> None:
    """What this version says, kept for ever: a routine may have begun with it."""
    Edition.objects.update_or_create(
        kind=AdoptionKind.TEMPLATE,
        clinic=own.clinic,
        slug=own.slug,
        version=own.version,
        defaults={"digest": own.digest, "content": content_of(own), "stored_at": timezone.now()},
    )
