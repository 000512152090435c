"""Every field of every table is classed for export, erasure and retention; one that nobody classed fails here."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from portal.privacy.classes import CLASSES, Copy, How, Period, Step, fields_in
from portal.records import OnErasure, PatientRecord

MODELS = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
DATA_DOC = Path(__file__).resolve().parents[3] / "docs" / "data.md"


def named(label: str) -> list[str]:
    return [name for line in CLASSES.get(label, ()) for name in line.names]


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_is_classed_once(label: str) -> None:
    there = {field.name for field in MODELS[label]._meta.get_fields() if getattr(field, "concrete", False)}
    assert sorted(there - set(named(label))) == [], "say in portal/privacy/classes.py what these are"
    assert sorted(set(named(label)) - there) == []
    assert [name for name, times in Counter(named(label)).items() if times > 1] == []


def test_no_table_is_classed_that_is_not_there() -> None:
    assert sorted(set(CLASSES) - set(MODELS)) == []


@pytest.mark.parametrize("label", sorted(CLASSES))
def test_what_is_left_out_or_kept_says_why(label: str) -> None:
    for line in CLASSES[label]:
        assert bool(line.export.copies) != bool(line.export.reason), line
        assert (line.erasure.how is How.KEEP) == bool(line.erasure.reason), line
        assert (line.erasure.how is How.KEEP) != bool(line.erasure.steps), line


def test_the_records_say_the_same_of_themselves() -> None:
    for label, model in MODELS.items():
        if not issubclass(model, PatientRecord):
            continue
        assert bool(fields_in(label, Copy.PATIENT)) == model.IN_EXPORT, label
        steps = {step for line in CLASSES[label] for step in line.erasure.steps}
        assert Step.RECORD in steps, label
        assert model.ON_ERASURE in OnErasure


def test_no_secret_leaves_in_a_copy() -> None:
    for label in CLASSES:
        for copy in Copy:
            assert not set(fields_in(label, copy)) & {
                "password",
                "token_hash",
                "code_hash",
                "stop_token",
                "session_key",
            }


def test_every_period_is_explained_to_people() -> None:
    words = DATA_DOC.read_text(encoding="utf-8")
    assert [period.value for period in Period if f"| {period.value} |" not in words] == []


@pytest.mark.parametrize("label", sorted(CLASSES))
def test_nothing_but_text_and_numbers_leaves(label: str) -> None:
    """A column of bytes or of another kind needs a decision of its own on how it is written down."""
    for copy in Copy:
        for name in fields_in(label, copy):
            assert not isinstance(MODELS[label]._meta.get_field(name), models.BinaryField | models.FileField)
