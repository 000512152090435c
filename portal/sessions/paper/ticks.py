"""The grid in which ticks from a sheet are typed in: days across, exercises with their legs and times down.

A day shows what the sheet in the hand showed. Days before that sheet's revision show the revision in force then. What is
recorded already stands there and is not changed here. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.schedule import is_prescribed
from portal.sessions.actions import Entry
from portal.sessions.models import ExerciseResult, ExerciseSession, Outcome, SessionStatus
from portal.sessions.paper.lines import line_words, times_of
from portal.sessions.records import RecordedSession, recorded, results_for, sides_of
from portal.sessions.seen import SeenSession
from portal.sessions.standing import made_until, schedule_of, with_words

# A sheet holds two weeks; two sheets back may still be typed in.
DAYS = 14
OLDEST = timedelta(days=2 * DAYS - 1)

Rows = Sequence[PrescribedExercise]


@dataclass(frozen=True)
class Cell:
    """One box. `value` names it in the form and is empty where nothing is due; `state` is "", "done" or "not_done"."""

    day: date
    slot: int
    row: PrescribedExercise
    side: str
    value: str = ""
    state: str = ""
    label: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.value) and not self.state


@dataclass(frozen=True)
class Line:
    name: str
    name_lang: str
    words: str
    is_first: bool  # of its exercise
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """Days that follow each other on which one revision stood on the sheet."""

    revision: RoutineRevision
    days: tuple[date, ...]
    lines: tuple[Line, ...]

    @property
    def open_days(self) -> frozenset[date]:
        return frozenset(cell.day for line in self.lines for cell in line.cells if cell.is_open)


@dataclass(frozen=True)
class Grid:
    """`sheet` is the revision on the sheet. `first` and `last` are the days shown, both included."""

    sheet: RoutineRevision
    first: date
    last: date
    parts: tuple[Part, ...]
    contents: dict[int, list[PrescribedExercise]]
    in_force: dict[date, RoutineRevision]

    def cells(self) -> Iterator[Cell]:
        for part in self.parts:
            for line in part.lines:
                yield from (cell for cell in line.cells if cell.value)

    def revision_on(self, day: date) -> RoutineRevision:
        return next(part.revision for part in self.parts if day in part.days)


def read_grid(access: PatientAccess, sheet_code: str, *, is_earlier: bool, language: str) -> Grid | None:
    """Six queries however much is shown. None without a routine; an unknown code means the newest sheet."""
    revisions = list(
        access.rows(RoutineRevision)
        .filter(routine__ended_on__isnull=True, published_at__isnull=False)
        .select_related("routine")
        .order_by("number")
    )
    if not revisions:
        return None
    sheet = next((one for one in revisions if sheet_code and one.sheet_code == sheet_code), revisions[-1])
    last = access.today - timedelta(days=DAYS) if is_earlier else access.today
    days = [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    in_force = {day: found for day in days if (found := _in_force(revisions, day))}
    shown = {day: _on_sheet(sheet, found, day) for day, found in in_force.items()}
    needed = {one.pk for one in (*in_force.values(), *shown.values())}
    contents: dict[int, list[PrescribedExercise]] = {pk: [] for pk in needed}
    for row in with_words(access.rows(PrescribedExercise).filter(revision__in=needed), language):
        contents[row.revision_id].append(row)
    sessions = _sessions(access, revisions[-1], days, {day: contents[one.pk] for day, one in in_force.items()})
    parts = tuple(
        _part(contents[revision.pk], revision, list(its_days), sessions, language)
        for revision, its_days in groupby(sorted(shown), key=lambda day: shown[day])
    )
    return Grid(sheet, days[0], last, parts, contents, in_force)


def chosen(grid: Grid, ticked: Sequence[str], whole_days: Sequence[str]) -> tuple[list[Cell], list[str]]:
    """The open boxes that were ticked, one by one or by the day, and what does not belong here. What is recorded
    already is neither: the form was sent twice, or somebody else was faster."""
    cells = {cell.value: cell for cell in grid.cells()}
    found = {value: cells[value] for value in ticked if value in cells and cells[value].is_open}
    found |= {cell.value: cell for cell in cells.values() if cell.is_open and cell.day.isoformat() in whole_days}
    return list(found.values()), [value for value in ticked if value not in cells]


def as_entries(grid: Grid, cells: Sequence[Cell]) -> list[tuple[SeenSession, list[Entry]]]:
    """By session, as the actions take them."""
    by_session = sorted(cells, key=lambda cell: (cell.day, cell.slot, cell.row.order, cell.row.pk))
    return [
        (_seen(grid, day, slot), list(_entries(list(its_cells))))
        for (day, slot), its_cells in groupby(by_session, key=lambda cell: (cell.day, cell.slot))
    ]


def _entries(cells: list[Cell]) -> Iterator[Entry]:
    for _pk, its_cells in groupby(cells, key=lambda cell: cell.row.pk):
        mine = list(its_cells)
        yield Entry(mine[0].row, sides=tuple(cell.side for cell in mine))


def _seen(grid: Grid, day: date, slot: int) -> SeenSession:
    shown, newest = grid.revision_on(day), grid.in_force[day]
    return SeenSession(
        day, slot, shown, _of(grid.contents[shown.pk], day, slot), (newest, _of(grid.contents[newest.pk], day, slot))
    )


def _of(rows: Rows, day: date, slot: int) -> tuple[PrescribedExercise, ...]:
    return tuple(row for row in rows if is_prescribed(row, day, slot))


def _in_force(revisions: Sequence[RoutineRevision], day: date) -> RoutineRevision | None:
    begun = [one for one in revisions if one.effective_on is not None and one.effective_on <= day]
    return begun[-1] if begun else None


def _on_sheet(sheet: RoutineRevision, in_force: RoutineRevision, day: date) -> RoutineRevision:
    """Whoever goes on with an older sheet did what stands on it, though there is a newer one."""
    return sheet if sheet.effective_on is not None and sheet.effective_on <= day else in_force


@dataclass(frozen=True)
class _Sessions:
    """What was due, by day and slot, with what is recorded of it; and the clock time of each slot."""

    found: dict[tuple[date, int], list[ExerciseResult]]
    times: list[tuple[int, time]]


def _sessions(
    access: PatientAccess, newest: RoutineRevision, days: Sequence[date], due: dict[date, list[PrescribedExercise]]
) -> _Sessions:
    rows = access.rows(ExerciseSession).filter(routine=newest.routine, local_date__range=(days[0], days[-1]))
    made = recorded(rows.exclude(status=SessionStatus.WITHDRAWN))
    found = {(one.row.local_date, one.row.slot): one.results for one in made}
    schedule = schedule_of(access, newest.routine, since=days[0])
    # What the pump has not made yet; before that day what has no row was not due.
    begin = max(days[0], made_until(newest.routine, access.today) + timedelta(days=1))
    for day in (day for day in days if begin <= day <= access.today and day in due):
        for one in schedule.planned(access.patient.zone, due[day], day, day):
            found.setdefault((one.local_date, one.slot), [])
    return _Sessions(found, _clocks(access, made, schedule.times))


def _clocks(
    access: PatientAccess, made: Sequence[RecordedSession], times: Sequence[tuple[int, time]]
) -> list[tuple[int, time]]:
    """A slot that the routine has no more keeps the clock time of its last session."""
    past = {one.row.slot: timezone.localtime(one.row.due_at, access.patient.zone).time() for one in made}
    return list((past | dict(times)).items())


def _part(rows: Rows, revision: RoutineRevision, days: list[date], sessions: _Sessions, language: str) -> Part:
    lines = [line for row in rows for line in _lines(row, days, sessions, language)]
    return Part(revision, tuple(days), tuple(lines))


def _lines(row: PrescribedExercise, days: list[date], sessions: _Sessions, language: str) -> Iterator[Line]:
    shown = row.exercise.shown_in(language, row.variant)
    times = times_of(row, sessions.times)
    is_first = True
    for slot, clock in times:
        for side in sides_of(row):
            words = line_words(side, clock if len(times) > 1 else None)
            label = _("%(name)s, %(line)s") % {"name": shown.shown_name, "line": words}
            cells = tuple(_cell(row, day, slot, side, sessions, label) for day in days)
            if any(cell.value for cell in cells):
                yield Line(shown.shown_name, shown.shown_name_lang, words, is_first, cells)
                is_first = False


def _cell(row: PrescribedExercise, day: date, slot: int, side: str, sessions: _Sessions, label: str) -> Cell:
    results = sessions.found.get((day, slot))
    if results is None or not is_prescribed(row, day, slot):
        return Cell(day, slot, row, side)
    mine = next((one for one in results_for(row, results) if one.side == side), None)
    state = "" if mine is None else ("done" if mine.outcome == Outcome.DONE else "not_done")
    spoken = _("%(label)s, %(day)s") % {"label": label, "day": date_format(day, _("l j F"))}
    return Cell(day, slot, row, side, f"{day}.{slot}.{row.public_id}.{side}", state, spoken)
