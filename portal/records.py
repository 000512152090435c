"""The abstract base of every row about a patient."""

from typing import ClassVar

from django.db import models


class PatientRecord(models.Model):
    """Reached in views only through `access.rows(Model)`; `PATIENT_PATH` is the way from the row to the patient."""

    PATIENT_PATH: ClassVar[str] = "patient"

    class Meta:
        abstract = True
