"""Weeks of sessions, as somebody with good days and bad ones would have recorded them. The same for everyone each time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Patient, User
from portal.caseload import facts
from portal.demo.story import Mood, Person
from portal.routines.models import PrescribedExercise, Routine, RoutinePause, RoutineRevision
from portal.routines.schedule import Occurrence, is_prescribed, occurrences, parse_times
from portal.sessions.caseload_facts import tell_caseload
from portal.sessions.due import sides_of
from portal.sessions.models import (
    ExerciseResult,
    ExerciseSession,
    NotDoneReason,
    Outcome,
    RecordSource,
    SessionNote,
    SessionStatus,
)

REASONS = (NotDoneReason.PAIN, NotDoneReason.TIRED, NotDoneReason.NO_TIME)
# Notes older than this have been read at an earlier review.
UNREAD_DAYS = 2
# The therapist's last look: pain above the limit before it is no reason any more.
REVIEWED_DAYS = 7


@dataclass(frozen=True)
class Life:
    patient: Patient
    person: Person
    begin: date
    now: datetime
    therapist: User
    caregiver: User
    dice: random.Random

    @property
    def today(self) -> date:
        return self.patient.today(self.now)

    def mood_on(self, day: date) -> Mood:
        number = (day - self.begin).days
        return [mood for mood in self.person.moods if mood.from_day <= number][-1]

    @property
    def writer(self) -> User:
        return self.patient.user or self.caregiver


def live_through(
    patient: Patient, person: Person, *, begin: date, now: datetime, therapist: User, caregiver: User
) -> None:
    life = Life(patient, person, begin, now, therapist, caregiver, random.Random(person.name))  # noqa: S311 (not a secret)
    routine = Routine.objects.get(patient=patient)
    pauses = [_pause(routine, life, *pause) for pause in person.pauses]
    revisions = list(routine.revisions.order_by("number").prefetch_related("prescribed"))
    sessions = [
        _session(life, revision, one) for revision, one in _past(life, routine, revisions, pauses) if one.due_at <= now
    ]
    ExerciseSession.objects.bulk_create(session for session, _results in sessions)
    ExerciseResult.objects.bulk_create(result for _session_row, results in sessions for result in results)
    _write_notes(life, [session for session, _results in sessions])
    _tell_caseload(life, routine)


def _pause(routine: Routine, life: Life, first: int, last: int, kind: str, reason: str) -> RoutinePause:
    return RoutinePause.objects.create(
        routine=routine,
        starts_on=life.begin + timedelta(days=first),
        ends_on=life.begin + timedelta(days=last),
        kind=kind,
        reason=reason,
        recorded_by=life.therapist,
    )


def _past(
    life: Life, routine: Routine, revisions: list[RoutineRevision], pauses: list[RoutinePause]
) -> Iterator[tuple[RoutineRevision, Occurrence]]:
    for revision, following in zip(revisions, [*revisions[1:], None], strict=True):
        if revision.effective_on is None:
            continue
        last = following.effective_on - timedelta(days=1) if following and following.effective_on else life.today
        for one in occurrences(
            times=parse_times(revision.times),
            prescribed=list(revision.prescribed.all()),
            pauses=pauses,
            first=revision.effective_on,
            last=last,
            zone=life.patient.zone,
        ):
            yield revision, one


def _session(life: Life, revision: RoutineRevision, one: Occurrence) -> tuple[ExerciseSession, list[ExerciseResult]]:
    session = ExerciseSession(
        routine=revision.routine, revision=revision, local_date=one.local_date, slot=one.slot, due_at=one.due_at
    )
    prescribed = [row for row in revision.prescribed.all() if is_prescribed(row, one.local_date, one.slot)]
    session.status = _status(life, one)
    return session, list(_results(life, session, prescribed))


def _status(life: Life, one: Occurrence) -> str:
    days_ago = (life.today - one.local_date).days
    if days_ago < life.person.silent_days or (days_ago == 1 and one.slot == 2):
        return SessionStatus.DUE  # silent, and yesterday's second session is still open to record
    mood, throw = life.mood_on(one.local_date), life.dice.random()
    if throw < mood.done:
        return SessionStatus.DONE
    if throw < mood.done + mood.partly:
        return SessionStatus.PARTLY
    return SessionStatus.SKIPPED if throw < mood.done + mood.partly + mood.skipped else SessionStatus.DUE


def _results(life: Life, session: ExerciseSession, prescribed: list[PrescribedExercise]) -> Iterator[ExerciseResult]:
    if session.status == SessionStatus.PARTLY and len(prescribed) < 2:
        session.status = SessionStatus.DONE
    done = {SessionStatus.DONE: len(prescribed), SessionStatus.PARTLY: max(1, len(prescribed) // 2)}.get(
        SessionStatus(session.status), 0
    )
    if session.status == SessionStatus.DUE:
        return
    by_caregiver = life.patient.user is None or life.dice.random() < (0.12 if life.person.handle == "pat" else 0)
    reason = life.dice.choice(REASONS)
    minutes = life.dice.randint(10, 75)
    for number, row in enumerate(prescribed):
        is_done = number < done
        for side in sides_of(row):
            yield ExerciseResult(
                exercise_session=session,
                prescribed_exercise=row,
                side=side,
                outcome=Outcome.DONE if is_done else Outcome.NOT_DONE,
                reason="" if is_done else reason,
                sets_done=row.sets if is_done else None,
                reps_done=row.reps if is_done else None,
                source=RecordSource.PAGE,
                recorded_by=life.caregiver if by_caregiver else life.writer,
                on_behalf_of=life.patient if by_caregiver else None,
                recorded_at=min(session.due_at + timedelta(minutes=minutes), life.now),
            )


def _write_notes(life: Life, sessions: list[ExerciseSession]) -> None:
    """The words of the story on their day; a pain score after most other sessions that were done."""
    notes = []
    told = dict(life.person.notes)
    for session in sessions:
        number = (session.local_date - life.begin).days
        if session.status == SessionStatus.DUE:
            continue
        if number in told:
            words, pain, writer = told.pop(number)
            notes.append(_note(life, session, words, pain, writer))
        elif (usual := life.mood_on(session.local_date).pain) is not None and life.dice.random() < 0.55:
            notes.append(_note(life, session, "", max(0, min(10, usual + life.dice.choice((-1, 0, 0, 1)))), "patient"))
    SessionNote.objects.bulk_create(notes)


def _note(life: Life, session: ExerciseSession, words: str, pain: int | None, writer: str) -> SessionNote:
    on_behalf = writer == "caregiver" or life.patient.user is None
    is_read = (life.today - session.local_date).days > UNREAD_DAYS or not words
    at = min(session.due_at + timedelta(minutes=80), life.now)
    return SessionNote(
        exercise_session=session,
        pain_during=pain,
        words=words,
        is_shared=on_behalf,
        written_by=life.caregiver if on_behalf else life.writer,
        on_behalf_of=life.patient if on_behalf else None,
        written_at=at,
        read_at=at + timedelta(hours=20) if is_read else None,
        read_by=life.therapist if is_read else None,
    )


def _tell_caseload(life: Life, routine: Routine) -> None:
    """The facts that the actions would have written one by one."""
    if routine.review_by_on:
        reviewed_at = life.now - timedelta(days=REVIEWED_DAYS)
        facts.reviewed(life.patient, at=reviewed_at, next_review_by_on=routine.review_by_on)
    pause = routine.pauses.filter(ends_on__gte=life.today).order_by("starts_on").first()
    if pause:
        facts.routine_paused(life.patient, from_on=pause.starts_on, until_on=pause.ends_on)
    tell_caseload(life.patient, with_notes=True)
