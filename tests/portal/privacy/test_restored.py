"""A restored backup does not bring back who was erased."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import ClinicMember, Patient, User
from portal.privacy import actions
from portal.privacy.models import ErasureRequest, Tombstone
from tests.cast import Cast
from tests.portal.privacy.everything import (
    ACCOUNT_CANARIES,
    RECORD_CANARIES,
    Everything,
    found,
    found_in_the_file,
    keep_everything,
)

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def everything(cast: Cast) -> Everything:
    return keep_everything(cast)


def back_up(*rows: Any) -> str:
    return serializers.serialize("json", rows)


def restore(backup: str) -> None:
    for row in serializers.deserialize("json", backup):
        row.save()
    Tombstone.objects.all().delete()  # the backup was made before anybody was erased


def run(*words: Any) -> str:
    out = StringIO()
    call_command("reapply_erasures", *words, stdout=out)
    return out.getvalue()


def test_an_account_that_came_back_is_erased_again(everything: Everything, tmp_path: Path) -> None:
    backup = back_up(User.objects.get(pk=everything.cast.pat.pk), *everything.cast.pat.emailaddress_set.all())
    actions.close_account(today=timezone.localdate(), by=everything.cast.pat)
    run("--write-list", tmp_path / "erased")
    restore(backup)
    assert found(ACCOUNT_CANARIES)
    assert "1 accounts, 0 records" in run("--read-list", tmp_path / "erased")
    assert found(ACCOUNT_CANARIES) == {}
    assert found_in_the_file(ACCOUNT_CANARIES) == []
    assert "0 accounts, 0 records" in run()


def test_a_record_that_came_back_is_erased_again(everything: Everything, tmp_path: Path) -> None:
    patient = Patient.objects.get(pk=everything.patient.pk)
    backup = back_up(patient, *patient.care_grants.all(), patient.clinical_profile)
    asked = ErasureRequest.objects.get(patient=patient)
    actions.erase_record(asked, patient.name, by=ClinicMember.objects.get(user=everything.cast.ada))
    run("--write-list", tmp_path / "erased")
    restore(backup)
    assert found(RECORD_CANARIES)
    assert "0 accounts, 1 records" in run("--read-list", tmp_path / "erased")
    assert found(RECORD_CANARIES) == {}


def test_nobody_else_is_erased(everything: Everything, tmp_path: Path) -> None:
    actions.close_account(today=timezone.localdate(), by=everything.cast.pat)
    run("--write-list", tmp_path / "erased")
    run("--read-list", tmp_path / "erased")
    assert User.objects.filter(erased_at__isnull=False).count() == 1
    assert Patient.objects.count() == 2


def test_a_new_portal_with_the_same_numbers_keeps_its_people(everything: Everything, tmp_path: Path) -> None:
    actions.close_account(today=timezone.localdate(), by=everything.cast.cara)
    run("--write-list", tmp_path / "erased")
    User.objects.filter(pk=everything.cast.cara.pk).update(
        erased_at=None, date_joined=timezone.now() + timedelta(days=1)
    )
    assert "0 accounts" in run("--read-list", tmp_path / "erased")


def test_the_list_names_nobody(everything: Everything, tmp_path: Path) -> None:
    actions.close_account(today=timezone.localdate(), by=everything.cast.cara)
    run("--write-list", tmp_path / "erased")
    text = (tmp_path / "erased").read_text()
    assert "cara" not in text.lower()
    assert str(everything.patient.public_id) not in text


@pytest.mark.parametrize("content", ["nonsense", '{"kind": "account"}', '{"kind": "x", "key": 3, "erased_at": 1}', "ä"])
def test_another_file_is_refused(db: None, tmp_path: Path, content: str) -> None:
    (tmp_path / "other").write_text(content)
    with pytest.raises(CommandError, match="is not a list"):
        run("--read-list", tmp_path / "other")


def test_a_file_that_is_not_there_is_said_so(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("--read-list", tmp_path / "nowhere")
    with pytest.raises(CommandError, match="cannot be written"):
        run("--write-list", tmp_path / "no" / "such" / "folder")
