"""A therapist registers a patient."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, Patient, User
from tests.cast import Cast
from tests.conftest import SignIn

PATH = "/patients/new/"
ROSA = {"name": "Rosa Delgado", "born_on": "1949-05-02", "time_zone": "Europe/Paris", "language": "fr"}


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def test_tess_can_register_a_patient_without_a_login(cast: Cast, tess: Client) -> None:
    response = tess.post(PATH, ROSA)
    patient = Patient.objects.get(name="Rosa Delgado")
    assert patient.user is None
    assert response.headers["Location"] == reverse("routines:edit_profile", args=[patient.public_id])
    assert tess.get(response.headers["Location"]).status_code == 200
    assert "Rosa Delgado" in tess.get("/caseload/?show=all").content.decode()


def test_with_an_address_an_invitation_leaves_and_no_login_is_made(
    cast: Cast, tess: Client, mailoutbox: list[EmailMessage]
) -> None:
    tess.post(PATH, ROSA | {"email": "Rosa@example.org"})
    [mail] = mailoutbox
    assert mail.to == ["rosa@example.org"]
    invitation = Invitation.objects.get()
    assert (invitation.kind, invitation.language, invitation.invited_by) == ("patient", "fr", cast.tess)
    assert not User.objects.filter(email="rosa@example.org").exists()
    page = tess.get(reverse("progress:patient", args=[Patient.objects.get(name="Rosa Delgado").public_id]))
    assert "Invited, not here yet" in page.content.decode()


def test_an_address_that_is_a_patients_already_is_refused(cast: Cast, tess: Client) -> None:
    response = tess.post(PATH, ROSA | {"email": "pat@example.org"})
    assert response.status_code == 422
    assert "a patient’s of your clinic already" in response.content.decode()
    assert not Patient.objects.filter(name="Rosa Delgado").exists()


def test_pressing_twice_makes_one_patient(cast: Cast, tess: Client) -> None:
    tess.post(PATH, ROSA)
    response = tess.post(PATH, ROSA)
    assert response.status_code == 422
    assert "already" in response.content.decode()
    assert Patient.objects.filter(name="Rosa Delgado").count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": ""}, "Fill in the patient’s name."),
        ({"name": "a\0b"}, "hidden character"),
        ({"name": "x" * 1_000_000}, "This text is too long."),
        ({"born_on": "2999-01-01"}, "Look at the year again"),
        ({"born_on": "0001-01-01"}, "Look at the year again"),
        ({"born_on": ""}, "Fill in the date."),
        ({"email": "rosa@"}, "Write the whole address"),
        ({"time_zone": "Mars/Base"}, "Choose one from the list."),
        ({"language": "xx"}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, tess: Client, sent: dict[str, str], sentence: str) -> None:
    before = User.objects.count()
    response = tess.post(PATH, ROSA | {"email": "rosa@example.org"} | sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Patient.objects.filter(born_on="1949-05-02").exists()
    assert User.objects.count() == before


def test_nobody_else_can_register(cast: Cast, signed_in: SignIn) -> None:
    for user in (cast.pat, cast.cara, cast.sam, cast.ada):
        assert signed_in(user).post(PATH, ROSA).status_code == 404
    assert not Patient.objects.filter(name="Rosa Delgado").exists()
