"""Sessions with what is recorded of them now: live results, and the reader's own note. One query for all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q, QuerySet

from accounts.models import User
from exercises.laterality import Laterality
from portal.routines.models import PrescribedExercise, Side
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote

SIDES: dict[str, tuple[str, ...]] = {
    Laterality.LEFT: (Side.LEFT,),
    Laterality.RIGHT: (Side.RIGHT,),
    Laterality.BILATERAL: (Side.BOTH,),
    Laterality.EACH_SIDE: (Side.LEFT, Side.RIGHT),
    Laterality.ALTERNATING: (Side.BOTH,),
}


@dataclass
class RecordedSession:
    row: ExerciseSession
    results: list[ExerciseResult] = field(default_factory=list)
    note: SessionNote | None = None


def recorded(rows: QuerySet[ExerciseSession], *, note_of: User | None = None) -> list[RecordedSession]:
    """In the order of the days. `note` is the live note that `note_of` wrote, nobody else's."""
    lines = (
        rows.annotate(
            live_result=FilteredRelation("results", condition=Q(results__voided_at__isnull=True)),
            own_note=FilteredRelation(
                "notes", condition=Q(notes__voided_at__isnull=True, notes__written_by=note_of.pk if note_of else 0)
            ),
        )
        .select_related("live_result__prescribed_exercise", "live_result__recorded_by", "own_note")  # type: ignore[misc]
        .order_by("local_date", "slot", "live_result__pk")
    )
    found: dict[int, RecordedSession] = {}
    for line in lines:
        session = found.setdefault(line.pk, RecordedSession(line))
        result: ExerciseResult | None = getattr(line, "live_result", None)
        if result is not None:
            session.results.append(result)
        session.note = getattr(line, "own_note", None)
    return list(found.values())


def sides_of(prescribed: PrescribedExercise) -> tuple[str, ...]:
    """The rows that one tick makes: left and right are kept apart where each side is done."""
    return SIDES[prescribed.side]


def results_for(prescribed: PrescribedExercise, results: Iterable[ExerciseResult]) -> tuple[ExerciseResult, ...]:
    """Its own results, or those of the same exercise as an earlier revision had it."""
    rows = list(results)
    own = [row for row in rows if row.prescribed_exercise_id == prescribed.pk]
    if own:
        return tuple(own)
    return tuple(
        row
        for row in rows
        if row.prescribed_exercise.exercise_id == prescribed.exercise_id
        and row.prescribed_exercise.revision_id != prescribed.revision_id
        and row.side in sides_of(prescribed)
    )
