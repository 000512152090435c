"""Records what was done. One record however often it is sent; a correction voids the old row and appends the new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.access import PatientAccess
from portal.caseload import facts
from portal.caseload.models import CaseloadRow
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision
from portal.sessions.caseload_facts import RECORDED, add_to_caseload, tell_caseload
from portal.sessions.models import (
    ExerciseResult,
    ExerciseSession,
    Outcome,
    RecordSource,
    SessionNote,
    SessionStatus,
)
from portal.sessions.records import RecordedSession, recorded, results_for, sides_of
from portal.sessions.standing import made_until, schedule_of


class NothingDue(Exception):
    """This slot of this day was never due, so there is nothing to record."""


class Recordable(Protocol):
    """What was filled in: a `DueSession`, or the `SeenSession` of a form that was sent."""

    @property
    def routine(self) -> Routine: ...
    @property
    def revision(self) -> RoutineRevision: ...
    @property
    def local_date(self) -> date: ...
    @property
    def slot(self) -> int: ...
    @property
    def prescribed(self) -> tuple[PrescribedExercise, ...]: ...
    @property
    def newest(self) -> tuple[RoutineRevision, tuple[PrescribedExercise, ...]]: ...


@dataclass(frozen=True)
class Entry:
    """What was done of one exercise; one result for each of its sides follows. `reason` only when not done.

    `outcome` None takes back what is recorded. `sides`: only these of its sides; none named means all.
    """

    prescribed: PrescribedExercise
    outcome: str | None = Outcome.DONE
    reason: str = ""
    sides: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteEntry:
    """How it went. Pain and effort 0 to 10, None = not answered."""

    pain_during: int | None = None
    effort: int | None = None
    help_needed: str = ""
    words: str = ""
    is_shared: bool = False

    @property
    def is_empty(self) -> bool:
        return self.pain_during is None and self.effort is None and not self.help_needed and not self.words


@dataclass
class Now(RecordedSession):
    """The session as it stands, with the patient's caseload row, which is locked."""

    caseload: CaseloadRow = field(kw_only=True)
    new_note: SessionNote | None = None
    was_voided: bool = False  # something that stood before stands no longer


@transaction.atomic
def record_session(
    seen: Recordable, *, entries: Iterable[Entry], note: NoteEntry | None, by: PatientAccess
) -> RecordedSession:
    """Several exercises and the note in one go. What `entries` leaves out stays as it is."""
    now = _locked(seen, by=by)
    _put(now, entries, by=by)
    if note:
        _write_note(now, note, by=by)
    _settle(now, seen, by=by)
    audit.record("session.recorded", by=by, about=now.row)
    return now


@transaction.atomic
def record_from_paper(ticked: Iterable[tuple[Recordable, Sequence[Entry]]], *, by: PatientAccess) -> int:
    """What is ticked on a printed sheet, of several sessions at once: all of it or, on NothingDue, none.

    What is recorded already stays as it is, whoever recorded it. Answers how many results are new.
    """
    count = 0
    for seen, entries in ticked:
        now = _locked(seen, by=by)
        before = len(now.results)
        _put(now, entries, by=by, source=RecordSource.PAPER)
        _settle(now, seen, by=by)
        count += len(now.results) - before
        audit.record("session.typed_from_paper", by=by, about=now.row)
    return count


@transaction.atomic
def tick(seen: Recordable, entry: Entry, *, by: PatientAccess) -> RecordedSession:
    """One exercise. Ticked twice it stays one record."""
    now = _locked(seen, by=by)
    _put(now, [entry], by=by)
    _settle(now, seen, by=by)
    audit.record("session.ticked", by=by, about=now.row)
    return now


@transaction.atomic
def untick(seen: Recordable, prescribed: PrescribedExercise, *, by: PatientAccess) -> RecordedSession:
    now = _locked(seen, by=by)
    _put(now, [Entry(prescribed, None)], by=by)
    _settle(now, seen, by=by)
    audit.record("session.unticked", by=by, about=now.row)
    return now


@transaction.atomic
def write_note(seen: Recordable, note: NoteEntry, *, by: PatientAccess) -> RecordedSession:
    now = _locked(seen, by=by)
    _write_note(now, note, by=by)
    _settle(now, seen, by=by)
    audit.record("session.noted", by=by, about=now.row)
    return now


def status_of(prescribed: Sequence[PrescribedExercise], live: list[ExerciseResult]) -> str:
    """Done: all of it. Partly: some of it. Skipped: none of it, and somebody said so of each. Else it is still due."""
    if not live:
        return SessionStatus.DUE
    done = [result for result in live if result.outcome == Outcome.DONE]
    if not done:
        is_answered = all(results_for(one, live) for one in prescribed)
        return SessionStatus.SKIPPED if is_answered else SessionStatus.DUE
    missing = [one for one in prescribed if len(results_for(one, done)) < len(sides_of(one))]
    return SessionStatus.PARTLY if missing or not prescribed else SessionStatus.DONE


