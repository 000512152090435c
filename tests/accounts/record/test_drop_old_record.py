"""Whole sealed months go when their time is over; what they held stays said, and the chain stays whole."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import AuditAnchor, AuditEvent, AuditSeal
from accounts.record import guard
from accounts.record.retention import old_months
from accounts.record.sealing import seal_all
from accounts.record.verifying import verify

LONG_AGO = datetime(2019, 2, 10, tzinfo=UTC)


@pytest.fixture
def old(db: None) -> None:
    """Two months of long ago, and one of now."""
    for days in (0, 1, 28, 29):
        AuditEvent.objects.create(at=LONG_AGO + timedelta(days=days), action="something.happened")
    AuditEvent.objects.create(at=timezone.now() - timedelta(hours=1), action="something.happened")
    seal_all(timezone.now(), has_time=lambda: True)


def test_old_months_go_and_an_anchor_stays(old: None, capsys: pytest.CaptureFixture[str]) -> None:
    newest_of_march = AuditSeal.objects.get(month="2019-03").chain
    call_command("drop_old_record")
    assert "2019-02: 2 events dropped." in capsys.readouterr().out
    assert list(AuditAnchor.objects.order_by("month").values_list("month", "events", "seals")) == [
        ("2019-02", 2, 1),
        ("2019-03", 2, 1),
    ]
    assert AuditAnchor.objects.get(month="2019-03").chain == newest_of_march
    assert AuditSeal.objects.count() == 3
    assert not AuditEvent.objects.filter(at__year=2019).exists()


def test_the_record_passes_afterwards_and_says_what_went(old: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("drop_old_record")
    call_command("verify_record")
    out = capsys.readouterr().out
    assert "2019-02 was dropped on" in out
    assert "The record is as it was written." in out


def test_dropping_is_itself_on_record(old: None) -> None:
    call_command("drop_old_record")
    assert set(AuditEvent.objects.filter(action="record.month_dropped").values_list("purpose", flat=True)) == {"portal"}


def test_a_dry_run_only_says(old: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("drop_old_record", dry_run=True)
    assert "2019-03: 2 events would go." in capsys.readouterr().out
    assert AuditEvent.objects.count() == 5
    assert not AuditAnchor.objects.exists()


def test_nothing_goes_twice(old: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("drop_old_record")
    call_command("drop_old_record")
    assert "Nothing is older than 6 years." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("at", "goes"), [(datetime(2020, 10, 31, tzinfo=UTC), True), (datetime(2020, 11, 1, tzinfo=UTC), False)]
)
def test_a_month_goes_when_all_of_it_is_over_its_time(db: None, at: datetime, goes: bool) -> None:
    AuditEvent.objects.create(at=at, action="something.happened")
    now = datetime(2026, 11, 30, tzinfo=UTC)
    seal_all(now, has_time=lambda: True)
    assert bool(old_months(now)) is goes


def test_a_month_that_is_not_wholly_sealed_stays(old: None) -> None:
    AuditEvent.objects.create(at=LONG_AGO, action="something.happened")
    with pytest.raises(CommandError, match="2019-02 is not wholly sealed"):
        call_command("drop_old_record")
    assert list(AuditAnchor.objects.values_list("month", flat=True)) == ["2019-03"]


def test_a_month_that_was_tampered_with_stays(old: None) -> None:
    guard.remove(connection)
    AuditEvent.objects.filter(seal__month="2019-02").update(role="x")
    guard.install(connection)
    with pytest.raises(CommandError, match="not as it was sealed"):
        call_command("drop_old_record")
    assert not AuditAnchor.objects.filter(month="2019-02").exists()


def test_what_is_sealed_into_a_dropped_month_later_is_kept_and_checked(old: None) -> None:
    call_command("drop_old_record")
    AuditEvent.objects.create(at=LONG_AGO, action="came.late")
    seal_all(timezone.now(), has_time=lambda: True)
    assert verify(timezone.now()).troubles == []
    guard.remove(connection)
    AuditEvent.objects.filter(action="came.late").update(role="x")
    assert "changed" in {str(one.what) for one in verify(timezone.now()).troubles}


@pytest.mark.parametrize("years", [0, -1, 101])
def test_the_time_is_at_least_a_year(db: None, years: int) -> None:
    with pytest.raises(CommandError, match="at least one year"):
        call_command("drop_old_record", years=years)
