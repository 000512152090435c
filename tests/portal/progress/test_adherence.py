"""What was done of what was due, day by day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.progress.adherence import count, monday_of, weeks

TODAY = date(2026, 11, 19)  # a Thursday
NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


@dataclass
class Session:
    local_date: date
    status: str
    at: time = time(9)

    @property
    def due_at(self) -> datetime:
        return datetime.combine(self.local_date, self.at, UTC)


@dataclass
class Pause:
    starts_on: date
    ends_on: date


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def states(sessions: list[Session], pauses: tuple[Pause, ...] = ()) -> dict[date, str]:
    found = weeks(sessions, pauses, first=day(-7), last=TODAY, today=TODAY, now=NOW)
    return {one.on: one.state for week in found for one in week}


def test_five_of_seven() -> None:
    kept = [Session(day(-n), "done") for n in range(1, 5)] + [Session(day(-5), "partly")]
    rest = [Session(day(-6), "skipped"), Session(day(-7), "due")]
    counts = count(kept + rest, NOW)
    assert (counts.kept, counts.due) == (5, 7)
    assert (counts.done, counts.partly, counts.skipped, counts.not_recorded) == (4, 1, 1, 1)


def test_what_is_still_to_come_today_is_not_owed() -> None:
    assert count([Session(TODAY, "due", time(18))], NOW).due == 0
    assert count([Session(TODAY, "due", time(9))], NOW).due == 1


def test_what_was_done_early_counts_at_once() -> None:
    assert count([Session(TODAY, "done", time(18))], NOW).kept == 1


def test_what_is_withdrawn_was_never_due() -> None:
    assert count([Session(day(-1), "withdrawn")], NOW).due == 0


def test_each_day_has_its_mark() -> None:
    found = states(
        [
            Session(day(-3), "done"),
            Session(day(-2), "done"),
            Session(day(-2), "due", time(17)),
            Session(day(-1), "skipped"),
            Session(TODAY, "due", time(18)),
        ]
    )
    assert found[day(-4)] == "off"
    assert found[day(-3)] == "done"
    assert found[day(-2)] == "partly"
    assert found[day(-1)] == "skipped"
    assert found[TODAY] == "future"
    assert found[day(1)] == "future"


def test_today_is_only_partly_done_while_its_evening_waits() -> None:
    sessions = [Session(TODAY, "done"), Session(TODAY, "due", time(18))]
    found = weeks(sessions, (), first=TODAY, last=TODAY, today=TODAY, now=NOW)
    today = next(one for one in found[0] if one.is_today)
    assert (today.state, today.is_open) == ("partly", True)
    assert states([Session(TODAY, "done"), Session(TODAY, "done", time(18))])[TODAY] == "done"


def test_days_of_a_pause_are_marked_and_not_due() -> None:
    found = states([Session(day(-2), "due")], (Pause(day(-6), day(-4)),))
    assert found[day(-5)] == "paused"
    assert found[day(-2)] == "none"


def test_what_was_done_in_a_pause_is_shown_as_done() -> None:
    assert states([Session(day(-5), "done")], (Pause(day(-6), day(-4)),))[day(-5)] == "done"


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 80))
def test_weeks_are_whole_and_hold_both_ends(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = weeks([], [], first=first, last=last, today=last, now=NOW)
    days = [one.on for week in found for one in week]
    assert all(len(week) == 7 and week[0].on.weekday() == 0 for week in found)
    assert days == sorted(set(days))
    assert days[0] == monday_of(first)
    assert days[0] <= first <= last <= days[-1]


@given(st.lists(st.tuples(st.integers(-20, 3), st.sampled_from(["done", "partly", "skipped", "due", "withdrawn"]))))
def test_nobody_keeps_more_than_was_due(given_sessions: list[tuple[int, str]]) -> None:
    counts = count([Session(day(number), status) for number, status in given_sessions], NOW)
    assert 0 <= counts.kept <= counts.due <= len(given_sessions)
