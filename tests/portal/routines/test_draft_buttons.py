"""Add, remove, move: each saves what is typed before it acts."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import TreatmentLink
from exercises.models import Adoption
from portal.routines.actions import MOST_EXERCISES
from portal.routines.models import PrescribedExercise
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=3))
    client = signed_in(cast.tess)
    start(client, cast.pat_record)
    return client


def slugs(cast: Cast) -> list[str]:
    return [row.exercise.slug for row in rows_of(draft_of(cast.pat_record))]


def test_adding_saves_what_is_typed(cast: Cast, tess: Client) -> None:
    data = typed(draft_of(cast.pat_record), note="Slowly.") | {"exercise": "heel-slide"}
    assert tess.post(url("add_exercise", cast.pat_record), data).status_code == 302
    assert slugs(cast) == ["glute-bridge", "clamshell", "heel-raise", "heel-slide"]
    rows = rows_of(draft_of(cast.pat_record))
    assert rows[0].note == "Slowly."
    assert rows[-1].side == "left"  # the affected side


def test_nothing_is_added_while_something_typed_is_wrong(cast: Cast, tess: Client) -> None:
    data = typed(draft_of(cast.pat_record), sets="999") | {"exercise": "heel-slide"}
    response = tess.post(url("add_exercise", cast.pat_record), data)
    assert response.status_code == 422
    assert 'value="999"' in response.content.decode()
    assert len(slugs(cast)) == 3


@pytest.mark.parametrize("slug", ["no-such", "", "\0", "x" * 1000])
def test_an_exercise_that_is_not_there_is_not_found(cast: Cast, tess: Client, slug: str) -> None:
    data = typed(draft_of(cast.pat_record)) | {"exercise": slug}
    assert tess.post(url("add_exercise", cast.pat_record), data).status_code == 404


def test_an_exercise_that_nobody_adopted_cannot_be_added(cast: Cast, tess: Client) -> None:
    Adoption.objects.filter(slug="heel-slide").delete()
    data = typed(draft_of(cast.pat_record)) | {"exercise": "heel-slide"}
    assert tess.post(url("add_exercise", cast.pat_record), data).status_code == 404
    page = tess.get(url("edit_routine", cast.pat_record) + "?q=heel").content.decode()
    assert "Not adopted: read it" in page


def test_a_full_routine_says_so(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    row = rows_of(draft)[0]
    for order in range(len(rows_of(draft)), MOST_EXERCISES):
        PrescribedExercise.objects.create(
            revision=draft, exercise=row.exercise, order=order + 1, side=row.side, sets=1, reps=5
        )
    data = typed(draft) | {"exercise": "heel-slide"}
    response = tess.post(url("add_exercise", cast.pat_record), data, follow=True)
    assert "This routine is full" in response.content.decode()
    assert len(slugs(cast)) == MOST_EXERCISES


def test_an_exercise_can_be_removed_though_its_own_numbers_are_wrong(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    data = typed(draft, sets="x") | {"prescribed": str(rows_of(draft)[0].public_id)}
    assert tess.post(url("remove_exercise", cast.pat_record), data).status_code == 302
    assert slugs(cast) == ["clamshell", "heel-raise"]


def test_pressing_remove_twice_removes_one(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    data = typed(draft) | {"prescribed": str(rows_of(draft)[0].public_id)}
    tess.post(url("remove_exercise", cast.pat_record), data)
    response = tess.post(url("remove_exercise", cast.pat_record), data, follow=True)
    assert "not in this draft any more" in response.content.decode()
    assert slugs(cast) == ["clamshell", "heel-raise"]


def test_moving_changes_one_place_and_stops_at_the_end(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    last = str(rows_of(draft)[-1].public_id)
    tess.post(url("move_exercise", cast.pat_record), typed(draft) | {"up": last})
    assert slugs(cast) == ["glute-bridge", "heel-raise", "clamshell"]
    first = str(rows_of(draft)[0].public_id)
    tess.post(url("move_exercise", cast.pat_record), typed(draft) | {"up": first})
    assert slugs(cast) == ["glute-bridge", "heel-raise", "clamshell"]


@pytest.mark.parametrize("name", ["remove_exercise", "move_exercise"])
def test_a_row_of_another_patient_or_none_is_left_alone(cast: Cast, tess: Client, name: str) -> None:
    give_routine(cast, cast.walt_record)
    walts = str(PrescribedExercise.objects.filter(revision__routine__patient=cast.walt_record)[0].public_id)
    for public_id in (walts, str(uuid.uuid4()), "x", "\0", ""):
        data = typed(draft_of(cast.pat_record)) | {"prescribed": public_id, "up": public_id}
        response = tess.post(url(name, cast.pat_record), data, follow=True)
        assert "not in this draft any more" in response.content.decode()
    assert PrescribedExercise.objects.filter(public_id=walts).exists()
    assert len(slugs(cast)) == 3


def test_typing_for_another_patients_row_changes_nothing(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.walt_record)
    walts = PrescribedExercise.objects.filter(revision__routine__patient=cast.walt_record)[0]
    data = typed(draft_of(cast.pat_record)) | {f"{walts.public_id}-sets": 9}
    tess.post(url("save_draft", cast.pat_record), data)
    walts.refresh_from_db()
    assert walts.sets != 9


POSTED = [
    "start_draft",
    "use_template",
    "save_draft",
    "add_exercise",
    "remove_exercise",
    "move_exercise",
    "discard_draft",
    "publish",
    "pause",
    "resume",
]


@pytest.mark.thorough
@pytest.mark.parametrize("name", POSTED)
def test_reading_a_button_is_not_allowed(cast: Cast, tess: Client, name: str) -> None:
    assert tess.get(url(name, cast.pat_record)).status_code == 405


@pytest.mark.thorough
@pytest.mark.parametrize("name", [*POSTED, "assign", "edit_routine", "review_changes", "course", "edit_profile"])
def test_nobody_but_the_treating_therapist_gets_in(cast: Cast, tess: Client, signed_in: SignIn, name: str) -> None:
    reading = name not in POSTED
    for user in (cast.otto, cast.pat, cast.cara, cast.ada, cast.sam):
        client = signed_in(user)
        address = url(name, cast.pat_record)
        assert (client.get(address) if reading else client.post(address)).status_code == 404
    TreatmentLink.objects.filter(patient=cast.pat_record).update(ends_on=timezone.now().date() - timedelta(days=1))
    assert (tess.get(address) if reading else tess.post(address)).status_code == 404
