"""Who is in the pictures: the patient's own choice, the therapist's for her patient, the clinic's for the rest."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Figure, Patient
from tests.cast import Cast
from tests.conftest import SignIn

CLINIC = "/clinic/pictures/"


def path(patient: Patient) -> str:
    return reverse("figure:patient", args=[patient.public_id])


def figure_of(patient: Patient) -> str:
    return Patient.objects.get(pk=patient.pk).figure


@pytest.mark.parametrize("who", ["pat", "tess"])
def test_pat_and_her_therapist_choose(cast: Cast, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    page = client.get(path(cast.pat_record))
    assert [card.value for card in page.context["cards"]] == Figure.values
    assert 'value="clinic" id="id_figure_clinic" checked' in page.content.decode()
    answer = client.post(path(cast.pat_record), {"figure": "man-brown"}, follow=True)
    assert figure_of(cast.pat_record) == "man-brown"
    assert "Saved. This is who the pictures show now." in answer.content.decode()
    assert [card.value for card in answer.context["cards"] if card.is_chosen] == ["man-brown"]


def test_the_choice_leaves_one_audit_event(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.tess).post(path(cast.pat_record), {"figure": "woman-dark"})
    event = AuditEvent.objects.get(action="patient.figure_chosen")
    assert (event.actor_id, event.role, event.patient_id) == (cast.tess.pk, "therapist", cast.pat_record.pk)


def test_pat_can_follow_the_clinic_again(cast: Cast, signed_in: SignIn) -> None:
    Patient.objects.filter(pk=cast.pat_record.pk).update(figure="man-dark")
    signed_in(cast.pat).post(path(cast.pat_record), {"figure": "clinic"})
    assert figure_of(cast.pat_record) == ""


@pytest.mark.parametrize("sent", [{}, {"figure": ""}, {"figure": "robot"}, {"figure": "\x00"}, {"figure": "x" * 9000}])
def test_what_is_no_choice_changes_nothing(cast: Cast, signed_in: SignIn, sent: dict[str, str]) -> None:
    Patient.objects.filter(pk=cast.pat_record.pk).update(figure="man-dark")
    answer = signed_in(cast.pat).post(path(cast.pat_record), sent)
    assert answer.status_code == 422
    assert "Choose one of the pictures." in answer.content.decode()
    assert figure_of(cast.pat_record) == "man-dark"
    assert signed_in(cast.tess).post(CLINIC, sent).status_code == 422


def test_a_caregiver_cannot_choose(cast: Cast, signed_in: SignIn) -> None:
    cara = signed_in(cast.cara)
    assert cara.get(path(cast.pat_record)).status_code == 404
    assert cara.post(path(cast.pat_record), {"figure": "man-dark"}).status_code == 404
    assert figure_of(cast.pat_record) == ""


@pytest.mark.parametrize("who", ["tess", "ada"])
def test_therapists_and_admins_choose_for_the_clinic(cast: Cast, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(CLINIC).status_code == 200
    client.post(CLINIC, {"figure": "man-fair"})
    cast.northside.refresh_from_db()
    cast.southgate.refresh_from_db()
    assert (cast.northside.figure, cast.southgate.figure) == ("man-fair", "woman-fair")
    assert Patient.objects.get(pk=cast.pat_record.pk).shown_figure == "man-fair"
    assert AuditEvent.objects.filter(action="clinic.figure_chosen", clinic_id=cast.northside.pk).count() == 1


def test_the_clinics_choice_leaves_a_patients_own_alone(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.pat).post(path(cast.pat_record), {"figure": "woman-brown"})
    signed_in(cast.tess).post(CLINIC, {"figure": "man-dark"})
    assert Patient.objects.get(pk=cast.pat_record.pk).shown_figure == "woman-brown"
    assert Patient.objects.get(pk=cast.walt_record.pk).shown_figure == "man-dark"


def test_an_admin_gets_no_links_to_where_she_may_not_go(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.ada).get(CLINIC).content.decode()
    assert reverse("home:caseload") not in page
    assert reverse("exercises:library") not in page
