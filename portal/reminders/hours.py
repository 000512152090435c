"""When a mail may go out. Pure: moments and zones come in, moments go out.

A reminder of a session goes out at the session's own time, whatever the hour: somebody chose it. Everything else,
late reminders and news of the routine, keeps quiet from 21:00 to 08:00 where the patient lives.
"""

from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from accounts.models import Patient
from portal.routines.schedule import moment

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
# A reminder is no use later than this, nor shortly before the next one.
USEFUL_FOR = timedelta(hours=3)
BEFORE_THE_NEXT = timedelta(minutes=30)
# However close the next session is, a mail server gets this long to take the mail.
AT_LEAST = timedelta(minutes=10)
# Up to here a reminder counts as on time.
ON_TIME = timedelta(minutes=15)


def planned_for(due_at: datetime, patient: Patient, spread_seconds: int) -> datetime:
    """Never before the session's time; `spread_seconds` keeps hundreds of 09:00 mails from leaving at one moment."""
    if not spread_seconds:
        return due_at
    return due_at + timedelta(seconds=crc32(patient.public_id.bytes) % spread_seconds)


def expires_at(due_at: datetime, next_due_at: datetime | None, zone: ZoneInfo) -> datetime:
    limits = [due_at + USEFUL_FOR]
    if next_due_at is not None:
        limits.append(max(next_due_at - BEFORE_THE_NEXT, due_at + AT_LEAST))
    local = due_at.astimezone(zone)
    if local.time() < QUIET_FROM:
        limits.append(moment(local.date(), QUIET_FROM, zone))
    return min(limits)


def is_late(planned: datetime, now: datetime) -> bool:
    return now - planned > ON_TIME


def is_quiet(now: datetime, zone: ZoneInfo) -> bool:
    local = now.astimezone(zone).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def end_of_quiet(now: datetime, zone: ZoneInfo) -> datetime:
    """The next 08:00; `now` itself when it is not quiet."""
    if not is_quiet(now, zone):
        return now
    local = now.astimezone(zone)
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return moment(day, QUIET_UNTIL, zone)


def utc_day(now: datetime) -> date:
    return now.astimezone(UTC).date()
