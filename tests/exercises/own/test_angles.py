"""GET and POST /library/<slug>/change/angles/: not checked until somebody stands for it."""

import pytest

from accounts.models import AuditEvent
from exercises.models import Exercise
from tests.exercises.own.conftest import Own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def test_the_form_begins_with_the_parents_angles_and_tags(own: Own) -> None:
    sent = own.angles()
    assert sent["end-W-hip_rot"] == 30
    assert sent["start-O-knee_flex"] == 90
    assert sent["tags"] == ["act_abd", "side"]
    assert "Until somebody does" in own.client.get(own.url("angles/")).content.decode()


def test_a_therapist_stands_for_angles_and_tags_with_her_name(own: Own) -> None:
    sent = own.angles(**{"end-W-hip_abd": "40", "tags": ["side", "resisted"], "end-W-load": "half"})
    assert own.client.post(own.url("angles/"), sent).status_code == 302
    row = own.row
    assert row.is_checkable
    assert row.angles_declared_by == "Tess Moran"
    assert row.angles_declared_at is not None
    assert row.tags == ["side", "resisted"]
    assert (row.load_working, row.load_other) == ("half", "none")
    assert row.poses.get(pose="end", leg="W").hip_abd == 40
    assert row.poses.count() == 4
    assert AuditEvent.objects.filter(action="own_exercise.angles_declared").exists()
    page = own.client.get(f"/library/{own.slug}/").content.decode()
    assert "Not checked" not in page
    assert "Declared by Tess Moran on" in page


def test_they_are_changed_by_declaring_them_anew(own: Own) -> None:
    own.client.post(own.url("angles/"), own.angles(**{"end-W-hip_abd": "40"}))
    assert own.angles()["end-W-hip_abd"] == 40
    own.client.post(own.url("angles/"), own.angles(**{"end-W-hip_abd": "35"}))
    assert own.row.poses.get(pose="end", leg="W").hip_abd == 35


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"end-W-hip_flex": "141"}, "Write a whole number from -35 to 140."),
        ({"end-W-hip_flex": ""}, "Write a whole number from -35 to 140."),
        ({"end-W-load": "tons"}, "Choose one from the list."),
        ({"tags": ["fly"]}, "Choose from the list."),
        ({"stands": ""}, "Mark that you stand for these angles and tags"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_declared(own: Own, changed: dict[str, object], sentence: str) -> None:
    sent = own.angles(**{"start-W-ankle": "17"}) | changed
    response = own.client.post(own.url("angles/"), {name: value for name, value in sent.items() if value != ""} | {})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="17"' in page
    assert not own.row.is_checkable
    assert not own.row.poses.exists()


def test_two_tabs(own: Own) -> None:
    first, second = own.angles(), own.angles(**{"end-W-hip_abd": "11"})
    own.client.post(own.url("angles/"), first)
    response = own.client.post(own.url("angles/"), second)
    assert response.status_code == 409
    assert 'value="11"' in response.content.decode()
    assert own.row.poses.get(pose="end", leg="W").hip_abd == 25


def test_the_library_is_always_checkable(own: Own) -> None:
    assert all(exercise.is_checkable for exercise in Exercise.objects.filter(clinic=None))
