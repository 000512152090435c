"""Routines as the pump reads them: in batches, with everything that decides about their sessions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import zip_longest

from django.db.models import Max, Prefetch, QuerySet

from portal.reminders.hours import utc_day
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision
from portal.routines.schedule import occurrences, parse_times
from portal.sessions.models import ExerciseSession

# Counted from the day in UTC, which is at most a day behind the patient's: 48 hours ahead in every zone.
# Each routine is looked at once a day, so that rows also follow a new release of the tz database.
AHEAD_DAYS = 3
LONGEST_GAP = timedelta(days=60)

Slot = tuple[date, int]


@dataclass(frozen=True)
class Wanted:
    due_at: datetime
    revision_id: int


@dataclass
class Book:
    """One routine with its schedule, from `first` to `last` where the patient lives."""

    routine: Routine
    today: date
    first: date
    last: date
    prescribed: dict[int, list[PrescribedExercise]]

    @cached_property
    def revisions(self) -> list[RoutineRevision]:
        """Published ones, oldest first."""
        return list(getattr(self.routine, "published", ()))

    @property
    def newest(self) -> RoutineRevision | None:
        return self.revisions[-1] if self.revisions else None

    @cached_property
    def wanted(self) -> dict[Slot, Wanted]:
        return {
            (one.local_date, one.slot): Wanted(one.due_at, revision.pk)
            for revision, first, last in self.in_effect()
            for one in occurrences(
                times=self._times_of(revision),
                prescribed=self.prescribed[revision.pk],
                pauses=self.routine.pauses.all(),
                first=first,
                last=last,
                zone=self.routine.patient.zone,
            )
        }

    def in_effect(self) -> Iterator[tuple[RoutineRevision, date, date]]:
        """Which revision holds from when to when."""
        for revision, following in zip_longest(self.revisions, self.revisions[1:]):
            until = first_day(following) - timedelta(days=1) if following else self.last
            first, last = max(self.first, first_day(revision)), min(self.last, until)
            if first <= last:
                yield revision, first, last

    def _times_of(self, revision: RoutineRevision) -> list[tuple[int, time]]:
        if revision is self.newest:
            return [(one.slot, one.local_time) for one in self.routine.times.all()]
        return parse_times(revision.times)


def read_books(routines: QuerySet[Routine], now: datetime) -> list[Book]:
    published = RoutineRevision.objects.filter(published_at__isnull=False).order_by("number")
    rows = list(
        routines.select_related("patient").prefetch_related(
            Prefetch("revisions", published.select_related("routine__patient"), to_attr="published"), "times", "pauses"
        )
    )
    last_made = _last_made([one for one in rows if one.sessions_until_on is None])
    books = [_book(routine, last_made.get(routine.pk), now) for routine in rows]
    _read_prescribed(books)
    return books


def horizon(now: datetime) -> date:
    return utc_day(now) + timedelta(days=AHEAD_DAYS)


def first_day(revision: RoutineRevision) -> date:
    assert revision.effective_on is not None  # noqa: S101 (published_has_a_first_day)
    return revision.effective_on


def _book(routine: Routine, last_made: date | None, now: datetime) -> Book:
    """From the day after the last one made, also when that is long past; today's and later ones are looked at again."""
    today = routine.patient.today(now)
    book = Book(routine, today, today, horizon(now), defaultdict(list))
    made_until = routine.sessions_until_on or last_made
    if made_until is not None:
        book.first = made_until + timedelta(days=1)
    elif book.revisions:
        book.first = first_day(book.revisions[0])
    book.first = max(min(book.first, today), today - LONGEST_GAP)
    return book


def _last_made(routines: list[Routine]) -> dict[int, date]:
    """Where a schedule changed while the pump stood still, rows end somewhere in the past."""
    rows = ExerciseSession.objects.filter(routine__in=routines).order_by()
    return dict(rows.values_list("routine_id").annotate(Max("local_date")))


def _read_prescribed(books: list[Book]) -> None:
    """Only of the revisions that hold on the days in question."""
    holding = {revision.pk: book for book in books for revision, _first, _last in book.in_effect()}
    for row in PrescribedExercise.objects.filter(revision__in=holding).only("revision_id", "weekdays", "slots"):
        holding[row.revision_id].prescribed[row.revision_id].append(row)
