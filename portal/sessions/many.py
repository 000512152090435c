"""How far several patients are today. Three queries, however many patients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Subquery

from accounts.models import Patient
from portal.routines.models import PrescribedExercise, RoutineRevision, RoutineTime
from portal.routines.schedule import is_prescribed
from portal.sessions.models import ExerciseSession, Outcome, SessionStatus
from portal.sessions.records import RecordedSession, recorded, results_for, sides_of
from portal.sessions.standing import Schedule, made_until, schedules_by_patient


@dataclass(frozen=True)
class Progress:
    done: int
    total: int


def progress_today(patients: Sequence[Patient], now: datetime) -> dict[int, Progress]:
    """By the patient's primary key; who has no routine is left out. The caller has asked who may see whom."""
    prescribed = _prescribed(patients)
    schedules = _schedules(list(prescribed), now)
    sessions = _sessions(patients, now)
    found = {}
    for patient in patients:
        rows = prescribed.get(patient.pk)
        if rows:
            mine = [one for one in sessions[patient.pk] if one.row.local_date == patient.today(now)]
            found[patient.pk] = _progress(patient, rows, mine, schedules[patient.pk], now)
    return found


def _progress(
    patient: Patient, rows: list[PrescribedExercise], sessions: list[RecordedSession], schedule: Schedule, now: datetime
) -> Progress:
    today = patient.today(now)
    by_slot = {one.row.slot: one for one in sessions}
    slots = set(by_slot)
    if made_until(rows[0].revision.routine, today) < today:
        slots |= {one.slot for one in schedule.planned(patient.zone, rows, today, today)}
    parts = [_slot_progress(rows, by_slot.get(slot), today, slot) for slot in slots]
    return Progress(sum(one.done for one in parts), sum(one.total for one in parts))


def _slot_progress(rows: list[PrescribedExercise], session: RecordedSession | None, today: date, slot: int) -> Progress:
    if session and session.row.status == SessionStatus.DONE:
        done = len({result.prescribed_exercise.exercise_id for result in session.results})
        return Progress(done, done)
    due = [row for row in rows if is_prescribed(row, today, slot)]
    results = [one for one in session.results if one.outcome == Outcome.DONE] if session else []
    return Progress(sum(len(results_for(row, results)) >= len(sides_of(row)) for row in due), len(due))


def _prescribed(patients: Sequence[Patient]) -> dict[int, list[PrescribedExercise]]:
    newest = RoutineRevision.objects.filter(routine=OuterRef("revision__routine"), published_at__isnull=False)
    rows = (
        PrescribedExercise.objects.filter(
            revision__routine__patient__in=patients,
            revision__routine__ended_on__isnull=True,
            revision=Subquery(newest.order_by("-number").values("pk")[:1]),
        )
        .select_related("revision__routine")
        .order_by("order")
    )
    found: dict[int, list[PrescribedExercise]] = defaultdict(list)
    for row in rows:
        found[row.revision.routine.patient_id].append(row)
    return found


def _schedules(patients: Sequence[int], now: datetime) -> dict[int, Schedule]:
    times = RoutineTime.objects.filter(routine__patient__in=patients, routine__ended_on__isnull=True)
    return schedules_by_patient(times, since=now.date() - timedelta(days=1))


def _sessions(patients: Sequence[Patient], now: datetime) -> dict[int, list[RecordedSession]]:
    # A patient's day may have begun already, or not ended yet, where the server's has not.
    days = (now.date() - timedelta(days=1), now.date() + timedelta(days=1))
    rows = ExerciseSession.objects.filter(
        routine__patient__in=patients, routine__ended_on__isnull=True, local_date__range=days
    ).exclude(status=SessionStatus.WITHDRAWN)
    found: dict[int, list[RecordedSession]] = defaultdict(list)
    for one in recorded(rows.annotate(patient=F("routine__patient"))):
        found[one.row.patient].append(one)  # type: ignore[attr-defined]
    return found
