"""Records what was done. One record however often it is sent; a correction voids the old row and appends the new one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess, Role
from portal.caseload import facts
from portal.routines.models import PrescribedExercise
from portal.sessions.due import DueSession, results_for, sides_of
from portal.sessions.models import (
    KEPT,
    ExerciseResult,
    ExerciseSession,
    Outcome,
    RecordSource,
    SessionNote,
    SessionStatus,
)


@dataclass(frozen=True)
class Entry:
    """What was done of one exercise; one result for each of its sides follows. `reason` only when not done."""

    prescribed: PrescribedExercise
    outcome: str = Outcome.DONE
    reason: str = ""


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


@transaction.atomic
def record_session(
    due: DueSession, *, entries: Iterable[Entry], note: NoteEntry | None, by: PatientAccess
) -> ExerciseSession:
    """The whole session in one go. What `entries` leaves out is no longer recorded."""
    row = _locked_row(due)
    wanted = {entry.prescribed.pk: entry for entry in entries}
    live = _live(row)
    _void([result for result in live if result.prescribed_exercise_id not in wanted], by=by)
    for entry in wanted.values():
        _put(row, entry, live, by=by)
    written = _write_note(row, note, by=by) if note else False
    _settle(row, due, by=by, note=note if written else None)
    audit.record("session.recorded", by=by, about=row)
    return row


@transaction.atomic
def tick(due: DueSession, entry: Entry, *, by: PatientAccess) -> ExerciseSession:
    """One exercise. Ticked twice it stays one record."""
    row = _locked_row(due)
    _put(row, entry, _live(row), by=by)
    _settle(row, due, by=by)
    audit.record("session.ticked", by=by, about=row)
    return row


@transaction.atomic
def untick(due: DueSession, prescribed: PrescribedExercise, *, by: PatientAccess) -> ExerciseSession:
    row = _locked_row(due)
    _void(results_for(prescribed, _live(row)), by=by)
    _settle(row, due, by=by)
    audit.record("session.unticked", by=by, about=row)
    return row


@transaction.atomic
def write_note(due: DueSession, note: NoteEntry, *, by: PatientAccess) -> ExerciseSession:
    row = _locked_row(due)
    written = _write_note(row, note, by=by)
    _settle(row, due, by=by, note=note if written else None)
    audit.record("session.noted", by=by, about=row)
    return row


@transaction.atomic
def mark_notes_read(*, by: PatientAccess) -> None:
    by.rows(SessionNote).filter(read_at__isnull=True, voided_at__isnull=True).update(read_at=by.now, read_by=by.user)
    facts.notes_read(by.patient)
    audit.record("notes.read", by=by)


def _locked_row(due: DueSession) -> ExerciseSession:
    """The session's own row, made if need be and locked: two devices take turns."""
    row, _created = ExerciseSession.objects.select_for_update().get_or_create(
        routine=due.routine,
        local_date=due.local_date,
        slot=due.slot,
        defaults={"revision": due.revision, "due_at": due.due_at},
    )
    return row


def _live(row: ExerciseSession) -> list[ExerciseResult]:
    return list(row.results.filter(voided_at__isnull=True).select_related("prescribed_exercise"))


def _put(row: ExerciseSession, entry: Entry, live: list[ExerciseResult], *, by: PatientAccess) -> None:
    """Nothing where the same stands already. Adds to `live` what it writes."""
    standing = {result.side: result for result in results_for(entry.prescribed, live)}
    new = []
    for side in sides_of(entry.prescribed):
        result = standing.get(side)
        if result is not None and (result.outcome, result.reason) == (entry.outcome, entry.reason):
            continue
        if result is not None:
            _void([result], by=by)
        new.append(_result(row, entry, side, by=by))
    live.extend(ExerciseResult.objects.bulk_create(new))


def _result(row: ExerciseSession, entry: Entry, side: str, *, by: PatientAccess) -> ExerciseResult:
    is_done = entry.outcome == Outcome.DONE
    return ExerciseResult(
        exercise_session=row,
        prescribed_exercise=entry.prescribed,
        side=side,
        outcome=entry.outcome,
        reason=entry.reason,
        sets_done=entry.prescribed.sets if is_done else None,
        reps_done=entry.prescribed.reps if is_done else None,
        source=RecordSource.PAGE if row.local_date == by.today else RecordSource.LATER,
        recorded_by=by.user,
        on_behalf_of=by.patient if by.on_behalf else None,
        recorded_at=by.now,
    )


def _void(results: Iterable[ExerciseResult], *, by: PatientAccess) -> None:
    keys = [result.pk for result in results]
    if keys:
        ExerciseResult.objects.filter(pk__in=keys).update(voided_at=by.now, voided_by=by.user)


def _write_note(row: ExerciseSession, note: NoteEntry, *, by: PatientAccess) -> bool:
    """One live note a session and writer. False when nothing new was said."""
    live = row.notes.filter(voided_at__isnull=True, written_by=by.user).first()
    if live is None and note.is_empty:
        return False
    if live is not None and _says_the_same(live, note):
        return False
    if live is not None:
        live.voided_at = by.now
        live.save(update_fields=["voided_at"])
    if not note.is_empty:
        SessionNote.objects.create(
            exercise_session=row,
            pain_during=note.pain_during,
            effort=note.effort,
            help_needed=note.help_needed,
            words=note.words,
            is_shared=note.is_shared or by.on_behalf,
            written_by=by.user,
            on_behalf_of=by.patient if by.on_behalf else None,
            written_at=by.now,
        )
    return True


def _says_the_same(live: SessionNote, note: NoteEntry) -> bool:
    return all(
        getattr(live, name) == getattr(note, name) for name in ("pain_during", "effort", "help_needed", "words")
    ) and live.is_shared in (note.is_shared, True)


def _settle(row: ExerciseSession, due: DueSession, *, by: PatientAccess, note: NoteEntry | None = None) -> None:
    """Brings the session's status and the caseload's facts in line with the results."""
    status = status_of([one.prescribed for one in due.exercises], _live(row))
    if status != row.status:
        row.status = status
        row.save(update_fields=["status"])
    facts.session_recorded(
        by.patient,
        facts.Recorded(
            on=row.local_date,
            at=by.now,
            week_starts_on=monday_of(by.today),
            week_kept=kept_since(by, monday_of(by.today)),
            pain=note.pain_during if note else None,
            has_words=bool(note and note.words and by.role is not Role.THERAPIST),
        ),
    )


def status_of(prescribed: list[PrescribedExercise], live: list[ExerciseResult]) -> str:
    """Done: all of it. Partly: some of it. Skipped: none, and somebody said why."""
    if not live:
        return SessionStatus.DUE
    done = [result for result in live if result.outcome == Outcome.DONE]
    if not done:
        return SessionStatus.SKIPPED
    results = [results_for(one, done) for one in prescribed]
    is_whole = all(len(found) >= len(sides_of(one)) for one, found in zip(prescribed, results, strict=True))
    return SessionStatus.DONE if is_whole else SessionStatus.PARTLY


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def kept_since(by: PatientAccess, monday: date) -> int:
    week = (monday, monday + timedelta(days=6))
    return by.rows(ExerciseSession).filter(local_date__range=week, status__in=KEPT).count()
