"""Writes the dated facts, in the caller's transaction, and derives from them when a patient is for the therapist to see.

The order of the caseload is by day only: who has waited longest stands first. Nothing here weighs one reason
against another, and nothing but the therapist's list follows from it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Patient
from portal.caseload.models import CaseloadRow

# No record for this many days is a reason to look: a long weekend and one day more. Ours; no study sets it.
SILENT_DAYS = 4
# How long a pain score above the therapist's limit stays a reason.
PAIN_SHOWN_DAYS = 14


def routine_published(patient: Patient, *, since_on: date, review_by_on: date | None, pain_limit: int | None) -> None:
    row = _row(patient)
    row.routine_since_on = since_on
    row.review_by_on = review_by_on
    row.pain_limit = pain_limit
    _save(row)


def routine_ended(patient: Patient) -> None:
    row = _row(patient)
    row.routine_since_on = row.review_by_on = None
    _save(row)


def routine_paused(patient: Patient, *, until_on: date | None) -> None:
    row = _row(patient)
    row.paused_until_on = until_on
    _save(row)


@dataclass(frozen=True)
class Recorded:
    """What a session record tells the caseload. `pain` and `has_words` are those of the new note, if there is one."""

    on: date
    at: datetime
    week_starts_on: date
    week_kept: int
    pain: int | None = None
    has_words: bool = False


def session_recorded(patient: Patient, recorded: Recorded) -> None:
    row = _row(patient)
    row.last_recorded_on = max(filter(None, [row.last_recorded_on, recorded.on]))
    if recorded.week_starts_on >= (row.week_starts_on or recorded.week_starts_on):
        row.week_starts_on, row.week_kept = recorded.week_starts_on, recorded.week_kept
    if recorded.pain is not None and row.pain_limit is not None and recorded.pain > row.pain_limit:
        row.pain_above_limit_on, row.pain_above_limit = recorded.on, recorded.pain
    if recorded.has_words:
        row.unread_since = row.unread_since or recorded.at
        row.unread_count += 1
    _save(row)


def notes_read(patient: Patient) -> None:
    row = _row(patient)
    row.unread_since, row.unread_count = None, 0
    _save(row)


def reviewed(patient: Patient, *, next_review_by_on: date) -> None:
    """The therapist has looked: what was a reason until now is one no longer."""
    row = _row(patient)
    row.review_by_on = next_review_by_on
    row.pain_above_limit_on = row.pain_above_limit = None
    row.unread_since, row.unread_count = None, 0
    _save(row)


def attention_on(row: CaseloadRow) -> date | None:
    """The earliest day on which any reason holds; a day to come when nothing holds yet."""
    days = [
        row.pain_above_limit_on,
        row.unread_since.date() if row.unread_since else None,
        row.review_by_on,
        silent_from(row),
    ]
    return min(filter(None, days), default=None)


def silent_from(row: CaseloadRow) -> date | None:
    if row.routine_since_on is None:
        return None
    last = max(filter(None, [row.last_recorded_on, row.routine_since_on, row.paused_until_on]))
    return last + timedelta(days=SILENT_DAYS)


def _row(patient: Patient) -> CaseloadRow:
    """Locked, because two devices may record for the same patient at the same moment."""
    row, _created = CaseloadRow.objects.select_for_update().get_or_create(patient=patient)
    return row


def _save(row: CaseloadRow) -> None:
    row.attention_on = attention_on(row)
    row.save()
