"""GET and POST /patients/<id>/routine/keep/: exercises and doses become a template, and nothing of the patient does."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from exercises.models import Adoption, Edition, RoutineTemplate
from exercises.own_templates.content import content_of
from portal.routines.models import RoutineRevision
from tests.cast import Cast, give_routine
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


@pytest.fixture
def revision(cast: Cast) -> RoutineRevision:
    """Its rows hold what a therapist may write about one person."""
    revision = give_routine(cast, cast.pat_record, ["glute-bridge", "clamshell"], times=["08:00", "18:00"])
    first, second = revision.prescribed.order_by("order")
    first.note, first.caution_reason, first.slots, first.sets = "As we practised, Pat.", "Her knee is fine.", 1, 3
    second.note = "Slowly and calmly."
    first.save()
    second.save()
    revision.change_notice = "After your fall"
    revision.save()
    return revision


def url(cast: Cast) -> str:
    return reverse("routines:keep_as_template", args=[cast.pat_record.public_id])


def test_exercises_and_doses_go_along_and_the_patients_words_do_not(
    cast: Cast, revision: RoutineRevision, tess: Client
) -> None:
    page = tess.get(url(cast)).content.decode()
    assert "Slowly and calmly." in page
    second = revision.prescribed.get(note="Slowly and calmly.")
    sent = {"name": "Two for the hip", "for_whom": "Somebody at home.", "notes": [str(second.public_id)]}
    response = tess.post(url(cast), sent)
    assert response.headers["Location"] == "/templates/two-for-the-hip-own/change/"
    own = RoutineTemplate.objects.get(clinic=cast.northside)
    lines = [(one.exercise.slug, one.sets, one.times_per_day, one.note) for one in own.exercises.order_by("order")]
    assert lines == [("glute-bridge", 3, 1, ""), ("clamshell", second.sets, 2, "Slowly and calmly.")]
    everything = json.dumps([content_of(own), Edition.objects.get(slug=own.slug).content], default=str)
    for words in ("As we practised", "Her knee", "After your fall", "Pat", "left"):
        assert words not in everything
    assert not Adoption.objects.filter(slug=own.slug).exists()
    event = AuditEvent.objects.get(action="routine.kept_as_template")
    assert event.patient_id == cast.pat_record.pk
    assert AuditEvent.objects.get(action="own_template.made").patient_id is None
    assert tess.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Write a name for the template."),
        ({"name": "For Mrs Ellis’s hip"}, "This names the patient. Take the name out."),
        ({"for_whom": "like pat."}, "This names the patient. Take the name out."),
        ({"notes": ["else"]}, "Choose from the list."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_made(
    cast: Cast, revision: RoutineRevision, tess: Client, changed: dict[str, str], sentence: str
) -> None:
    response = tess.post(url(cast), {"name": "Kept", "for_whom": "Somebody."} | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not RoutineTemplate.objects.filter(clinic=cast.northside).exists()


def test_without_a_routine_there_is_nothing_to_keep(cast: Cast, tess: Client) -> None:
    response = tess.get(url(cast), follow=True)
    assert "There is no routine at the moment." in response.content.decode()
