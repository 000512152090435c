"""Whoever changes the record behind the portal's back is found."""

import random
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditAnchor, AuditEvent, AuditSeal
from accounts.record import guard
from accounts.record.verifying import What, verify
from tests.accounts.record.tampering import WAYS, name_of_database, troubles, write_record

TAMPERINGS = 100


@pytest.fixture
def dice() -> random.Random:
    return random.Random(2026)  # noqa: S311


@pytest.fixture
def record(db: None, dice: random.Random) -> None:
    write_record(200, dice=dice)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_record_as_it_was_written_passes(record: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_record")
    out = said(capsys)
    assert re.search(r"200 events in \d+ links, 0 not sealed yet", out)
    assert AuditSeal.objects.latest("number").chain in out


def test_every_tampering_is_found(record: None, dice: random.Random, capsys: pytest.CaptureFixture[str]) -> None:
    guard.remove(connection)
    assert troubles() == []
    found = 0
    for number in range(TAMPERINGS):
        way = WAYS[number % len(WAYS)]
        with transaction.atomic():
            way(dice)
            found += bool(troubles())
            transaction.set_rollback(True)
    print(f"{name_of_database()}: {found} of {TAMPERINGS} tamperings found.")
    assert found == TAMPERINGS
    assert troubles() == []


@pytest.mark.parametrize(
    ("change", "what", "where"),
    [
        ({"action": "nothing.happened"}, What.CHANGED, "link 2 ("),
        ({"seal": None}, What.MISSING, "19 events where 20 were sealed"),
    ],
)
def test_it_says_what_and_where(record: None, change: dict[str, object], what: What, where: str) -> None:
    guard.remove(connection)
    row = AuditEvent.objects.filter(seal__number=2).order_by("pk")[3]
    AuditEvent.objects.filter(pk=row.pk).update(**change)
    found = {one.what: one.where for one in verify(timezone.now()).troubles}
    assert where in found[what]
    assert "link 2" in found[what]


def test_the_command_ends_with_an_error(record: None, capsys: pytest.CaptureFixture[str]) -> None:
    guard.remove(connection)
    AuditEvent.objects.filter(seal__number=2).update(role="x")
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("verify_record")
    assert "changed: link 2" in said(capsys)


def test_a_missing_guard_is_told(record: None) -> None:
    guard.remove(connection)
    assert {one.what for one in verify(timezone.now()).troubles} == {What.GUARD}


def test_what_the_pump_has_not_sealed_in_time_is_told(record: None) -> None:
    audit.record("something.happened", by=None)
    now = timezone.now()
    assert verify(now).troubles == []
    [trouble] = verify(now + timedelta(minutes=11)).troubles
    assert trouble.what is What.UNSEALED


def test_a_chain_that_was_cut_short_no_longer_holds_what_the_log_told(record: None) -> None:
    newest = AuditSeal.objects.latest("number")
    call_command("verify_record", contains=newest.chain, verbosity=0)
    guard.remove(connection)
    AuditEvent.objects.filter(seal=newest).delete()
    newest.delete()
    assert troubles() == []
    assert What.CUT in {one.what for one in verify(timezone.now(), known_chain=newest.chain).troubles}


def test_an_anchor_of_a_month_that_still_stands_is_told(record: None) -> None:
    seal = AuditSeal.objects.latest("number")
    AuditAnchor.objects.create(month=seal.month, events=1, seals=1, chain=seal.chain, dropped_at=timezone.now())
    assert What.ADDED in troubles()
    assert What.ANCHOR in troubles()


def test_an_empty_record_is_as_it_was_written(db: None) -> None:
    assert verify(timezone.now()).troubles == []
