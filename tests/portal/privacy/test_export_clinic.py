"""All patients of a clinic, for whoever takes over."""

from __future__ import annotations

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, ClinicMember
from exercises.models import Exercise, OwnPicture
from exercises.own.copying import make_own_copy
from tests.cast import Cast
from tests.portal.privacy.everything import RECORD_CANARIES, keep_everything

pytestmark = pytest.mark.usefixtures("library")


def data_of(path: Path) -> dict[str, object]:
    with zipfile.ZipFile(path) as packed:
        return json.loads(packed.read("data.json"))  # type: ignore[no-any-return]


def test_each_patient_of_the_clinic_has_a_file(cast: Cast, tmp_path: Path) -> None:
    keep_everything(cast)
    own = make_own_copy(Exercise.objects.get(slug="clamshell"), by=ClinicMember.objects.get(user=cast.tess))
    OwnPicture.objects.create(
        exercise=own, key="k1", name="photo.jpg", media_type="image/jpeg", content=b"JPEG", width=4, height=4
    )
    call_command("export_clinic", "Northside Clinic", tmp_path / "out", stdout=StringIO())
    names = {path.name for path in (tmp_path / "out").iterdir()}
    patients = {f"patient-{one.public_id}.zip" for one in (cast.pat_record, cast.walt_record)}
    assert names == patients | {"clinic.zip", "patients.csv"}
    pat = data_of(tmp_path / "out" / f"patient-{cast.pat_record.public_id}.zip")
    assert RECORD_CANARIES["note"] in json.dumps(pat)
    # The sign-in is the patient's own; only the address goes along.
    assert "usersessions.usersession" not in json.dumps(pat)
    clinic = tmp_path / "out" / "clinic.zip"
    assert "clamshell-own" in json.dumps(data_of(clinic)["rows"])
    with zipfile.ZipFile(clinic) as packed:
        assert packed.read("pictures/own/k1.jpg") == b"JPEG"
    assert AuditEvent.objects.filter(action="data.exported").count() == 2


def test_nobody_else_on_the_machine_reads_them(cast: Cast, tmp_path: Path) -> None:
    call_command("export_clinic", str(cast.northside.pk), tmp_path / "out", stdout=StringIO())
    assert {path.stat().st_mode & 0o077 for path in [tmp_path / "out", *(tmp_path / "out").iterdir()]} == {0}


def test_a_folder_with_something_in_it_is_left_alone(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_clinic", "Northside Clinic", tmp_path)


@pytest.mark.parametrize("name", ["Nowhere", "0", "99999999999999999999", "१"])
def test_a_clinic_that_is_not_there_is_said_so(cast: Cast, tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="Northside Clinic"):
        call_command("export_clinic", name, tmp_path / "out")
