"""A clinic's whole data, for a death, a transfer, or a clinic that closes: each patient, and what the clinic wrote itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from accounts.models import Clinic, ClinicMember, Patient
from exercises.models import (
    Adoption,
    Edition,
    Exercise,
    ExercisePose,
    ExerciseSource,
    ExerciseText,
    ExerciseVariant,
    LearnPage,
    LearnSource,
    LearnText,
    OwnDrawing,
    OwnPicture,
    RoutineTemplate,
    StopText,
    TemplateExercise,
    TemplateSource,
)
from portal.privacy.classes import Copy
from portal.privacy.copies.document import Document, by_label, of_patient, people_in
from portal.privacy.copies.pictures import FOLDER
from portal.privacy.copies.rows import read
from portal.records import PatientRecord

OF_THE_CLINIC: tuple[tuple[type[models.Model], str], ...] = (
    (Clinic, "pk"),
    (ClinicMember, "clinic"),
    (Exercise, "clinic"),
    (ExerciseText, "exercise__clinic"),
    (ExerciseVariant, "exercise__clinic"),
    (ExercisePose, "exercise__clinic"),
    (ExerciseSource, "exercise__clinic"),
    (OwnDrawing, "exercise__clinic"),
    (OwnPicture, "exercise__clinic"),
    (Adoption, "clinic"),
    (Edition, "clinic"),
    (StopText, "clinic"),
    (RoutineTemplate, "clinic"),
    (TemplateExercise, "template__clinic"),
    (TemplateSource, "template__clinic"),
    (LearnPage, "clinic"),
    (LearnText, "page__clinic"),
    (LearnSource, "page__clinic"),
)


def of_clinic(clinic: Clinic, *, made_at: datetime) -> Document:
    found = [read(model._default_manager.filter(**{path: clinic.pk}), Copy.CLINIC) for model, path in OF_THE_CLINIC]
    pictures = OwnPicture.objects.filter(exercise__clinic=clinic).values_list("key", "name")
    return Document(
        kind=Copy.CLINIC,
        name=clinic.name,
        language=clinic.language,
        zone=ZoneInfo(clinic.time_zone),
        made_at=made_at,
        tables=by_label(found),
        people=people_in(found),
        own_pictures={f"{FOLDER}/own/{key}{PurePosixPath(name).suffix}": key for key, name in pictures},
    )


def patients_of(clinic: Clinic, *, made_at: datetime) -> Iterator[tuple[Patient, Document]]:
    """One after the other: all of a clinic at once would fill the machine."""
    for patient in Patient.objects.filter(clinic=clinic).select_related("clinic", "user").order_by("pk"):
        yield patient, of_patient(patient, partial(_rows, patient), made_at=made_at, account=False)


def _rows(patient: Patient, model: type[PatientRecord]) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{model.PATIENT_PATH: patient})
