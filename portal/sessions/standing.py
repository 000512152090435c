"""The routine as it stands: the newest published revision with its words, and when its sessions fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import FilteredRelation, Q, QuerySet, Subquery

from accounts.access import PatientAccess
from accounts.models import TreatmentLink
from exercises.models import Exercise, ExerciseText, ExerciseVariant
from exercises.words import words_of, words_of_editions
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision, RoutineTime
from portal.routines.schedule import Occurrence, occurrences

# Far enough to pass any pause that a therapist would set; reading ahead stops at the first session found.
LOOK_AHEAD = timedelta(days=366)

# What a therapist reads of an exercise and a patient's page does not: long lists, dear to unpack on every request.
UNREAD = tuple(
    f"exercise__{name}" for name in ("muscles", "equipment", "tags", "easier_exercises", "harder_exercises", "synonyms")
)


@dataclass(frozen=True)
class Standing:
    """The patient's routine as it stands: the newest published revision and everything in it."""

    revision: RoutineRevision
    prescribed: tuple[PrescribedExercise, ...]
    language: str
    therapist: str = ""  # who is responsible today, by name

    @property
    def routine(self) -> Routine:
        return self.revision.routine

    @property
    def first_name(self) -> str:
        """Of the therapist."""
        return self.therapist.split(" ", 1)[0]


@dataclass(unsafe_hash=True)
class Pause:
    """Days on which nothing is due. Both ends included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Schedule:
    """Clock times, and the pauses that were not over on the day it was read for."""

    times: tuple[tuple[int, time], ...] = ()
    pauses: tuple[Pause, ...] = ()

    def pause_on(self, day: date) -> Pause | None:
        """Of several pauses that cover the day, the one that lasts longest."""
        covering = [pause for pause in self.pauses if pause.starts_on <= day <= pause.ends_on]
        return max(covering, key=lambda pause: pause.ends_on, default=None)

    def planned(
        self, zone: ZoneInfo, prescribed: Sequence[PrescribedExercise], first: date, last: date
    ) -> Iterator[Occurrence]:
        return occurrences(
            times=self.times, prescribed=prescribed, pauses=self.pauses, first=first, last=last, zone=zone
        )

    def next_after(self, zone: ZoneInfo, prescribed: Sequence[PrescribedExercise], day: date) -> Occurrence | None:
        return next(self.planned(zone, prescribed, day + timedelta(days=1), day + LOOK_AHEAD), None)


def standing_routine(access: PatientAccess, language: str) -> Standing | None:
    """Two queries: the published exercises with routine and author, and their words. None without a routine."""
    newest = newest_revision(access).values("pk")[:1]
    prescribed = with_words(
        access.rows(PrescribedExercise)
        .filter(revision__in=newest)
        .annotate(therapist=Subquery(_therapist_names(access)[:1])),
        language,
    )
    if not prescribed:
        return None
    therapist: str = prescribed[0].therapist or ""  # type: ignore[attr-defined]
    return Standing(prescribed[0].revision, tuple(prescribed), language, therapist)


def newest_revision(access: PatientAccess) -> QuerySet[RoutineRevision]:
    published = access.rows(RoutineRevision).filter(routine__ended_on__isnull=True, published_at__isnull=False)
    return published.order_by("-number")


def made_until(routine: Routine, today: date) -> date:
    """Up to this day what has no row was not due. After a change of schedule: yesterday."""
    return routine.sessions_until_on or today - timedelta(days=1)


def schedule_of(access: PatientAccess, routine: Routine, *, since: date) -> Schedule:
    """One query: clock times, and the pauses not over on `since`."""
    times = access.rows(RoutineTime).filter(routine=routine)
    return schedules_by_patient(times, since=since)[access.patient.pk]


def schedules_by_patient(times: QuerySet[RoutineTime], *, since: date) -> dict[int, Schedule]:
    """One query for all of them: a line for each time and pause; without a pause a line for each time."""
    not_over = FilteredRelation("routine__pauses", condition=Q(routine__pauses__ends_on__gte=since))
    lines = (
        times.annotate(pause=not_over)
        .order_by("slot", "pause__pk")
        .values_list("routine__patient", "slot", "local_time", "pause__starts_on", "pause__ends_on")
    )
    found: dict[int, tuple[dict[int, time], set[Pause]]] = defaultdict(lambda: ({}, set()))
    for patient, slot, local_time, starts_on, ends_on in lines:
        clock, pauses = found[patient]
        clock[slot] = local_time
        if starts_on is not None:
            pauses.add(Pause(starts_on, ends_on))
    schedules = {patient: Schedule(tuple(clock.items()), tuple(pauses)) for patient, (clock, pauses) in found.items()}
    return defaultdict(Schedule, schedules)


def with_words(prescribed: QuerySet[PrescribedExercise], language: str) -> list[PrescribedExercise]:
    """Attaches exercise, variant, revision, routine and author in one query; their words need another one at most."""
    rows = list(
        prescribed.select_related("exercise", "variant", "revision__routine", "revision__author").defer(*UNREAD)
    )
    put_words(rows, _words(rows, language))
    return rows


def _words(rows: Sequence[PrescribedExercise], language: str) -> dict[int, list[ExerciseText]]:
    """Where the library has moved on since the routine was published, a version that the clinic has adopted."""
    moved = {
        row.exercise: row.exercise_version for row in rows if row.exercise_version not in (None, row.exercise.version)
    }
    found = words_of((row.exercise for row in rows if row.exercise not in moved), language)
    if moved:
        clinic = rows[0].revision.routine.patient.clinic_id
        found |= words_of_editions(
            {exercise: version for exercise, version in moved.items() if version}, clinic, language
        )
    return found


def put_words(rows: Iterable[PrescribedExercise], words: Mapping[int, Sequence[ExerciseText]]) -> None:
    """What prefetch_related would do with one query for exercises and another one for variants."""
    for row in rows:
        texts = words.get(row.exercise_id, ())
        _attach(row.exercise, [text for text in texts if text.variant_id is None])
        if row.variant:
            _attach(row.variant, [text for text in texts if text.variant_id == row.variant_id])


def _attach(owner: Exercise | ExerciseVariant, texts: list[ExerciseText]) -> None:
    owner._prefetched_objects_cache = {"texts": texts}  # type: ignore[union-attr]


def _therapist_names(access: PatientAccess) -> QuerySet[TreatmentLink, str]:
    """As accounts.access.responsible_therapist, but inside another query."""
    return (
        TreatmentLink.objects.filter(patient=access.patient, starts_on__lte=access.today, ends_on__isnull=True)
        .order_by("starts_on", "pk")
        .values_list("therapist__name", flat=True)
    )
