"""Every row about a patient is a PatientRecord, is gathered in portal/models.py, and is classed for export and erasure."""

import pytest
from django.apps import apps
from django.db import models

import portal.models
from accounts.models import Patient
from portal.records import OnErasure, PatientRecord

# Not about one patient: the pump's own life, and hashes of what must not come back.
NOT_ABOUT_A_PATIENT = {"PumpHeartbeat", "MailBlock", "Tombstone"}

PORTAL_MODELS = list(apps.get_app_config("portal").get_models())


@pytest.mark.parametrize("model", PORTAL_MODELS, ids=lambda model: model.__name__)
def test_every_portal_model_is_a_patient_record(model: type[models.Model]) -> None:
    assert issubclass(model, PatientRecord) or model.__name__ in NOT_ABOUT_A_PATIENT


@pytest.mark.parametrize("model", PORTAL_MODELS, ids=lambda model: model.__name__)
def test_every_portal_model_is_gathered(model: type[models.Model]) -> None:
    assert model.__name__ in portal.models.__all__


@pytest.mark.parametrize(
    "model", [model for model in PORTAL_MODELS if issubclass(model, PatientRecord)], ids=lambda model: model.__name__
)
def test_the_path_of_every_patient_record_ends_at_a_patient(model: type[PatientRecord]) -> None:
    field: models.Field | None = None  # type: ignore[type-arg]
    here: type[models.Model] = model
    for step in model.PATIENT_PATH.split("__"):
        field = here._meta.get_field(step)  # type: ignore[assignment]
        here = field.related_model  # type: ignore[union-attr, assignment]
    assert here is Patient


@pytest.mark.parametrize(
    "model", [model for model in PORTAL_MODELS if issubclass(model, PatientRecord)], ids=lambda model: model.__name__
)
def test_every_patient_record_is_classed_for_export_and_erasure(model: type[PatientRecord]) -> None:
    assert isinstance(model.IN_EXPORT, bool)
    assert model.ON_ERASURE in OnErasure


def test_knowledge_points_at_no_person() -> None:
    allowed = {"accounts.Clinic"}
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("exercises").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField)
        and field.related_model._meta.app_label != "exercises"  # type: ignore[union-attr]
        and field.related_model._meta.label not in allowed  # type: ignore[union-attr]
    ]
    assert found == []
