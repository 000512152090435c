"""Registering a patient: a record and a treatment link. A login comes by invitation."""

from datetime import date

import pytest

from accounts.actions import AlreadyAPatient, register_patient
from accounts.models import AuditEvent, ClinicMember, Patient, TreatmentLink, User
from tests.cast import Cast

ROSA = {"name": "Rosa Delgado", "born_on": date(1949, 5, 2), "time_zone": "Europe/Paris", "language": "fr"}


def tess(cast: Cast) -> ClinicMember:
    return ClinicMember.objects.select_related("clinic", "user").get(user=cast.tess)


def test_the_therapist_treats_the_new_patient(cast: Cast) -> None:
    patient = register_patient(by=tess(cast), **ROSA)
    assert patient.clinic == cast.northside
    assert TreatmentLink.objects.get(patient=patient).therapist == cast.tess
    assert AuditEvent.objects.get(action="patient.registered").object_id == str(patient.pk)


def test_there_is_no_login_before_somebody_accepts_one(cast: Cast) -> None:
    before = User.objects.count()
    assert register_patient(by=tess(cast), **ROSA).user is None
    assert User.objects.count() == before


@pytest.mark.parametrize("again", [ROSA, ROSA | {"name": "rosa delgado"}])
def test_nobody_is_registered_twice(cast: Cast, again: dict[str, object]) -> None:
    register_patient(by=tess(cast), **ROSA)
    with pytest.raises(AlreadyAPatient):
        register_patient(by=tess(cast), **again)  # type: ignore[arg-type]
    assert Patient.objects.filter(born_on=date(1949, 5, 2)).count() == 1
