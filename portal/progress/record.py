"""Reads what is on record of one patient over some weeks. A fixed number of queries, however long the history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from accounts.access import PatientAccess, Scope
from portal.progress.adherence import Session, monday_of
from portal.progress.charts import Pain
from portal.routines.models import PrescribedExercise, RoutinePause
from portal.sessions.models import (
    ExerciseResult,
    ExerciseSession,
    NotDoneReason,
    Outcome,
    RecordSource,
    SessionNote,
    SessionStatus,
)
from portal.sessions.standing import made_until, newest_revision, schedule_of

WEEKS_SHOWN = 10
FEWEST_WEEKS = 4
MOST_NOTES = 200


@dataclass(frozen=True)
class Result:
    session_id: int
    exercise_id: int
    outcome: str
    reason: str
    recorded_by: str
    is_on_behalf: bool
    is_from_paper: bool

    @property
    def reason_words(self) -> str:
        return str(NotDoneReason(self.reason).label) if self.reason else ""


@dataclass
class Planned:
    """A session of today that nothing has made a row for yet."""

    local_date: date
    due_at: datetime
    status: str = SessionStatus.DUE


@dataclass
class Record:
    first: date
    last: date
    sessions: list[ExerciseSession]
    pauses: list[RoutinePause]
    planned: list[Planned] = field(default_factory=list)
    results: dict[int, list[Result]] = field(default_factory=dict)

    def with_planned(self) -> list[Session]:
        return [*self.sessions, *self.planned]

    def since(self, day: date) -> list[ExerciseSession]:
        return [session for session in self.sessions if session.local_date >= day]

    def reasons(self) -> dict[date, str]:
        """Why nothing was done on a day, in words, where somebody said so."""
        found: dict[date, list[str]] = defaultdict(list)
        for session in self.sessions:
            if session.status == SessionStatus.SKIPPED:
                found[session.local_date] += [one.reason_words for one in self.results.get(session.pk, ())]
        return {day: ", ".join(dict.fromkeys(filter(None, words))) for day, words in found.items() if any(words)}


def read_record(access: PatientAccess) -> Record:
    """The last ten weeks, or as many as there are, but never so few that a calendar looks broken.

    Four queries; two more while today's sessions are not made.
    """
    today = access.today
    earliest = monday_of(today) - timedelta(weeks=WEEKS_SHOWN - 1)
    latest_start = monday_of(today) - timedelta(weeks=FEWEST_WEEKS - 1)
    sessions = list(
        access.rows(ExerciseSession)
        .filter(local_date__range=(earliest, today))
        .exclude(status=SessionStatus.WITHDRAWN)
        .order_by("local_date", "slot")
    )
    first = min(monday_of(sessions[0].local_date), latest_start) if sessions else latest_start
    pauses = list(access.rows(RoutinePause).filter(ends_on__gte=first, starts_on__lte=today))
    return Record(first, today, sessions, pauses, _planned(access, sessions), _results(access, first, today))


def _planned(access: PatientAccess, sessions: Iterable[ExerciseSession]) -> list[Planned]:
    today = access.today
    newest = newest_revision(access).select_related("routine").first()
    if newest is None or made_until(newest.routine, today) >= today:
        return []
    made = {session.slot for session in sessions if session.local_date == today}
    prescribed = list(access.rows(PrescribedExercise).filter(revision=newest))
    found = schedule_of(access, newest.routine, since=today).planned(access.patient.zone, prescribed, today, today)
    return [Planned(one.local_date, one.due_at) for one in found if one.slot not in made]


def _results(access: PatientAccess, first: date, last: date) -> dict[int, list[Result]]:
    rows = (
        access.rows(ExerciseResult)
        .filter(voided_at__isnull=True, exercise_session__local_date__range=(first, last))
        .order_by("pk")
        .values_list(
            "exercise_session_id",
            "prescribed_exercise__exercise_id",
            "outcome",
            "reason",
            "recorded_by__name",
            "on_behalf_of_id",
            "source",
        )
    )
    found: dict[int, list[Result]] = defaultdict(list)
    for session_id, exercise_id, outcome, reason, name, on_behalf_of, source in rows:
        is_from_paper = source == RecordSource.PAPER
        result = Result(session_id, exercise_id, outcome, reason, name or "", on_behalf_of is not None, is_from_paper)
        found[session_id].append(result)
    return found


def read_notes(access: PatientAccess, first: date) -> list[SessionNote]:
    """Newest first, and only what this reader may see: a caregiver her own and what was shared. One query."""
    notes = access.rows(SessionNote).filter(voided_at__isnull=True)
    notes = notes.filter(Q(exercise_session__local_date__gte=first) | Q(read_at__isnull=True) & ~Q(words=""))
    if not access.may(Scope.PRIVATE_NOTES):
        own = Q(written_by=access.user)
        notes = notes.filter(own | Q(is_shared=True) if access.may(Scope.VIEW_SHARED_NOTES) else own)
    return list(
        notes.select_related("exercise_session", "written_by").order_by("-exercise_session__local_date", "-written_at")[
            :MOST_NOTES
        ]
    )


def pains(notes: Iterable[SessionNote]) -> list[Pain]:
    return [Pain(one.exercise_session.local_date, one.pain_during) for one in notes if one.pain_during is not None]


def done_exercises(results: Iterable[Result]) -> set[int]:
    """Exercises of one session of which everything recorded was done."""
    outcomes: dict[int, set[str]] = defaultdict(set)
    for result in results:
        outcomes[result.exercise_id].add(result.outcome)
    return {exercise for exercise, found in outcomes.items() if found == {Outcome.DONE}}
