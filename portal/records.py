"""The abstract base of every row about a patient."""

import enum
from typing import ClassVar

from django.db import models


class OnErasure(enum.StrEnum):
    """What becomes of the rows when a patient asks to be forgotten."""

    DELETE = "delete"
    CLINIC_DECIDES = "clinic_decides"  # part of the care record, which the law may ask the clinic to keep


class PatientRecord(models.Model):
    """Reached in views only through `access.rows(Model)`; `PATIENT_PATH` is the way from the row to the patient.

    Each model says for itself whether its rows go into the export and what erasure does to them.
    """

    PATIENT_PATH: ClassVar[str] = "patient"
    IN_EXPORT: ClassVar[bool]
    ON_ERASURE: ClassVar[OnErasure]

    class Meta:
        abstract = True
