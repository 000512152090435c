"""What is due to a patient on a day, and what is recorded of it. Reads only; a page view writes nothing.

Sessions are rows that the pump makes two days ahead. Where it has not come round yet (a routine published a moment
ago, a pump that stands still) the same sessions are worked out from the schedule, so the page is never wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from accounts.access import PatientAccess
from exercises.laterality import Laterality
from exercises.models import Exercise, ExerciseText, ExerciseVariant
from exercises.models.texts import FALLBACK_LANGUAGE, ShownExercise
from portal.routines.models import PrescribedExercise, Routine, RoutinePause, RoutineRevision, RoutineTime, Side
from portal.routines.schedule import Occurrence, is_prescribed, occurrences
from portal.sessions.models import ExerciseResult, ExerciseSession, Outcome, SessionNote, SessionStatus

# A session can be recorded or corrected for this many days after its own day.
CORRECTION_DAYS = 7

SIDES: dict[str, tuple[str, ...]] = {
    Laterality.LEFT: (Side.LEFT,),
    Laterality.RIGHT: (Side.RIGHT,),
    Laterality.BILATERAL: (Side.BOTH,),
    Laterality.EACH_SIDE: (Side.LEFT, Side.RIGHT),
    Laterality.ALTERNATING: (Side.BOTH,),
}


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
    """One slot of one day. `row` is empty while nothing has made it yet."""

    local_date: date
    slot: int
    due_at: datetime
    routine: Routine
    revision: RoutineRevision
    row: ExerciseSession | None = None
    exercises: tuple[DueExercise, ...] = ()

    @property
    def status(self) -> str:
        return self.row.status if self.row else SessionStatus.DUE

    @property
    def done_count(self) -> int:
        return sum(one.is_done for one in self.exercises)

    @property
    def is_complete(self) -> bool:
        return bool(self.exercises) and all(one.is_recorded for one in self.exercises)

    @property
    def next_exercise(self) -> DueExercise | None:
        return next((one for one in self.exercises if not one.is_recorded), None)

    @property
    def live_notes(self) -> list[SessionNote]:
        return getattr(self.row, "live_notes", [])


@dataclass(frozen=True)
class Standing:
    """The patient's routine as it stands: the newest published revision and everything in it."""

    revision: RoutineRevision
    prescribed: tuple[PrescribedExercise, ...]
    language: str

    @property
    def routine(self) -> Routine:
        return self.revision.routine


def standing_routine(access: PatientAccess, language: str) -> Standing | None:
    """Two queries: the published exercises with routine and author, and their words. None without a routine."""
    newest = (
        access.rows(RoutineRevision)
        .filter(routine__ended_on__isnull=True, published_at__isnull=False)
        .order_by("-number")
        .values("pk")[:1]
    )
    prescribed = with_words(access.rows(PrescribedExercise).filter(revision__in=newest), language)
    return Standing(prescribed[0].revision, tuple(prescribed), language) if prescribed else None


def sessions_between(access: PatientAccess, standing: Standing, first: date, last: date) -> list[DueSession]:
    """Every session from `first` to `last`, with results and notes, in order.

    Three queries; two more while the pump has not made the rows, two more where an older revision is needed.
    """
    rows = list(
        access.rows(ExerciseSession)
        .filter(routine=standing.routine, local_date__range=(first, last))
        .exclude(status=SessionStatus.WITHDRAWN)
        .prefetch_related(*live_records())
    )
    older = {row.revision_id for row in rows if _revision_id(standing, row) != standing.revision.pk}
    contents = _contents(access, standing, older)
    found = {(row.local_date, row.slot): _from_row(standing, row, contents) for row in rows}
    for one in _not_made_yet(access, standing, first, last):
        found.setdefault((one.local_date, one.slot), _from_plan(standing, one))
    return [found[key] for key in sorted(found)]


def find_session(access: PatientAccess, standing: Standing | None, day: date, slot: int) -> DueSession | None:
    """The session of this day and slot if it may be recorded today, else None."""
    if standing is None or not first_open_day(access.today) <= day <= access.today:
        return None
    return next((one for one in sessions_between(access, standing, day, day) if one.slot == slot), None)


