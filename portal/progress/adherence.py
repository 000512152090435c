"""What was done of what was due. Pure: sessions, pauses and the moment come in.

Every day is one of the patient's own calendar. Days of a pause have no sessions, so they are not due. A session counts
as due from its own time on; one that nobody recorded by then is "not recorded", never "missed" or "failed".
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from portal.sessions.models import SessionStatus

DAYS_OF_WEEK = 7


class Session(Protocol):
    local_date: date
    due_at: datetime
    status: str


class Pause(Protocol):
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Counts:
    done: int = 0
    partly: int = 0
    skipped: int = 0
    not_recorded: int = 0

    @property
    def due(self) -> int:
        return self.done + self.partly + self.skipped + self.not_recorded

    @property
    def kept(self) -> int:
        """Done, or some of it: what "5 of 7 sessions" says."""
        return self.done + self.partly


@dataclass(frozen=True)
class Day:
    """`state`: done, partly, skipped, none (not recorded), paused, off (nothing due) or future."""

    on: date
    state: str
    is_today: bool = False
    is_open: bool = False  # today, and something of it still waits


def is_due(session: Session, now: datetime) -> bool:
    """Nobody owes a session before its time; one that was done early counts at once."""
    if session.status == SessionStatus.WITHDRAWN:
        return False
    return session.status != SessionStatus.DUE or session.due_at <= now


def count(sessions: Iterable[Session], now: datetime) -> Counts:
    found: dict[str, int] = defaultdict(int)
    for session in sessions:
        if is_due(session, now):
            found[session.status] += 1
    return Counts(
        done=found[SessionStatus.DONE],
        partly=found[SessionStatus.PARTLY],
        skipped=found[SessionStatus.SKIPPED],
        not_recorded=found[SessionStatus.DUE],
    )


def weeks(
    sessions: Iterable[Session], pauses: Sequence[Pause], *, first: date, last: date, today: date, now: datetime
) -> list[list[Day]]:
    """Whole weeks, Monday first, from the one that holds `first` to the one that holds `last`."""
    by_day: dict[date, list[Session]] = defaultdict(list)
    for session in sessions:
        by_day[session.local_date].append(session)
    start, end = monday_of(first), monday_of(last) + timedelta(days=DAYS_OF_WEEK - 1)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    found = [
        Day(
            on,
            _state(by_day[on], pauses, on, today, now),
            is_today=on == today,
            is_open=on == today and _is_more_to_come(by_day[on]),
        )
        for on in days
    ]
    return [found[at : at + DAYS_OF_WEEK] for at in range(0, len(found), DAYS_OF_WEEK)]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _state(sessions: list[Session], pauses: Sequence[Pause], on: date, today: date, now: datetime) -> str:
    counts = count(sessions, now)
    if counts.due == 0:
        return _state_without_due(sessions, pauses, on, today)
    if counts.done == counts.due and not _is_more_to_come(sessions):
        return "done"
    if counts.kept:
        return "partly"
    return "skipped" if counts.skipped else "none"


def _is_more_to_come(sessions: Iterable[Session]) -> bool:
    """A day is done when all of it is, also what its evening still holds."""
    return any(session.status == SessionStatus.DUE for session in sessions)


def _state_without_due(sessions: list[Session], pauses: Sequence[Pause], on: date, today: date) -> str:
    if any(pause.starts_on <= on <= pause.ends_on for pause in pauses):
        return "paused"
    is_ahead = any(session.status == SessionStatus.DUE for session in sessions)
    return "future" if on > today or is_ahead else "off"
