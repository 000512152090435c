"""What the builder's page says about a draft, and how it is put on the rows. Pure: saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

from accounts.access import PatientAccess
from exercises.models import ExerciseVariant
from exercises.weekdays import EVERY_DAY
from portal.routines.models import PrescribedExercise, RoutineRevision


@dataclass(frozen=True)
class Answer:
    """Why an exercise is given although a precaution asks for caution, and the codes this was said of."""

    reason: str
    codes: list[str]


@dataclass(frozen=True)
class Dose:
    """What a therapist set for one exercise. `weekdays` and `slots` are bits; `slots` 0 is every time of the day.

    `answer` and `cautions_left_out` None: what stands already stays.
    """

    side: str
    sets: int = 1
    reps: int | None = None
    hold_seconds: int | None = None
    breaths: int | None = None
    rest_seconds: int = 0
    resistance: str = ""
    note: str = ""
    is_core: bool = False
    weekdays: int = EVERY_DAY
    slots: int = 0
    variant: ExerciseVariant | None = None
    answer: Answer | None = None
    cautions_left_out: list[str] | None = None


@dataclass(frozen=True)
class DraftContent:
    """The whole builder page: doses by public id, and the clock times.

    None, and an empty list of times or `order`: what stands already stays. `order` are public ids.
    `has_lost_rows`: something was typed for an exercise that is not in the draft any more.
    """

    doses: dict[str, Dose] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    change_notice: str | None = ""
    learn_pages: list[str] | None = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    has_lost_rows: bool = False


PLAIN = [one.name for one in fields(Dose) if one.name not in ("answer", "cautions_left_out")]
SAVED_FIELDS = [
    *PLAIN,
    "order",
    "caution_reason",
    "caution_codes",
    "caution_reason_by",
    "caution_reason_at",
    "cautions_left_out",
]


def put_on_rows(content: DraftContent, rows: Sequence[PrescribedExercise], *, by: PatientAccess) -> None:
    for row in rows:
        dose = content.doses.get(str(row.public_id))
        if dose is not None:
            _put(dose, row, by=by)
    for number, row in enumerate(in_order(rows, content.order), start=1):
        row.order = number


def put_on_draft(content: DraftContent, draft: RoutineRevision) -> None:
    draft.times = content.times or draft.times
    if content.change_notice is not None:
        draft.change_notice = content.change_notice
    if content.learn_pages is not None:
        draft.learn_pages = content.learn_pages


def in_order(rows: Sequence[PrescribedExercise], order: Sequence[str]) -> list[PrescribedExercise]:
    """As `order` says; what it does not name comes last, as it stood."""
    places = {public_id: place for place, public_id in reversed(list(enumerate(order)))}
    standing = sorted(rows, key=lambda row: (row.order, row.pk))
    return sorted(standing, key=lambda row: places.get(str(row.public_id), len(order)))


def changes_nothing(content: DraftContent, draft: RoutineRevision, rows: Sequence[PrescribedExercise]) -> bool:
    """Saving it would leave everything as it stands: such as the second press of a button."""
    return (
        not content.has_lost_rows
        and not (content.times and content.times != draft.times)
        and content.change_notice in (None, draft.change_notice)
        and content.learn_pages in (None, draft.learn_pages)
        and _ids(in_order(rows, content.order)) == _ids(in_order(rows, []))
        and all(_is_same(content.doses[key], row) for row in rows if (key := str(row.public_id)) in content.doses)
    )


def _ids(rows: Iterable[PrescribedExercise]) -> list[int]:
    return [row.pk for row in rows]


def _is_same(dose: Dose, row: PrescribedExercise) -> bool:
    return (
        all(getattr(row, name) == getattr(dose, name) for name in PLAIN)
        and dose.answer in (None, Answer(row.caution_reason, row.caution_codes))
        and dose.cautions_left_out in (None, row.cautions_left_out)
    )


def _put(dose: Dose, row: PrescribedExercise, *, by: PatientAccess) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(dose, name))
    if dose.cautions_left_out is not None:
        row.cautions_left_out = dose.cautions_left_out
    if dose.answer is not None:
        row.caution_reason, row.caution_codes = dose.answer.reason, dose.answer.codes
        row.caution_reason_by = by.user if dose.answer.reason else None
        row.caution_reason_at = by.now if dose.answer.reason else None
