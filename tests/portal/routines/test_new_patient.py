"""A therapist registers a patient, and fills in the clinical profile on the same page."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Invitation, Patient, User
from portal.routines.models import ClinicalProfile, PrecautionOrder
from tests.cast import Cast
from tests.conftest import SignIn

PATH = "/patients/new/"
ROSA = {"name": "Rosa Delgado", "born_on": "1949-05-02", "time_zone": "Europe/Paris", "language": "fr"}
OPERATED = date(2026, 3, 2)
HIP = {
    "operation_kind": "replacement",
    "side": "left",
    "operated_on": "2026-03-02",
    "approach": "posterior",
    "precautions_by": "the surgeon",
}


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def rosa() -> Patient:
    return Patient.objects.get(name="Rosa Delgado")


def test_name_and_date_of_birth_are_enough_and_nothing_else_is_stored(cast: Cast, tess: Client) -> None:
    response = tess.post(PATH, ROSA | {"precautions_by": "the surgeon"})
    assert response.headers["Location"] == reverse("progress:patient", args=[rosa().public_id])
    assert rosa().user is None
    assert not ClinicalProfile.objects.filter(patient=rosa()).exists()
    assert not PrecautionOrder.objects.filter(patient=rosa()).exists()
    page = tess.get(response.headers["Location"])
    assert "Fill in the clinical profile" in page.content.decode()
    assert "Rosa Delgado" in tess.get("/caseload/?show=all").content.decode()


def test_a_hip_replacement_on_one_page_leads_straight_to_the_routine(cast: Cast, tess: Client) -> None:
    response = tess.post(PATH, ROSA | HIP | {"precautions": "weeks_12", "then": "assign"})
    assert response.headers["Location"] == reverse("routines:assign", args=[rosa().public_id])
    profile = ClinicalProfile.objects.get(patient=rosa())
    assert (profile.operation_kind, profile.side, profile.operated_on) == ("replacement", "left", OPERATED)
    assert profile.saved_by == cast.tess
    order = PrecautionOrder.objects.get(patient=rosa())
    assert (order.rule, order.starts_on, order.ends_on) == ("THA-P", OPERATED, OPERATED + timedelta(weeks=12))
    assert (order.ordered_by, order.recorded_by) == ("the surgeon", cast.tess)
    assert order.recorded_at is not None
    assert "90°" in order.words
    done = AuditEvent.objects.filter(patient_id=rosa().pk).order_by("pk").values_list("action", flat=True)
    assert list(done)[:2] == ["patient.registered", "profile.saved"]


@pytest.mark.parametrize(
    ("answers", "orders"),
    [
        ({"precautions": "weeks_6"}, {("THA-P", date(2026, 4, 13))}),
        ({"precautions": "until_lifted"}, {("THA-P", None)}),
        ({"precautions": "until_day", "precautions_until": "2026-05-01"}, {("THA-P", date(2026, 5, 1))}),
        ({"precautions_until": "2026-05-01"}, {("THA-P", date(2026, 5, 1))}),
        ({"precautions": "weeks_6", "approach": "anterior"}, {("THA-A", date(2026, 4, 13))}),
        ({"precautions": "until_lifted", "approach": "lateral"}, {("THA-L", None)}),
        ({"precautions": "until_lifted", "approach": "unknown"}, {("THA-P", None), ("THA-A", None)}),
        ({"precautions": "until_lifted", "approach": ""}, {("THA-P", None), ("THA-A", None)}),
        ({"precautions": "weeks_6", "operation_kind": "resurfacing"}, {("RESURF", date(2026, 4, 13))}),
        ({"precautions": "until_lifted", "other_order": "No stairs"}, {("THA-P", None), ("OTHER", None)}),
        ({"operation_kind": "fixation", "other_order": "No stairs"}, {("OTHER", None)}),
        ({"precautions": "none_set"}, set()),
        ({}, set()),
    ],
)
def test_what_the_surgeon_said_becomes_orders(
    cast: Cast, tess: Client, answers: dict[str, str], orders: set[tuple[str, date | None]]
) -> None:
    assert tess.post(PATH, ROSA | HIP | answers).status_code == 302
    found = PrecautionOrder.objects.filter(patient=rosa())
    assert {(one.rule, one.ends_on) for one in found} == orders
    profile = ClinicalProfile.objects.get(patient=rosa())
    is_free = answers.get("precautions") == "none_set"
    assert (profile.no_precautions_by, profile.no_precautions_on) == (
        ("the surgeon", OPERATED) if is_free else ("", None)
    )


def test_with_an_address_an_invitation_leaves_and_no_login_is_made(
    cast: Cast, tess: Client, mailoutbox: list[EmailMessage]
) -> None:
    tess.post(PATH, ROSA | {"email": "Rosa@example.org"})
    [mail] = mailoutbox
    assert mail.to == ["rosa@example.org"]
    invitation = Invitation.objects.get()
    assert (invitation.kind, invitation.language, invitation.invited_by) == ("patient", "fr", cast.tess)
    assert not User.objects.filter(email="rosa@example.org").exists()
    page = tess.get(reverse("progress:patient", args=[rosa().public_id]))
    assert "Invited, not here yet" in page.content.decode()


def test_an_address_that_is_a_patients_already_is_refused(cast: Cast, tess: Client) -> None:
    response = tess.post(PATH, ROSA | HIP | {"email": "pat@example.org", "goals": "Walk to the shop"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "a patient’s of your clinic already" in text
    assert "Walk to the shop" in text
    assert 'value="replacement" checked' in text.replace(' id="id_operation_kind_1"', "").replace("required", "")
    assert not Patient.objects.filter(name="Rosa Delgado").exists()


def test_pressing_twice_makes_one_patient(cast: Cast, tess: Client) -> None:
    tess.post(PATH, ROSA | HIP)
    response = tess.post(PATH, ROSA | HIP)
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
        # What is wrong in the profile keeps the whole record from being made.
        ({"operation_kind": "replacement", "operated_on": "2999-01-01"}, "This day is still to come."),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, tess: Client, sent: dict[str, Any], sentence: str) -> None:
    before = User.objects.count()
    response = tess.post(PATH, ROSA | {"email": "rosa@example.org", "diagnosis": "Coxarthrosis"} | sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Coxarthrosis" in response.content.decode()
    assert not Patient.objects.filter(born_on="1949-05-02").exists()
    assert User.objects.count() == before


def test_a_due_date_is_asked_of_those_it_can_concern(cast: Cast, tess: Client) -> None:
    due = timezone.localdate() + timedelta(weeks=20)
    assert b"Pregnant" in tess.get(PATH).content
    tess.post(PATH, ROSA | {"due_on": due.isoformat(), "side": "left"})
    assert ClinicalProfile.objects.get(patient=rosa()).due_on is None
    tess.post(PATH, ROSA | {"name": "Mia Sol", "born_on": "1994-05-02", "due_on": due.isoformat()})
    assert ClinicalProfile.objects.get(patient__name="Mia Sol").due_on == due


def test_nobody_else_can_register(cast: Cast, signed_in: SignIn) -> None:
    for user in (cast.pat, cast.cara, cast.sam, cast.ada):
        assert signed_in(user).post(PATH, ROSA).status_code == 404
    assert not Patient.objects.filter(name="Rosa Delgado").exists()
