"""Registering a patient: a record, a treatment link, and a login only where there is an address."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress

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


def test_without_an_address_there_is_no_login(cast: Cast) -> None:
    assert register_patient(by=tess(cast), **ROSA).user is None


def test_a_new_login_has_no_password_and_waits_for_its_first_code(cast: Cast) -> None:
    user = register_patient(by=tess(cast), email="Rosa@Example.org", **ROSA).user
    assert user is not None
    assert (user.email, user.language, user.time_zone) == ("rosa@example.org", "fr", "Europe/Paris")
    assert not user.has_usable_password()
    assert not EmailAddress.objects.get(user=user).verified


def test_the_first_code_verifies_the_address(cast: Cast, client, mailoutbox) -> None:  # type: ignore[no-untyped-def]
    register_patient(by=tess(cast), email="rosa@example.org", **ROSA)
    client.post("/account/login/code/", {"email": "rosa@example.org"})
    [mail] = mailoutbox
    code = next(word for word in mail.body.split() if word.replace("-", "").isdigit() and len(word) >= 8)
    client.post("/account/login/code/confirm/", {"code": code})
    assert EmailAddress.objects.get(email="rosa@example.org").verified
    assert client.session["_auth_user_id"] == str(User.objects.get(email="rosa@example.org").pk)


def test_a_caregiver_who_falls_ill_keeps_her_login(cast: Cast) -> None:
    patient = register_patient(by=tess(cast), email="CARA@example.org", **ROSA)
    assert patient.user == cast.cara
    assert User.objects.filter(email__iexact="cara@example.org").count() == 1


@pytest.mark.parametrize(
    "again", [ROSA, ROSA | {"name": "rosa delgado"}, ROSA | {"name": "R. D.", "email": "rosa@example.org"}]
)
def test_nobody_is_registered_twice(cast: Cast, again: dict[str, object]) -> None:
    register_patient(by=tess(cast), email="rosa@example.org", **ROSA)
    with pytest.raises(AlreadyAPatient):
        register_patient(by=tess(cast), **again)  # type: ignore[arg-type]
    assert Patient.objects.filter(born_on=date(1949, 5, 2)).count() == 1
