from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from portal.reminders import hours

PARIS = ZoneInfo("Europe/Paris")  # UTC+1 in November


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-19T{clock}:00").replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "following", "until"),
    [
        ("09:00", None, "12:00"),  # three hours
        ("09:00", "11:00", "10:30"),  # half an hour before the next one
        ("09:00", "09:20", "09:10"),  # but ten minutes at least
        ("19:30", None, "21:00"),  # not after nine in the evening
        ("21:30", None, "00:30"),  # unless the session itself is later
    ],
)
def test_a_reminder_is_useful_until(due: str, following: str | None, until: str) -> None:
    found = hours.expires_at(at(due), at(following) if following else None, PARIS)
    assert f"{found.astimezone(PARIS):%H:%M}" == until


@pytest.mark.parametrize(("clock", "quiet"), [("20:59", False), ("21:00", True), ("07:59", True), ("08:00", False)])
def test_quiet_hours_are_those_of_the_patients_clock(clock: str, quiet: bool) -> None:
    assert hours.is_quiet(at(clock), PARIS) is quiet


@pytest.mark.parametrize(("clock", "end"), [("22:00", "20 08:00"), ("03:00", "19 08:00"), ("12:00", "19 12:00")])
def test_quiet_hours_end_at_eight(clock: str, end: str) -> None:
    assert f"{hours.end_of_quiet(at(clock), PARIS).astimezone(PARIS):%d %H:%M}" == end


def test_the_spread_is_later_never_earlier_and_the_same_each_day() -> None:
    patients = [SimpleNamespace(public_id=uuid4()) for _one in range(200)]
    found = [hours.planned_for(at("09:00"), one, 600) - at("09:00") for one in patients]  # type: ignore[arg-type]
    assert min(found) >= timedelta(0)
    assert max(found) < timedelta(minutes=10)
    assert len(set(found)) > 100
    assert found == [hours.planned_for(at("09:00"), one, 600) - at("09:00") for one in patients]  # type: ignore[arg-type]


def test_without_a_spread_it_is_the_sessions_own_time() -> None:
    assert hours.planned_for(at("09:00"), SimpleNamespace(public_id=uuid4()), 0) == at("09:00")  # type: ignore[arg-type]
