"""Where a person goes after recording something."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from accounts.access import PatientAccess
from portal.sessions.records import RecordedSession, results_for, sides_of
from portal.sessions.seen import SeenSession

SAVED = "saved"


def today_of(access: PatientAccess, slot: int | None = None, row: UUID | None = None) -> str:
    """Today's page, opened at one session and one exercise of it."""
    where = reverse("home:today", args=[access.patient.public_id])
    asked = f"?slot={slot}" if slot and slot > 1 else ""
    return f"{where}{asked}#row-{row}" if row else f"{where}{asked}"


def saved_at(access: PatientAccess) -> str:
    """Today, with a word of thanks. In the address and not in the HTTP session: that would be a second write."""
    return f"{today_of(access)}?{SAVED}=1"


def list_of(access: PatientAccess, seen: SeenSession, row: UUID | None = None) -> str:
    """The page that lists the session: today, or the one page of an earlier day."""
    if seen.local_date == access.today:
        return today_of(access, seen.slot, row)
    return session_address("record_session", access, seen)


def after_exercise(access: PatientAccess, seen: SeenSession, now: RecordedSession, done: UUID) -> str:
    """On to the next exercise without a record, or to the questions after the last one."""
    rows = list(seen.prescribed)
    place = next(number for number, row in enumerate(rows) if row.public_id == done)
    for row in rows[place + 1 :] + rows[:place]:
        if len(results_for(row, now.results)) < len(sides_of(row)):
            return session_address("exercise", access, seen, row.public_id)
    return session_address("finish", access, seen)


def session_address(view: str, access: PatientAccess, seen: SeenSession, *more: UUID) -> str:
    return reverse(f"sessions:{view}", args=[access.patient.public_id, seen.local_date, seen.slot, *more])
