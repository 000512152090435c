"""What was typed into a draft that is not open any more, so that it can be shown and copied. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.naming import name_of, with_names

LONGEST_SHOWN = 2000


@dataclass(frozen=True)
class TypedExercise:
    name: str
    numbers: str
    note: str


@dataclass(frozen=True)
class TypedDraft:
    """`revision` is the published one where the draft was published meanwhile; None where it was thrown away."""

    revision: RoutineRevision | None
    change_notice: str
    exercises: list[TypedExercise] = field(default_factory=list)


def typed_draft(access: PatientAccess, data: Any, language: str) -> TypedDraft:
    keys = [key.removesuffix("-sets") for key in data if key.endswith("-sets")]
    known = [key for key in keys if _is_id(key)]
    rows = with_names(access.rows(PrescribedExercise).filter(public_id__in=known), language)
    names = {str(row.public_id): name_of(row, language) for row in rows}
    return TypedDraft(
        revision=_published(access, data.get("draft", "")),
        change_notice=data.get("change_notice", "")[:LONGEST_SHOWN],
        exercises=[
            TypedExercise(
                name=names.get(key) or _("Exercise %(number)d") % {"number": number},
                numbers=", ".join(_numbers(data, key)),
                note=data.get(f"{key}-note", "")[:LONGEST_SHOWN],
            )
            for number, key in enumerate(known, start=1)
        ],
    )


def _numbers(data: Any, key: str) -> Iterator[str]:
    labels = {"sets": _("sets"), "reps": _("times"), "hold_seconds": _("seconds"), "breaths": _("breaths")}
    for name, label in labels.items():
        value = data.get(f"{key}-{name}", "").strip()[:20]
        if value:
            yield f"{value} {label}"


def _published(access: PatientAccess, public_id: str) -> RoutineRevision | None:
    if not _is_id(public_id):
        return None
    found = access.rows(RoutineRevision).filter(public_id=public_id, published_at__isnull=False)
    return found.select_related("author").first()


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
