"""Which sessions are due when. Pure: days, times and zones come in, moments go out.

Clock changes: a time that a clock skips falls later by the gap; a time that comes twice means the first one
(RFC 5545's rule, Python's fold=0). A day that a zone left out altogether has no sessions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Prescribed(Protocol):
    weekdays: int
    slots: int


class Pause(Protocol):
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Occurrence:
    local_date: date
    slot: int
    due_at: datetime


def is_prescribed(prescribed: Prescribed, day: date, slot: int) -> bool:
    """Is this exercise part of this slot of this day?"""
    on_weekday = bool(prescribed.weekdays >> day.weekday() & 1)
    in_slot = prescribed.slots == 0 or bool(prescribed.slots >> (slot - 1) & 1)
    return on_weekday and in_slot


def moment(day: date, local_time: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, local_time, tzinfo=zone).astimezone(UTC)


def occurrences(
    *,
    times: Sequence[tuple[int, time]],
    prescribed: Sequence[Prescribed],
    pauses: Iterable[Pause],
    first: date,
    last: date,
    zone: ZoneInfo,
) -> Iterator[Occurrence]:
    """Every session from `first` to `last`, both included. `times` are (slot, clock time)."""
    paused = list(pauses)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if any(pause.starts_on <= day <= pause.ends_on for pause in paused) or not _exists(day, zone):
            continue
        for slot, local_time in times:
            if any(is_prescribed(one, day, slot) for one in prescribed):
                yield Occurrence(day, slot, moment(day, local_time, zone))


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Samoa went straight from 29 to 31 December 2011."""
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


def parse_times(times: Iterable[str]) -> list[tuple[int, time]]:
    return [(number, time.fromisoformat(text)) for number, text in enumerate(times, start=1)]
