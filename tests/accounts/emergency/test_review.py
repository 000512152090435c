"""Every emergency access is reviewed by an admin, with a decision and words."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, ClinicMember, ClinicRole, EmergencyAccess, User
from tests.cast import Cast, a_member, a_user
from tests.conftest import SignIn

SAID = {"decision": "in_order", "words": "Tess was on a plane. Pat says so too."}


@pytest.fixture
def url(covering: Client) -> str:
    return reverse("emergency:review", args=[EmergencyAccess.objects.get().public_id])


@pytest.fixture
def ada(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.ada)


def test_the_admin_reads_why_and_decides(cast: Cast, covering: Client, ada: Client, url: str) -> None:
    covering.get(reverse("progress:patient", args=[cast.pat_record.public_id]))
    page = ada.get(url).content.decode()
    for words in ("Tim Ness looked at Pat Ellis", "Pat rang the desk; Tess is away.", "The patient called"):
        assert words in page
    assert ada.post(url, SAID).status_code == 302
    row = EmergencyAccess.objects.get()
    assert (row.decision, row.reviewed_by, row.review_words) == ("in_order", cast.ada, SAID["words"])
    event = AuditEvent.objects.get(action="emergency.reviewed")
    assert (event.actor_id, event.patient_id) == (cast.ada.pk, cast.pat_record.pk)
    assert "Nothing to review" in ada.get("/clinic/emergency/").content.decode()
    assert "In order" in ada.get("/clinic/emergency/").content.decode()


def test_the_first_decision_stands(ada: Client, url: str) -> None:
    ada.post(url, SAID)
    ada.post(url, SAID | {"decision": "not_in_order"})
    assert EmergencyAccess.objects.get().decision == "in_order"
    assert AuditEvent.objects.filter(action="emergency.reviewed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decision": ""}, "Choose one of the two."),
        ({"decision": "fine"}, "Choose one of the two."),
        ({"words": ""}, "Write in a few words what you found out."),
        ({"words": "\0"}, "hidden character"),
    ],
)
def test_a_decision_needs_words(ada: Client, url: str, wrong: dict[str, str], sentence: str) -> None:
    answer = ada.post(url, SAID | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert EmergencyAccess.objects.get().reviewed_at is None


def test_nobody_reviews_their_own_while_there_is_somebody_else(
    cast: Cast, tim: User, covering: Client, ada: Client, url: str
) -> None:
    ClinicMember.objects.create(clinic=cast.northside, user=tim, role=ClinicRole.ADMIN)
    answer = covering.post(url, SAID)
    assert answer.status_code == 422
    assert "Another admin of the clinic reviews it." in answer.content.decode()
    ClinicMember.objects.filter(user=cast.ada).delete()
    assert covering.post(url, SAID).status_code == 302  # the only one there is


def test_only_admins_of_the_clinic(cast: Cast, covering: Client, signed_in: SignIn, url: str) -> None:
    opal = a_user("opal", "Opal Frey")
    a_member(cast.southgate, opal, ClinicRole.ADMIN)
    for user in (opal, cast.tess, cast.pat):
        client = signed_in(user)
        assert client.get(url).status_code == 404
        assert client.post(url, SAID).status_code == 404
    assert covering.get(url).status_code == 404
    assert "Tim Ness" not in signed_in(opal).get("/clinic/emergency/").content.decode()
