"""What was typed into a draft that is not open any more, so that it can be shown and copied. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from accounts.models import User
from portal.routines.actions import last_save
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.naming import name_of, with_names

LONGEST_SHOWN = 2000


@dataclass(frozen=True)
class TypedExercise:
    name: str
    numbers: str
    note: str
    reason: str = ""


@dataclass(frozen=True)
class TypedDraft:
    """`revision` is the published one where the draft was published meanwhile; `newer` the draft as somebody saved it
    since, `newer_by` who that was; both None where it was thrown away."""

    revision: RoutineRevision | None
    change_notice: str
    newer: RoutineRevision | None = None
    newer_by: str = ""
    times: str = ""
    exercises: list[TypedExercise] = field(default_factory=list)


def typed_draft(access: PatientAccess, data: Any, language: str, *, newer: RoutineRevision | None = None) -> TypedDraft:
    keys = [key.removesuffix("-sets") for key in data if key.endswith("-sets")]
    known = [key for key in keys if _is_id(key)]
    rows = with_names(access.rows(PrescribedExercise).filter(public_id__in=known), language)
    names = {str(row.public_id): name_of(row, language) for row in rows}
    return TypedDraft(
        revision=_published(access, data.get("draft", "")),
        change_notice=data.get("change_notice", "")[:LONGEST_SHOWN],
        newer=newer,
        newer_by=last_saver(newer) if newer else "",
        times=", ".join(filter(None, (data.get(f"time_{number}", "").strip()[:20] for number in range(1, 13)))),
        exercises=[
            TypedExercise(
                name=names.get(key) or _("Exercise %(number)d") % {"number": number},
                numbers=", ".join(_numbers(data, key)),
                note=data.get(f"{key}-note", "")[:LONGEST_SHOWN],
                reason=data.get(f"{key}-reason_words", "")[:LONGEST_SHOWN],
            )
            for number, key in enumerate(known, start=1)
        ],
    )


def last_saver(draft: RoutineRevision) -> str:
    """The name of who saved the draft last; empty where nobody is known."""
    save = last_save(draft)
    found = User.objects.filter(pk=save.actor_id).first() if save and save.actor_id else None
    return found.name if found else ""


def _numbers(data: Any, key: str) -> Iterator[str]:
    labels = {
        "sets": _("sets"),
        "reps": _("times"),
        "hold_seconds": _("seconds"),
        "breaths": _("breaths"),
        "rest_seconds": _("seconds of rest"),
    }
    for name, label in labels.items():
        value = data.get(f"{key}-{name}", "").strip()[:20]
        if value:
            yield f"{value} {label}"
    resistance = data.get(f"{key}-resistance", "").strip()[:60]
    if resistance:
        yield resistance


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
