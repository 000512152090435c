"""A copy holds everything that is classed for it, equal to the database, and nothing that is not."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone, translation

from accounts.models import CareGrant, User
from portal.privacy.classes import CLASSES, Copy, fields_in
from portal.privacy.copies import archive
from portal.privacy.copies.cells import STARTS_A_FORMULA, cell
from portal.privacy.copies.document import Document, of_account, of_patient
from portal.records import PatientRecord
from portal.reminders.models import ReminderPreference
from tests.cast import Cast
from tests.portal.privacy.everything import RECORD_CANARIES, Everything, keep_everything

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def everything(cast: Cast) -> Everything:
    return keep_everything(cast)


def copy_of(everything: Everything, language: str = "en") -> Document:
    access = everything.access
    return of_patient(everything.patient, access.rows, made_at=access.now, account=True, language=language)


def unpacked(document: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(archive.pieces_of(document)))) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def as_in_the_database(field: models.Field[Any, Any], value: Any) -> Any:
    """From JSON back to what the column holds."""
    if value is None:
        return None
    kinds: dict[Any, Any] = {
        models.DateTimeField: datetime.fromisoformat,
        models.DateField: date.fromisoformat,
        models.TimeField: time.fromisoformat,
        models.UUIDField: UUID,
    }
    return next((read(value) for kind, read in kinds.items() if isinstance(field, kind)), value)


def test_the_json_is_equal_to_the_database(everything: Everything) -> None:
    data = json.loads(unpacked(copy_of(everything))["data.json"])
    compared = 0
    for label, rows in data["rows"].items():
        model = apps.get_model(label)
        for row in rows:
            fields = {name: model._meta.get_field(name) for name in row}
            stored = model._base_manager.values(*[field.attname for field in fields.values()]).get(pk=row["id"])
            for name, field in fields.items():
                assert as_in_the_database(field, row[name]) == stored[field.attname], f"{label}.{name}"
                compared += 1
    assert compared > 300


def test_every_table_of_a_patient_is_in_the_copy_with_all_its_fields(everything: Everything) -> None:
    document = copy_of(everything)
    for label in CLASSES:
        if wanted := fields_in(label, Copy.PATIENT):
            assert document.tables[label].fields == wanted
            assert document.rows(label), f"let everything.py keep one {label}"


def test_every_row_of_the_record_is_in_the_copy(everything: Everything) -> None:
    document = copy_of(everything)
    for model in PatientRecord.__subclasses__():
        if model.IN_EXPORT and model is not ReminderPreference:
            rows = model._default_manager.filter(**{model.PATIENT_PATH: everything.patient})
            assert len(document.rows(model._meta.label_lower)) == rows.count(), model


def test_what_somebody_else_wishes_for_their_mails_stays_out(everything: Everything) -> None:
    assert [row["recipient"] for row in copy_of(everything).rows("portal.reminderpreference")] == [
        everything.cast.pat.pk
    ]


def test_nobody_elses_words_are_in_the_copy(everything: Everything) -> None:
    everything.cast.walt_record.name = "Walrus Secret"
    everything.cast.walt_record.save()
    content = b"".join(unpacked(copy_of(everything)).values())
    assert b"Walrus" not in content
    assert everything.cast.otto.name.encode() not in content


def test_no_secret_is_in_the_copy(everything: Everything) -> None:
    files = unpacked(copy_of(everything))
    content = b"".join(files.values())
    pat = User.objects.get(pk=everything.cast.pat.pk)
    for secret in (pat.password, "SECRETCANARYACCOUNT", "t" * 64, "k" * 32):
        assert secret.encode() not in content


def test_the_page_names_who_and_shows_the_pictures(everything: Everything) -> None:
    files = unpacked(copy_of(everything))
    page = files["index.html"].decode()
    for words in ("Tess Moran", "Cara Ellis", RECORD_CANARIES["goal"], RECORD_CANARIES["note"]):
        assert words in page
    pictures = re.findall(r'<img src="([^"#]+)', page)
    assert len(pictures) == 6
    assert set(pictures) <= set(files)
    assert all(b"<svg" in files[name] for name in pictures)


def test_the_page_is_inert(everything: Everything) -> None:
    page = unpacked(copy_of(everything))["index.html"].decode()
    assert "<script" not in page
    assert "http" not in page
    assert not re.search(r"\son\w+=|style=", page)
    everything.patient.name = "<script>alert(1)</script>"
    assert "<script" not in unpacked(copy_of(everything))["index.html"].decode()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_page_is_in_the_persons_language(everything: Everything, language: str) -> None:
    page = unpacked(copy_of(everything, language))["index.html"].decode()
    assert f'<html lang="{language}">' in page
    with translation.override(language):
        assert translation.gettext("What was done") in page


def test_times_are_as_the_clock_showed_them(everything: Everything) -> None:
    everything.patient.time_zone = "Asia/Kathmandu"
    table = unpacked(copy_of(everything))["tables/portal.exercisesession.csv"].decode("utf-8-sig")
    assert "+05:45" in table


def test_tables_name_people(everything: Everything) -> None:
    table = unpacked(copy_of(everything))["tables/portal.sessionnote.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["written_by"] for row in rows} == {everything.cast.pat.name, "Cara Ellis"}


def test_no_cell_is_a_formula(everything: Everything) -> None:
    assert RECORD_CANARIES["helper note"].startswith("=")
    for name, content in unpacked(copy_of(everything)).items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                assert not [one for one in row if one.startswith(STARTS_A_FORMULA)], name


@pytest.mark.parametrize("start", STARTS_A_FORMULA)
@pytest.mark.parametrize("before", ["", " ", "   "])
def test_a_formula_is_neutralised(start: str, before: str) -> None:
    assert cell(f"{before}{start}1+1").startswith("'")
    assert "\0" not in cell(f"{before}{start}a\0b")


@pytest.mark.parametrize("text", ["3 × 8", "it hurt - a little", "'quoted'", "a=b", "", "7"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_an_account_alone_holds_nothing_about_a_patient(everything: Everything) -> None:
    cara = everything.cast.cara
    document = of_account(cara, today=timezone.localdate(), made_at=datetime(2026, 11, 21, tzinfo=UTC))
    content = b"".join(unpacked(document).values()).decode()
    assert "cara@example.org" in content
    for words in (everything.cast.walt_record.name, *(set(RECORD_CANARIES.values()) - {RECORD_CANARIES["relation"]})):
        assert words not in content


def test_a_helper_cannot_read_in_the_copy_that_she_was_stopped(everything: Everything) -> None:
    CareGrant.objects.filter(pk=everything.cast.cara_for_pat.pk).update(suspended_at=timezone.now())
    document = of_account(everything.cast.cara, today=timezone.localdate(), made_at=timezone.now())
    assert [row["id"] for row in document.rows("accounts.caregrant")] == [everything.cast.cara_for_walt.pk]
    assert not {"suspended_at", "revoked_at", "evidence_note", "talked_alone"} & set(
        fields_in("accounts.caregrant", Copy.ACCOUNT)
    )


def test_the_file_name_says_nothing(everything: Everything) -> None:
    assert re.fullmatch(r"my-data-\d{4}-\d\d-\d\d\.zip", archive.file_name(timezone.now()))
