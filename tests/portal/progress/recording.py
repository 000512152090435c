"""Weeks of sessions for a patient, as rows."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from portal.routines.models import RoutineRevision
from portal.sessions.models import ExerciseResult, ExerciseSession, NotDoneReason, Outcome, SessionNote


def a_session(
    revision: RoutineRevision, days_ago: int, status: str, *, slot: int = 1, at: time = time(0)
) -> ExerciseSession:
    """At midnight of its day, so that today's is due already."""
    day = timezone.now().date() - timedelta(days=days_ago)
    return ExerciseSession.objects.create(
        routine=revision.routine,
        revision=revision,
        local_date=day,
        slot=slot,
        due_at=datetime.combine(day, at, UTC),
        status=status,
    )


def a_result(session: ExerciseSession, by: User, *, reason: str = "", on_behalf: bool = False) -> None:
    """The same for every exercise of the session."""
    for row in session.revision.prescribed.all():
        ExerciseResult.objects.create(
            exercise_session=session,
            prescribed_exercise=row,
            side="both",
            outcome=Outcome.NOT_DONE if reason else Outcome.DONE,
            reason=NotDoneReason(reason) if reason else "",
            recorded_by=by,
            on_behalf_of=session.routine.patient if on_behalf else None,
            recorded_at=session.due_at,
        )


def a_note(session: ExerciseSession, by: User, words: str = "", **more: Any) -> SessionNote:
    return SessionNote.objects.create(
        exercise_session=session, written_by=by, words=words, written_at=more.pop("at", session.due_at), **more
    )