def first_open_day(today: date) -> date:
    return today - timedelta(days=CORRECTION_DAYS)


def sides_of(prescribed: PrescribedExercise) -> tuple[str, ...]:
    """The rows that one tick makes: left and right are kept apart where each side is done."""
    return SIDES[prescribed.side]


def live_records() -> tuple[Prefetch[str], Prefetch[str]]:
    results = ExerciseResult.objects.filter(voided_at__isnull=True).select_related("prescribed_exercise", "recorded_by")
    notes = SessionNote.objects.filter(voided_at__isnull=True).select_related("written_by")
    return Prefetch("results", results, to_attr="live_results"), Prefetch("notes", notes, to_attr="live_notes")


def with_words(prescribed: QuerySet[PrescribedExercise], language: str) -> list[PrescribedExercise]:
    """Attaches exercise, variant, revision, routine and author in one query, and all their words in a second one."""
    rows = list(prescribed.select_related("exercise", "variant", "revision__routine", "revision__author"))
    texts = ExerciseText.objects.filter(
        exercise__in={row.exercise_id for row in rows}, language__in=[language, FALLBACK_LANGUAGE]
    )
    by_owner: dict[tuple[int, int | None], list[ExerciseText]] = defaultdict(list)
    for text in texts if rows else ():
        by_owner[text.exercise_id, text.variant_id].append(text)
    for row in rows:
        _put_words(row.exercise, by_owner[row.exercise_id, None])
        if row.variant:
            _put_words(row.variant, by_owner[row.exercise_id, row.variant_id])
    return rows


def _put_words(owner: Exercise | ExerciseVariant, texts: list[ExerciseText]) -> None:
    """What prefetch_related would do with a query for exercises and another one for variants."""
    owner._prefetched_objects_cache = {"texts": texts}  # type: ignore[union-attr]


def _revision_id(standing: Standing, row: ExerciseSession) -> int:
    """What is due is always the newest revision; what is finished, or older than it, stays as it was."""
    is_open = row.status in (SessionStatus.DUE, SessionStatus.PARTLY)
    effective_on = standing.revision.effective_on
    if is_open and effective_on is not None and row.local_date >= effective_on:
        return standing.revision.pk
    return row.revision_id


def _contents(access: PatientAccess, standing: Standing, older: set[int]) -> dict[int, list[PrescribedExercise]]:
    contents: dict[int, list[PrescribedExercise]] = defaultdict(list)
    contents[standing.revision.pk] = list(standing.prescribed)
    if older:
        for row in with_words(access.rows(PrescribedExercise).filter(revision__in=older), standing.language):
            contents[row.revision_id].append(row)
    return contents


def _from_row(standing: Standing, row: ExerciseSession, contents: dict[int, list[PrescribedExercise]]) -> DueSession:
    prescribed = contents[_revision_id(standing, row)]
    revision = prescribed[0].revision if prescribed else standing.revision
    results: list[ExerciseResult] = row.live_results  # type: ignore[attr-defined]
    exercises = _exercises(prescribed, row.local_date, row.slot, results, standing.language)
    return DueSession(row.local_date, row.slot, row.due_at, standing.routine, revision, row, exercises)


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


def results_for(prescribed: PrescribedExercise, results: Iterable[ExerciseResult]) -> tuple[ExerciseResult, ...]:
    """Its own results, or those of the same exercise as an earlier revision of today had it."""
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


def _not_made_yet(access: PatientAccess, standing: Standing, first: date, last: date) -> Iterable[Occurrence]:
    made_until = standing.routine.sessions_until_on
    begin = max(first, access.today if made_until is None else made_until + timedelta(days=1))
    if begin > last:
        return ()
    return occurrences(
        times=list(access.rows(RoutineTime).filter(routine=standing.routine).values_list("slot", "local_time")),
        prescribed=standing.prescribed,
        pauses=access.rows(RoutinePause).filter(routine=standing.routine),
        first=begin,
        last=last,
        zone=access.patient.zone,
    )
