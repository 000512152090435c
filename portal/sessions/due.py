"""What is due to a patient on a day, and what is recorded of it. Reads only; a page view writes nothing.

Sessions are rows that the pump makes two days ahead. Where it has not come round yet (a routine published a moment
ago, a pump that stands still) the same sessions are worked out from the schedule, so the page is never wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.access import PatientAccess
from exercises.models.texts import ShownExercise
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision
from portal.routines.schedule import Occurrence, is_prescribed
from portal.sessions.models import ExerciseResult, ExerciseSession, Outcome, SessionNote, SessionStatus
from portal.sessions.records import RecordedSession, recorded, results_for, sides_of
from portal.sessions.standing import Schedule, Standing, made_until, schedule_of, standing_routine, with_words

__all__ = [
    "CORRECTION_DAYS",
    "DueExercise",
    "DueSession",
    "Standing",
    "find_session",
    "first_open_day",
    "results_for",
    "sessions_between",
    "sides_of",
    "standing_routine",
    "today_and_gaps",
]

# A session can be recorded or corrected for this many days after its own day.
CORRECTION_DAYS = 7


@dataclass(frozen=True)
class DueExercise:
    """One exercise of one session, with what was recorded for it."""

    number: int
    prescribed: PrescribedExercise
    shown: ShownExercise
    results: tuple[ExerciseResult, ...] = ()

    @property
    def is_recorded(self) -> bool:
        return len(self.results) >= len(sides_of(self.prescribed))

    @property
    def is_done(self) -> bool:
        return self.is_recorded and all(result.outcome == Outcome.DONE for result in self.results)


@dataclass(frozen=True)
class DueSession:
    """One slot of one day. `row` is empty while nothing has made it yet; `note` is the reader's own."""

    local_date: date
    slot: int
    due_at: datetime
    routine: Routine
    revision: RoutineRevision
    row: ExerciseSession | None = None
    exercises: tuple[DueExercise, ...] = ()
    note: SessionNote | None = None

    @property
    def status(self) -> str:
        return self.row.status if self.row else SessionStatus.DUE

    @property
    def prescribed(self) -> tuple[PrescribedExercise, ...]:
        return tuple(one.prescribed for one in self.exercises)

    @property
    def newest(self) -> tuple[RoutineRevision, tuple[PrescribedExercise, ...]]:
        return self.revision, self.prescribed

    @property
    def done_count(self) -> int:
        return sum(one.is_done for one in self.exercises)

    @property
    def is_complete(self) -> bool:
        return bool(self.exercises) and all(one.is_recorded for one in self.exercises)

    @property
    def is_begun(self) -> bool:
        return any(one.results for one in self.exercises)

    @property
    def next_exercise(self) -> DueExercise | None:
        return next((one for one in self.exercises if not one.is_recorded), None)


def sessions_between(access: PatientAccess, standing: Standing, first: date, last: date) -> list[DueSession]:
    """Every session from `first` to `last`, with results and the reader's note, in order.

    One query; one more while the pump has not made the rows, two more where an older revision is needed.
    """
    found = recorded(_rows(access, standing).filter(local_date__range=(first, last)), note_of=access.user)
    begin = max(first, made_until(standing.routine, access.today) + timedelta(days=1))
    schedule = schedule_of(access, standing.routine, since=begin) if begin <= last else Schedule()
    return _combined(access, standing, found, schedule.planned(access.patient.zone, standing.prescribed, begin, last))


