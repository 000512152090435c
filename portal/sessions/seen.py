"""What a sent form was filled in against: the revision that the person saw, which may be older than the newest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.access import PatientAccess
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision
from portal.routines.schedule import is_prescribed
from portal.sessions.due import DueExercise, content_revision_id, is_open
from portal.sessions.models import ExerciseSession
from portal.sessions.standing import newest_revision, put_words, with_words


@dataclass(frozen=True)
class SeenSession:
    """`newest` is what is due on that day now; the same as `revision` unless the routine changed meanwhile."""

    local_date: date
    slot: int
    revision: RoutineRevision
    prescribed: tuple[PrescribedExercise, ...]
    newest: tuple[RoutineRevision, tuple[PrescribedExercise, ...]]

    @property
    def routine(self) -> Routine:
        return self.revision.routine

    def has_changed(self, row: ExerciseSession) -> bool:
        """Does the person now see another revision than the one they filled in?"""
        return content_revision_id(self.newest[0], row) != self.revision.pk

    def the(self, prescribed_id: UUID) -> PrescribedExercise:
        return next(row for row in self.prescribed if row.public_id == prescribed_id)


def seen_by_revision(access: PatientAccess, day: date, slot: int, public_id: UUID | None) -> SeenSession | None:
    """One query. A form that names no revision counts as filled in against the newest, if that was due on the day."""
    seen = _seen(access, day, slot, Q(revision__public_id=public_id)) if is_open(day, access.today) else None
    if seen is None or seen.revision.effective_on is None:
        return None
    return seen if seen.revision.public_id == public_id or day >= seen.revision.effective_on else None


def seen_by_exercise(access: PatientAccess, day: date, slot: int, prescribed_id: UUID) -> SeenSession | None:
    """One query. None unless this very exercise belongs to this session of this patient."""
    if not is_open(day, access.today):
        return None
    of_this = access.rows(PrescribedExercise).filter(public_id=prescribed_id).values("revision")
    seen = _seen(access, day, slot, Q(revision__in=of_this))
    return seen if seen and any(row.public_id == prescribed_id for row in seen.prescribed) else None


def shown_exercises(access: PatientAccess, seen: SeenSession, language: str) -> tuple[DueExercise, ...]:
    """With words, for a form that comes back. Two queries."""
    rows = with_words(access.rows(PrescribedExercise).filter(pk__in=[row.pk for row in seen.prescribed]), language)
    return tuple(
        DueExercise(number, row, row.exercise.shown_in(language, row.variant))
        for number, row in enumerate(rows, start=1)
    )


def _seen(access: PatientAccess, day: date, slot: int, which: Q) -> SeenSession | None:
    rows = list(_published(access).filter(which | Q(revision__in=newest_revision(access).values("pk")[:1])))
    # No words are needed to record; without this each exercise would ask for its own.
    put_words(rows, {})
    revisions = sorted({row.revision for row in rows}, key=lambda revision: revision.number)
    if not revisions:
        return None
    oldest, newest = revisions[0], revisions[-1]
    if newest.effective_on is None or day < newest.effective_on:
        newest = oldest
    seen = _of_session(rows, oldest, day, slot)
    return SeenSession(day, slot, oldest, seen, (newest, _of_session(rows, newest, day, slot))) if seen else None


def _published(access: PatientAccess) -> QuerySet[PrescribedExercise]:
    return (
        access.rows(PrescribedExercise)
        .filter(revision__routine__ended_on__isnull=True, revision__published_at__isnull=False)
        .select_related("exercise", "variant", "revision__routine")
    )


def _of_session(
    rows: Iterable[PrescribedExercise], revision: RoutineRevision, day: date, slot: int
) -> tuple[PrescribedExercise, ...]:
    return tuple(row for row in rows if row.revision_id == revision.pk and is_prescribed(row, day, slot))
