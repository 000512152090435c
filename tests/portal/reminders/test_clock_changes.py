"""Each local day and slot exactly once, whatever the clocks do."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.routines.schedule import Occurrence, occurrences

# Gaps at midnight, a shift of half an hour, south and north, none at all, both edges of the day.
ZONES = [
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Chatham",
]
EVERY_DAY = 127


def made(zone: str, times: list[time], first: date, days: int, weekdays: int = EVERY_DAY) -> list[Occurrence]:
    return list(
        occurrences(
            times=list(enumerate(times, start=1)),
            prescribed=[SimpleNamespace(weekdays=weekdays, slots=0)],
            pauses=(),
            first=first,
            last=first + timedelta(days=days - 1),
            zone=ZoneInfo(zone),
        )
    )


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    quarter=st.integers(0, 95),
    first=st.dates(date(2024, 1, 1), date(2037, 11, 1)),
    weekdays=st.integers(1, EVERY_DAY),
)
def test_each_local_day_and_slot_comes_exactly_once(zone: str, quarter: int, first: date, weekdays: int) -> None:
    local = time(quarter // 4, quarter % 4 * 15)
    found = made(zone, [local], first, 60, weekdays)
    wanted = [day for day in (first + timedelta(days=one) for one in range(60)) if weekdays >> day.weekday() & 1]
    assert Counter(one.local_date for one in found) == Counter(wanted)
    assert [one.due_at for one in found] == sorted({one.due_at for one in found})
    for one in found:
        back = one.due_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        meant = datetime.combine(one.local_date, local)
        # On the minute, or later by the gap that the clock skipped.
        assert timedelta(0) <= back - meant <= timedelta(hours=1)


@settings(max_examples=60, deadline=None)
@given(zone=st.sampled_from(ZONES), first=st.dates(date(2024, 1, 1), date(2037, 11, 1)), slots=st.integers(2, 6))
def test_the_slots_of_a_day_keep_their_order_of_names(zone: str, first: date, slots: int) -> None:
    times = [time(6 + 3 * one) for one in range(slots)]
    found = made(zone, times, first, 14)
    assert [(one.local_date, one.slot) for one in found] == sorted((one.local_date, one.slot) for one in found)
    assert len({(one.local_date, one.slot) for one in found}) == len(found) == 14 * slots


@pytest.mark.parametrize(
    ("zone", "day", "local", "due"),
    [
        # 2:30 does not exist: later by the gap.
        ("Europe/Paris", "2026-03-29", "02:30", "2026-03-29T01:30"),
        # 2:30 comes twice: the first one.
        ("Europe/Paris", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        # Midnight itself is skipped.
        ("Africa/Cairo", "2026-04-24", "00:15", "2026-04-23T22:15"),
        # Half an hour.
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45"),
    ],
)
def test_at_a_clock_change(zone: str, day: str, local: str, due: str) -> None:
    (one,) = made(zone, [time.fromisoformat(local)], date.fromisoformat(day), 1)
    assert one.due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_day_that_never_was_has_no_session() -> None:
    found = made("Pacific/Apia", [time(9)], date(2011, 12, 29), 3)
    assert [one.local_date.day for one in found] == [29, 31]