def today_and_gaps(
    access: PatientAccess, standing: Standing, schedule: Schedule
) -> tuple[list[DueSession], list[ExerciseSession]]:
    """Today's sessions, and earlier ones that nothing is recorded of and that are still open. One query for both."""
    today = access.today
    # The range stands outside the OR, so that the index finds a week however many years there are.
    week = _rows(access, standing).filter(local_date__range=(first_open_day(today), today))
    found = recorded(week.filter(Q(local_date=today) | Q(status=SessionStatus.DUE)), note_of=access.user)
    made = made_until(standing.routine, access.today) >= today
    planned = () if made else schedule.planned(access.patient.zone, standing.prescribed, today, today)
    sessions = _combined(access, standing, [one for one in found if one.row.local_date == today], planned)
    paused = schedule.pause_on(today) is not None
    # What the pump has not withdrawn yet: a row made before the pause or the change of days.
    sessions = [one for one in sessions if one.exercises and (one.is_begun or not paused)]
    return sessions, [one.row for one in found if one.row.local_date < today]


def find_session(access: PatientAccess, standing: Standing | None, day: date, slot: int) -> DueSession | None:
    """The session of this day and slot if it may be recorded today, else None."""
    if standing is None or not is_open(day, access.today):
        return None
    found = sessions_between(access, standing, day, day)
    return next((one for one in found if one.slot == slot and one.exercises), None)


def first_open_day(today: date) -> date:
    return today - timedelta(days=CORRECTION_DAYS)


def is_open(day: date, today: date) -> bool:
    return first_open_day(today) <= day <= today


def content_revision_id(newest: RoutineRevision, row: ExerciseSession) -> int:
    """What is due is always the newest revision; what is finished, or older than it, stays as it was."""
    still_due = row.status in (SessionStatus.DUE, SessionStatus.PARTLY)
    if still_due and newest.effective_on is not None and row.local_date >= newest.effective_on:
        return newest.pk
    return row.revision_id


def _rows(access: PatientAccess, standing: Standing) -> QuerySet[ExerciseSession]:
    return access.rows(ExerciseSession).filter(routine=standing.routine).exclude(status=SessionStatus.WITHDRAWN)


def _combined(
    access: PatientAccess, standing: Standing, found: Sequence[RecordedSession], planned: Iterable[Occurrence]
) -> list[DueSession]:
    older = {content_revision_id(standing.revision, one.row) for one in found} - {standing.revision.pk}
    contents = _contents(access, standing, older)
    sessions = {(one.row.local_date, one.row.slot): _from_row(standing, one, contents) for one in found}
    for one in planned:
        sessions.setdefault((one.local_date, one.slot), _from_plan(standing, one))
    return sorted(sessions.values(), key=lambda session: (session.local_date, session.due_at, session.slot))


def _contents(access: PatientAccess, standing: Standing, older: set[int]) -> dict[int, list[PrescribedExercise]]:
    contents: dict[int, list[PrescribedExercise]] = defaultdict(list)
    contents[standing.revision.pk] = list(standing.prescribed)
    if older:
        for row in with_words(access.rows(PrescribedExercise).filter(revision__in=older), standing.language):
            contents[row.revision_id].append(row)
    return contents


def _from_row(standing: Standing, one: RecordedSession, contents: dict[int, list[PrescribedExercise]]) -> DueSession:
    row = one.row
    prescribed = contents[content_revision_id(standing.revision, row)]
    revision = prescribed[0].revision if prescribed else standing.revision
    exercises = _exercises(prescribed, row.local_date, row.slot, one.results, standing.language)
    return DueSession(row.local_date, row.slot, row.due_at, standing.routine, revision, row, exercises, one.note)


def _from_plan(standing: Standing, one: Occurrence) -> DueSession:
    exercises = _exercises(standing.prescribed, one.local_date, one.slot, [], standing.language)
    return DueSession(one.local_date, one.slot, one.due_at, standing.routine, standing.revision, None, exercises)


def _exercises(
    prescribed: Iterable[PrescribedExercise], day: date, slot: int, results: list[ExerciseResult], language: str
) -> tuple[DueExercise, ...]:
    due = [row for row in prescribed if is_prescribed(row, day, slot)]
    return tuple(
        DueExercise(number, row, row.exercise.shown_in(language, row.variant), results_for(row, results))
        for number, row in enumerate(due, start=1)
    )