def _locked(seen: Recordable, *, by: PatientAccess) -> Now:
    """What stands in the session now; its row is made if need be.

    The patient's caseload row is the lock: two devices take turns. So one lock serves the session and the caseload,
    and what the other device wrote is read after it.
    """
    caseload = facts.standing_row(by.patient)
    found = recorded(_row(seen, by=by), note_of=by.user) or [RecordedSession(_made(seen, by=by))]
    return Now(found[0].row, found[0].results, found[0].note, caseload=caseload)


def _row(seen: Recordable, *, by: PatientAccess) -> QuerySet[ExerciseSession]:
    return by.rows(ExerciseSession).filter(routine=seen.routine, local_date=seen.local_date, slot=seen.slot)


def _made(seen: Recordable, *, by: PatientAccess) -> ExerciseSession:
    """Only where the schedule says so: nobody can record a session that was never due."""
    if seen.local_date <= made_until(seen.routine, by.today):
        raise NothingDue
    schedule = schedule_of(by, seen.routine, since=seen.local_date)
    planned = schedule.planned(by.patient.zone, seen.prescribed, seen.local_date, seen.local_date)
    due_at = next((one.due_at for one in planned if one.slot == seen.slot), None)
    if due_at is None:
        raise NothingDue
    # The pump may make the same row at this moment.
    row, _created = ExerciseSession.objects.get_or_create(
        routine=seen.routine,
        local_date=seen.local_date,
        slot=seen.slot,
        defaults={"revision": seen.revision, "due_at": due_at},
    )
    return row


def _put(now: Now, entries: Iterable[Entry], *, by: PatientAccess, source: str = "") -> None:
    """Nothing where the same stands already. One update and one insert however many exercises.

    Paper never changes what stands: it may be older than a correction on the page.
    """
    is_paper = source == RecordSource.PAPER
    old: list[ExerciseResult] = []
    new: list[ExerciseResult] = []
    for entry in entries:
        standing = {result.side: result for result in results_for(entry.prescribed, now.results)}
        for side in entry.sides or sides_of(entry.prescribed):
            result = standing.get(side)
            if result is not None and (is_paper or (result.outcome, result.reason) == (entry.outcome, entry.reason)):
                continue
            if result is not None:
                old.append(result)
            if entry.outcome is not None:
                new.append(_result(now.row, entry, side, by=by, source=source))
    if old:
        gone = {result.pk for result in old}
        by.rows(ExerciseResult).filter(pk__in=gone).update(voided_at=by.now, voided_by=by.user)
        now.results = [result for result in now.results if result.pk not in gone]
        now.was_voided = True
    now.results.extend(ExerciseResult.objects.bulk_create(new))


def _result(row: ExerciseSession, entry: Entry, side: str, *, by: PatientAccess, source: str) -> ExerciseResult:
    on_page = RecordSource.PAGE if row.local_date == by.today else RecordSource.LATER
    is_done = entry.outcome == Outcome.DONE
    return ExerciseResult(
        exercise_session=row,
        prescribed_exercise=entry.prescribed,
        side=side,
        outcome=entry.outcome or "",
        reason=entry.reason,
        sets_done=entry.prescribed.sets if is_done else None,
        reps_done=entry.prescribed.reps if is_done else None,
        source=source or on_page,
        recorded_by=by.user,
        on_behalf_of=by.patient if by.on_behalf else None,
        recorded_at=by.now,
    )


def _write_note(now: Now, note: NoteEntry, *, by: PatientAccess) -> None:
    """One live note a session and writer. Nothing where nothing new was said."""
    live = now.note
    new = SessionNote(
        exercise_session=now.row,
        pain_during=note.pain_during,
        effort=note.effort,
        help_needed=note.help_needed,
        words=note.words,
        is_shared=note.is_shared or by.on_behalf,
        written_by=by.user,
        on_behalf_of=by.patient if by.on_behalf else None,
        written_at=by.now,
    )
    if note.is_empty if live is None else _says_the_same(live, new):
        return
    if live is not None:
        live.voided_at = by.now
        live.save(update_fields=["voided_at"])
        now.was_voided = True
    if not note.is_empty:
        new.save(force_insert=True)
        now.new_note = new


def _says_the_same(live: SessionNote, new: SessionNote) -> bool:
    names = ("pain_during", "effort", "help_needed", "words", "is_shared")
    return all(getattr(live, name) == getattr(new, name) for name in names)


def _settle(now: Now, seen: Recordable, *, by: PatientAccess) -> None:
    """Brings the session's status and the caseload's facts in line with the results."""
    row = now.row
    status, revision = _standing_of(now, seen)
    if (status, revision.pk) != (row.status, row.revision_id):
        row.status, row.revision = status, revision
        row.save(update_fields=["status", "revision"])
    if now.was_voided or row.status not in RECORDED:
        tell_caseload(by.patient, with_notes=True, row=now.caseload)
    else:
        add_to_caseload(now.caseload, by.patient, row, now.new_note)


def _standing_of(now: Now, seen: Recordable) -> tuple[str, RoutineRevision]:
    """Whoever did all that was on their page is done, though the routine changed meanwhile; the rest goes by the new."""
    status: str = SessionStatus.DUE
    for revision, prescribed in ((seen.revision, seen.prescribed), seen.newest):
        status = status_of(prescribed, now.results)
        if status == SessionStatus.DONE:
            return status, revision
    return status, seen.newest[0]
