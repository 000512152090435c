"""The pump seals what was written into a chain, by month, a minute's worth at a time."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, AuditSeal
from accounts.record import sealing
from accounts.record.sealing import COLUMNS, START, seal_all, seal_once
from accounts.record.verifying import verify
from portal.reminders.pump import pump_once

NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def write(*moments: datetime) -> None:
    for at in moments:
        AuditEvent.objects.create(at=at, action="something.happened")


def test_a_link_hangs_on_the_one_before(db: None) -> None:
    write(NOW - timedelta(hours=1), NOW - timedelta(minutes=50))
    assert seal_once(NOW) == 2
    write(NOW - timedelta(minutes=2))
    assert seal_once(NOW) == 1
    first, second = AuditSeal.objects.order_by("number")
    assert (first.number, first.count, first.previous) == (1, 2, START)
    assert (second.number, second.count, second.previous) == (2, 1, first.chain)
    assert not AuditEvent.objects.filter(seal=None).exists()


def test_a_link_holds_one_month(db: None) -> None:
    write(datetime(2026, 10, 31, 23, 59, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), NOW - timedelta(days=1))
    assert seal_all(NOW, has_time=lambda: True) == 3
    assert list(AuditSeal.objects.order_by("number").values_list("month", "count")) == [("2026-10", 1), ("2026-11", 2)]


def test_a_link_holds_no_more_than_the_limit(db: None) -> None:
    write(*[NOW - timedelta(hours=1)] * 5)
    assert [seal_once(NOW, 2) for _again in range(4)] == [2, 2, 1, 0]


def test_what_was_just_written_waits(db: None) -> None:
    write(NOW - timedelta(seconds=1))
    assert seal_once(NOW) == 0


def test_the_pump_makes_no_more_than_a_link_a_minute(db: None) -> None:
    write(NOW - timedelta(seconds=30))
    assert seal_all(NOW, has_time=lambda: True) == 0
    write(NOW - timedelta(seconds=61))
    assert seal_all(NOW, has_time=lambda: True) == 2


def test_sealing_ends_with_the_time_of_the_run(db: None) -> None:
    write(NOW - timedelta(hours=1))
    assert seal_all(NOW, has_time=lambda: False) == 0


def test_an_event_that_comes_late_with_a_lower_id_is_sealed_later(db: None) -> None:
    AuditEvent.objects.create(pk=5_000, at=NOW - timedelta(hours=1), action="first.sealed")
    seal_once(NOW)
    AuditEvent.objects.create(pk=4_000, at=NOW - timedelta(hours=1), action="committed.late")
    assert seal_once(NOW) == 1
    assert verify(NOW).troubles == []


def test_every_column_is_sealed() -> None:
    columns = {field.attname for field in AuditEvent._meta.concrete_fields}
    assert set(COLUMNS) == columns - {"seal_id"}


def test_the_pump_seals_after_the_reminders(db: None) -> None:
    audit.record("something.happened", by=None)
    report = pump_once(timezone.now() + timedelta(minutes=2))
    assert report.sealed == 1


def test_trouble_with_sealing_stops_no_reminder(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_more: object) -> int:
        raise RuntimeError("no seal today")

    monkeypatch.setattr("portal.reminders.pump.seal_all", fail)
    assert pump_once().sealed == 0
    assert "could not be sealed" in caplog.text


def test_the_newest_link_is_told_to_the_log_once_a_day(db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="accounts.record")
    for hours in (0, 1, 24):
        write(NOW)
        seal_once(NOW + timedelta(hours=hours, minutes=1))
    told = [one.getMessage() for one in caplog.records if "stands at link" in one.getMessage()]
    assert [AuditSeal.objects.get(number=number).chain in line for number, line in zip((1, 3), told, strict=True)] == [
        True,
        True,
    ]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_several_pumps_at_once_make_one_chain() -> None:
    write(*[NOW - timedelta(hours=1)] * 60)
    together = threading.Barrier(4)

    def pump() -> int:
        together.wait(10)
        try:
            return sum(seal_once(NOW, 5) for _again in range(40))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pumps:
        sealed = [future.result(60) for future in [pumps.submit(pump) for _one in range(4)]]
    assert sum(sealed) == 60
    assert AuditSeal.objects.count() == 12
    assert verify(NOW).troubles == []


def test_a_link_that_another_pump_made_first_is_left_to_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    write(NOW - timedelta(hours=1))
    real = sealing._seal

    def late(before: AuditSeal | None, rows: list[tuple[object, ...]], now: datetime) -> AuditSeal:
        AuditSeal.objects.create(
            number=1, month="2026-11", count=0, digest="", previous=START, chain="other", sealed_at=now
        )
        return real(before, rows, now)

    monkeypatch.setattr(sealing, "_seal", late)
    assert seal_once(NOW) == 0
    assert AuditEvent.objects.filter(seal=None).count() == 1
