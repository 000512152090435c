"""The patient's own look back: sessions in words and a calendar, pain, own notes. No score, no streak. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.access import PatientAccess
from portal.progress import charts
from portal.progress.adherence import Counts, count, monday_of, weeks
from portal.progress.record import pains, read_notes, read_record
from portal.sessions.models import SessionNote
from portal.templatetags.portal_charts import Reading

# Six columns fill a phone.
WEEKS_SHOWN = 6
NOTES_SHOWN = 20


@dataclass(frozen=True)
class HistoryNote:
    note: SessionNote
    who: str
    is_own: bool


@dataclass(frozen=True)
class HistoryPage:
    this_week: Counts
    last_week: Counts
    four_weeks: Counts
    has_sessions: bool
    calendar: dict[str, Any]
    pain: list[Reading]
    pain_words: str
    notes: list[HistoryNote]


def history_page(access: PatientAccess) -> HistoryPage:
    """Where the therapist's limit stands is hers to tell: the patient sees the answers alone."""
    today, now = access.today, access.now
    record = read_record(access)
    first = max(record.first, monday_of(today) - timedelta(weeks=WEEKS_SHOWN - 1))
    monday = monday_of(today)
    last_week = [one for one in record.since(monday - timedelta(weeks=1)) if one.local_date < monday]
    notes = read_notes(access, first)
    pain = charts.without_gaps(charts.pain_series(pains(notes), first=first, last=today))
    days = weeks(record.with_planned(), record.pauses, first=first, last=today, today=today, now=now)
    return HistoryPage(
        this_week=count(record.since(monday), now),
        last_week=count(last_week, now),
        four_weeks=count(record.since(today - timedelta(weeks=4)), now),
        has_sessions=bool(record.sessions),
        calendar=charts.calendar(days, record.reasons()),
        pain=pain,
        pain_words=charts.pain_in_words(pain, None) if pain else "",
        notes=[_note(one, access) for one in notes if one.words][:NOTES_SHOWN],
    )


def _note(note: SessionNote, access: PatientAccess) -> HistoryNote:
    is_own = note.written_by_id == access.user.pk
    if note.on_behalf_of_id is None:
        return HistoryNote(note, access.patient.first_name, is_own)
    return HistoryNote(note, note.written_by.first_name if note.written_by else "", is_own)
