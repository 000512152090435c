"""Tells the caseload what the sessions and notes say now. Read anew each time, so that taking something back counts too."""

from __future__ import annotations

from django.db.models import Count, Min, QuerySet, Subquery

from accounts.models import Patient
from portal.caseload import facts
from portal.caseload.models import CaseloadRow
from portal.sessions.models import KEPT, ExerciseSession, SessionNote, SessionStatus

RECORDED = (*KEPT, SessionStatus.SKIPPED)


def tell_caseload(patient: Patient, *, with_notes: bool, row: CaseloadRow | None = None) -> None:
    """In the caller's transaction: one query, however much has changed. `row` where the caller has it locked already."""
    row = row or facts.standing_row(patient)
    asked = {"last_on": _last_recorded_on(patient), **(_about_notes(patient, row) if with_notes else {})}
    # Asked after the row was locked: what another device wrote while this one waited counts too.
    found = CaseloadRow.objects.filter(pk=row.pk).annotate(**asked).values(*asked).get()
    notes = None
    if with_notes:
        notes = facts.NoteFacts(
            unread_count=found["unread"] or 0,
            unread_since=found["since"],
            pain_above_limit_on=found["pain_on"],
            pain_above_limit=found["pain"],
        )
    facts.refreshed(row, patient, last_on=found["last_on"], notes=notes)


def add_to_caseload(row: CaseloadRow, patient: Patient, session: ExerciseSession, note: SessionNote | None) -> None:
    """The same without a query, where something was only added: a session with a record, and perhaps a first note."""
    last_on = max(filter(None, [row.last_recorded_on, session.local_date]))
    facts.refreshed(row, patient, last_on=last_on, notes=_with_note(row, session, note) if note else None)


def _with_note(row: CaseloadRow, session: ExerciseSession, note: SessionNote) -> facts.NoteFacts:
    pain_on, pain = row.pain_above_limit_on, row.pain_above_limit
    is_above = None not in (note.pain_during, row.pain_limit) and note.pain_during > row.pain_limit  # type: ignore[operator]
    if is_above and (pain_on is None or session.local_date >= pain_on):
        pain_on, pain = session.local_date, note.pain_during
    return facts.NoteFacts(
        unread_count=row.unread_count + bool(note.words),
        unread_since=row.unread_since or (note.written_at if note.words else None),
        pain_above_limit_on=pain_on,
        pain_above_limit=pain,
    )


def _last_recorded_on(patient: Patient) -> Subquery:
    recorded = ExerciseSession.objects.filter(routine__patient=patient, status__in=RECORDED)
    return Subquery(recorded.order_by("-local_date").values("local_date")[:1])


def _about_notes(patient: Patient, row: CaseloadRow) -> dict[str, Subquery]:
    live = SessionNote.objects.filter(exercise_session__routine__patient=patient, voided_at__isnull=True)
    unread = live.filter(read_at__isnull=True).exclude(words="").order_by()
    of_patient = unread.values("exercise_session__routine__patient")
    newest_pain = _pain_above_limit(live, row)
    return {
        "unread": Subquery(of_patient.annotate(count=Count("pk")).values("count")),
        "since": Subquery(of_patient.annotate(since=Min("written_at")).values("since")),
        "pain_on": Subquery(newest_pain.values("exercise_session__local_date")[:1]),
        "pain": Subquery(newest_pain.values("pain_during")[:1]),
    }


def _pain_above_limit(live: QuerySet[SessionNote], row: CaseloadRow) -> QuerySet[SessionNote]:
    """Newest first; written after the last review. Without a limit nothing is above it."""
    above = live.filter(pain_during__gt=10 if row.pain_limit is None else row.pain_limit)
    if row.reviewed_at is not None:
        above = above.filter(written_at__gt=row.reviewed_at)
    return above.order_by("-exercise_session__local_date", "-written_at")
