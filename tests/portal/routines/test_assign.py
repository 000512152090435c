"""What a routine starts from: a template, the routine as it is, the last one, or nothing."""

import pytest
from django.test import Client

from accounts.access import Role
from exercises.actions import adopt_everything
from exercises.models import Adoption, RoutineTemplate
from portal.routines.course import actions as course
from portal.routines.models import ClinicalProfile, Routine
from tests.cast import Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    adopt_everything(cast.northside, by="Tess Moran")
    return signed_in(cast.tess)


def test_a_template_becomes_a_draft_for_the_affected_leg(cast: Cast, tess: Client) -> None:
    ClinicalProfile.objects.create(patient=cast.pat_record, side="right")
    response = tess.post(url("use_template", cast.pat_record), {"template": "tha-weeks-6-12"}, follow=True)
    assert response.status_code == 200
    draft = draft_of(cast.pat_record)
    assert draft.from_template == "tha-weeks-6-12"
    sides = {row.exercise.slug: row.side for row in rows_of(draft)}
    assert sides["clamshell"] == "right"
    assert sides["glute-bridge"] == "bilateral"


@pytest.mark.parametrize("slug", ["tha-weeks-0-2", "hip-oa-12-weeks", "athlete-return"])
def test_every_row_of_a_template_can_be_saved_as_it_is(cast: Cast, tess: Client, slug: str) -> None:
    tess.post(url("use_template", cast.pat_record), {"template": slug})
    draft = draft_of(cast.pat_record)
    assert tess.post(url("save_draft", cast.pat_record), typed(draft)).status_code == 302


def test_templates_without_adoption_are_shown_and_not_used(cast: Cast, tess: Client) -> None:
    Adoption.objects.filter(kind="template", slug="tha-weeks-6-12").delete()
    choice = tess.get(url("assign", cast.pat_record)).context["choice"]
    assert [one.template.slug for one in choice.others] == ["tha-weeks-6-12"]
    assert len(choice.adopted) == RoutineTemplate.objects.count() - 1
    assert tess.post(url("use_template", cast.pat_record), {"template": "tha-weeks-6-12"}).status_code == 404


@pytest.mark.parametrize("slug", ["", "x", "\0", "y" * 5000])
def test_a_template_that_is_not_there_is_not_found(cast: Cast, tess: Client, slug: str) -> None:
    assert tess.post(url("use_template", cast.pat_record), {"template": slug}).status_code == 404


def test_the_routine_as_it_is_can_be_copied(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.pat_record, times=("08:00", "18:00"))
    draft = start(tess, cast.pat_record)
    assert [row.exercise.slug for row in rows_of(draft)] == ["glute-bridge", "clamshell", "heel-raise"]
    assert draft.times == ["08:00", "18:00"]


def test_the_last_routine_can_be_taken_up_again(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.pat_record, times=("08:00", "18:00"))
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    course.end_routine(Routine.objects.get(patient=cast.pat_record), by=by)
    assert "From the last routine" in tess.get(url("assign", cast.pat_record)).content.decode()
    draft = start(tess, cast.pat_record, "last")
    assert [row.exercise.slug for row in rows_of(draft)] == ["glute-bridge", "clamshell", "heel-raise"]
    assert draft.times == ["08:00", "18:00"]


def test_a_second_press_opens_the_same_draft(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.pat_record)
    assert start(tess, cast.pat_record).pk == start(tess, cast.pat_record).pk


def test_without_a_draft_the_builder_leads_to_the_choice(cast: Cast, tess: Client) -> None:
    response = tess.get(url("edit_routine", cast.pat_record))
    assert response.headers["Location"] == url("assign", cast.pat_record)


def test_reading_the_choice_makes_nothing(cast: Cast, tess: Client) -> None:
    tess.get(url("assign", cast.pat_record))
    assert not Routine.objects.filter(patient=cast.pat_record).exists()
