"""Sessions as rows, at least two days ahead, from the pure schedule.

Any number of these may run at once: a unique key makes a second row impossible, and each routine is locked while its
rows are made, so a schedule that changes meanwhile is seen as changed again. What is recorded is never touched.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.reminders.books import Book, Slot, horizon, read_books
from portal.reminders.news import plan_news
from portal.reminders.plan import move_deliveries
from portal.routines.models import Routine
from portal.sessions.models import ExerciseSession, SessionNote, SessionStatus

logger = logging.getLogger(__name__)

BATCH = 50
FOLLOWS_THE_SCHEDULE = (SessionStatus.DUE, SessionStatus.PARTLY, SessionStatus.WITHDRAWN)


def materialise(now: datetime, may_go_on: Callable[[], bool]) -> int:
    """Returns for how many routines rows were made. One that cannot be made stops no other."""
    _withdraw_after_the_end(now)
    made = 0
    passed_over: set[int] = set()
    while may_go_on():
        keys = _to_make(now, passed_over)
        if not keys:
            break
        done = _make_or_try_singly(keys, now)
        passed_over |= set(keys) - done
        made += len(done)
    return made


def _to_make(now: datetime, passed_over: set[int]) -> list[int]:
    """Changed schedules first: somebody waits for them. Each question has its own end of the same index."""
    active = Routine.objects.filter(ended_on__isnull=True).exclude(pk__in=passed_over)
    changed = list(active.filter(sessions_until_on__isnull=True).values_list("pk", flat=True)[:BATCH])
    running_out = active.filter(sessions_until_on__lt=horizon(now)).order_by("sessions_until_on")
    return changed or list(running_out.values_list("pk", flat=True)[:BATCH])


def _make_or_try_singly(keys: list[int], now: datetime) -> set[int]:
    try:
        return _make(keys, now)
    except Exception:
        logger.exception("Sessions of routines %s could not be made.", keys)
    if len(keys) == 1:
        return set()
    return {made for key in keys for made in _make_or_try_singly([key], now)}


@transaction.atomic
def _make(keys: list[int], now: datetime) -> set[int]:
    # A routine that another pump is at, or a therapist is publishing, is left for the next look.
    active = Routine.objects.select_for_update(of=("self",), skip_locked=True).filter(ended_on__isnull=True)
    books = read_books(active.filter(pk__in=keys), now)
    if not books:
        return set()
    rows = _rows_of(books)
    _add_missing(books, rows)
    _withdraw([row.pk for book in books for row in _not_wanted(book, rows[book.routine.pk])])
    _move([row for book in books for row in _moved(book, rows[book.routine.pk])])
    changed = [book for book in books if book.routine.sessions_until_on is None]
    plan_news([book.newest for book in changed if book.newest], now)
    made = {book.routine.pk for book in books}
    Routine.objects.filter(pk__in=made).update(sessions_until_on=horizon(now))
    return made


def _rows_of(books: list[Book]) -> dict[int, dict[Slot, ExerciseSession]]:
    found: dict[int, dict[Slot, ExerciseSession]] = defaultdict(dict)
    first = min(book.first for book in books)
    keys = [book.routine.pk for book in books]
    for row in ExerciseSession.objects.filter(routine__in=keys, local_date__gte=first):
        found[row.routine_id][row.local_date, row.slot] = row
    return found


def _add_missing(books: list[Book], rows: dict[int, dict[Slot, ExerciseSession]]) -> None:
    missing = [
        ExerciseSession(
            routine=book.routine, revision_id=wanted.revision_id, local_date=day, slot=slot, due_at=wanted.due_at
        )
        for book in books
        for (day, slot), wanted in book.wanted.items()
        if (day, slot) not in rows[book.routine.pk]
    ]
    ExerciseSession.objects.bulk_create(missing, ignore_conflicts=True)


def _not_wanted(book: Book, rows: dict[Slot, ExerciseSession]) -> Iterator[ExerciseSession]:
    for key, row in rows.items():
        if row.local_date >= book.today and key not in book.wanted and row.status == SessionStatus.DUE:
            yield row


def _moved(book: Book, rows: dict[Slot, ExerciseSession]) -> Iterator[ExerciseSession]:
    """Rows of today and later that have another time or revision now, or were withdrawn and are due again."""
    for key, row in rows.items():
        if row.local_date < book.today or key not in book.wanted or row.status not in FOLLOWS_THE_SCHEDULE:
            continue
        wanted = book.wanted[key]
        due_at = row.due_at if row.status == SessionStatus.PARTLY else wanted.due_at
        is_moved = (row.due_at, row.revision_id) != (due_at, wanted.revision_id)
        if is_moved or row.status == SessionStatus.WITHDRAWN:
            row.due_at, row.revision_id = due_at, wanted.revision_id
            yield row


def _move(rows: list[ExerciseSession]) -> None:
    if not rows:
        return
    ExerciseSession.objects.bulk_update(rows, ["due_at", "revision"])
    keys = [row.pk for row in rows]
    ExerciseSession.objects.filter(pk__in=keys, status=SessionStatus.WITHDRAWN).update(status=SessionStatus.DUE)
    move_deliveries(keys)


def _withdraw(keys: list[int]) -> None:
    """Somebody's note keeps a session where it is."""
    if not keys:
        return
    note = SessionNote.objects.filter(exercise_session=OuterRef("pk"), voided_at__isnull=True)
    due = ExerciseSession.objects.filter(~Exists(note), pk__in=keys, status=SessionStatus.DUE)
    due.update(status=SessionStatus.WITHDRAWN)


@transaction.atomic
def _withdraw_after_the_end(now: datetime) -> None:
    ended = Routine.objects.filter(ended_on__isnull=False, sessions_until_on__isnull=False)
    routines = list(ended.select_for_update(skip_locked=True)[:BATCH])
    if not routines:
        return
    later = ExerciseSession.objects.filter(routine__in=routines, due_at__gt=now)
    _withdraw(list(later.values_list("pk", flat=True)))
    Routine.objects.filter(pk__in=[one.pk for one in routines]).update(sessions_until_on=None)
