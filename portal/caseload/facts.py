"""Writes the dated facts, in the caller's transaction, and derives from them when a patient is for the therapist to see.

The order of the caseload is by day only: who has waited longest stands first. Nothing here weighs one reason
against another, and nothing but the therapist's list follows from it. Every day is one of the patient's own calendar.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Patient
from portal.caseload.models import CaseloadRow

# No record for this many days is a reason to look: a long weekend and one day more. Ours; no study sets it.
SILENT_DAYS = 4
DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class NoteFacts:
    """What the live notes say as they stand now: not yet read, and the newest pain above the limit since the review."""

    unread_count: int = 0
    unread_since: datetime | None = None
    pain_above_limit_on: date | None = None
    pain_above_limit: int | None = None


def standing_row(patient: Patient) -> CaseloadRow:
    """Made if need be, and locked: two devices may record for the same patient at the same moment."""
    row, _created = CaseloadRow.objects.select_for_update().get_or_create(patient=patient)
    return row


@dataclass(frozen=True)
class ClashFacts:
    """Days on which the routine clashes with a precaution. `verdict` "avoid" or "caution", or "" for no clash."""

    verdict: str = ""
    from_on: date | None = None
    until_on: date | None = None


def routine_published(
    patient: Patient,
    *,
    since_on: date,
    review_by_on: date | None,
    pain_limit: int | None,
    due_weekdays: int,
    clash: ClashFacts,
    phase_ends_on: date | None,
    unconfirmed_since_on: date | None,
) -> None:
    row = standing_row(patient)
    row.routine_since_on = since_on
    row.review_by_on = review_by_on
    row.due_weekdays = due_weekdays
    row.phase_ends_on = phase_ends_on
    row.unconfirmed_since_on = unconfirmed_since_on
    # What is published clashes with nothing today, so a clash that comes with it is a new one.
    _set_clash(row, clash)
    _set_pain_limit(row, pain_limit)
    _save(row, patient)


def routine_ended(patient: Patient) -> None:
    row = standing_row(patient)
    row.routine_since_on = row.review_by_on = row.paused_from_on = row.paused_until_on = None
    row.phase_ends_on = row.unconfirmed_since_on = None
    row.due_weekdays = 0
    _set_clash(row, ClashFacts())
    _save(row, patient)


def routine_paused(patient: Patient, *, from_on: date | None, until_on: date | None) -> None:
    """Both None: there is no pause to know of."""
    row = standing_row(patient)
    row.paused_from_on, row.paused_until_on = from_on, until_on
    _save(row, patient)


def pain_limit_set(patient: Patient, *, pain_limit: int | None) -> None:
    row = standing_row(patient)
    _set_pain_limit(row, pain_limit)
    _save(row, patient)


def clash_found(patient: Patient, clash: ClashFacts, *, today: date) -> None:
    """`clash` as it was worked out today: its first day is today or a day to come."""
    row = standing_row(patient)
    _set_clash(row, carried_on(row, clash, today))
    _save(row, patient)


def change_confirmed(patient: Patient) -> None:
    row = standing_row(patient)
    row.unconfirmed_since_on = None
    _save(row, patient)


def phase_set(patient: Patient, *, ends_on: date | None) -> None:
    row = standing_row(patient)
    row.phase_ends_on = ends_on
    _save(row, patient)


def refreshed(row: CaseloadRow, patient: Patient, *, last_on: date | None, notes: NoteFacts | None) -> None:
    """`last_on` is the newest day with a record, None when the only tick was taken back. No `notes`: they did not change."""
    row.last_recorded_on = last_on
    if notes is not None:
        _take_over(row, notes)
    _save(row, patient)


def reviewed(patient: Patient, *, at: datetime, next_review_by_on: date) -> None:
    """The therapist has looked: what was a reason until now is one no longer."""
    row = standing_row(patient)
    row.reviewed_at = at
    row.review_by_on = next_review_by_on
    _take_over(row, NoteFacts())
    _save(row, patient)


def attention_on(row: CaseloadRow, zone: ZoneInfo) -> date | None:
    """The earliest day on which any reason holds; a day to come when nothing holds yet.

    A clash alone can also end by itself. The recheck writes the row anew within minutes of midnight; until then its day is too
    early, and the list leaves out who has no reason any more (portal/home/caseload_page.py).
    """
    days = [
        row.pain_above_limit_on,
        unread_from(row, zone),
        row.review_by_on,
        silent_from(row),
        row.clash_from_on,
        phase_over_from(row),
    ]
    return min(filter(None, days), default=None)


def unread_from(row: CaseloadRow, zone: ZoneInfo) -> date | None:
    """The patient's day on which the oldest unread note was written."""
    return row.unread_since.astimezone(zone).date() if row.unread_since else None


def silent_from(row: CaseloadRow) -> date | None:
    """The day on which silence becomes a reason: some days without a record, with a due day among them."""
    if row.routine_since_on is None:
        return None
    day_before = row.routine_since_on - timedelta(days=1)
    last = max(filter(None, [row.last_recorded_on, day_before]))
    silent = _silent_after(last, row.due_weekdays)
    if row.paused_from_on is None or row.paused_until_on is None:
        return silent
    if row.paused_from_on <= silent and last < row.paused_until_on:
        return _silent_after(row.paused_until_on, row.due_weekdays)
    return silent


def clash_of(row: CaseloadRow) -> ClashFacts:
    return ClashFacts(row.clash_verdict, row.clash_from_on, row.clash_until_on)


def carried_on(row: CaseloadRow, clash: ClashFacts, today: date) -> ClashFacts:
    """A clash of the same kind that held until now keeps the day on which it began."""
    began = row.clash_from_on
    if began is None or began >= today or clash.from_on != today or clash.verdict != row.clash_verdict:
        return clash
    return clash if is_clash_over(row, today - timedelta(days=1)) else replace(clash, from_on=began)


def is_clash_over(row: CaseloadRow, today: date) -> bool:
    """Its last day is past. The recheck finds out what comes next (portal/routines/rechecking.py)."""
    return row.clash_until_on is not None and row.clash_until_on < today


def phase_over_from(row: CaseloadRow) -> date | None:
    """The day after the phase's last one: from then on the therapist is asked what comes next."""
    return row.phase_ends_on + timedelta(days=1) if row.phase_ends_on else None


def _set_clash(row: CaseloadRow, clash: ClashFacts) -> None:
    row.clash_verdict, row.clash_from_on, row.clash_until_on = clash.verdict, clash.from_on, clash.until_on


def _silent_after(last: date, due_weekdays: int) -> date:
    days_ahead = range(1, DAYS_OF_WEEK + 1)
    next_due = next((n for n in days_ahead if due_weekdays >> (last + timedelta(days=n)).weekday() & 1), 1)
    return last + timedelta(days=max(SILENT_DAYS, next_due + 1))


def _set_pain_limit(row: CaseloadRow, pain_limit: int | None) -> None:
    row.pain_limit = pain_limit
    if row.pain_above_limit is not None and (pain_limit is None or row.pain_above_limit <= pain_limit):
        row.pain_above_limit_on = row.pain_above_limit = None


def _take_over(row: CaseloadRow, notes: NoteFacts) -> None:
    row.unread_count, row.unread_since = notes.unread_count, notes.unread_since
    row.pain_above_limit_on, row.pain_above_limit = notes.pain_above_limit_on, notes.pain_above_limit


def _save(row: CaseloadRow, patient: Patient) -> None:
    row.attention_on = attention_on(row, patient.zone)
    row.save()
