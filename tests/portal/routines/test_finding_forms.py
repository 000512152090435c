"""Which exercise and which of its forms a button names."""

import pytest
from django.http import Http404

from accounts.access import PatientAccess, Role
from exercises.actions import adopt_everything
from exercises.models import Adoption, AdoptionKind
from portal.routines.finding import addable_form
from tests.cast import Cast, access_of
from tests.conftest import SignIn
from tests.portal.routines.building import rows_of, start, typed, url

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def access(cast: Cast) -> PatientAccess:
    adopt_everything(cast.northside, by="Tess Moran")
    return access_of(cast.tess, cast.pat_record, Role.THERAPIST)


def test_a_form_stands_behind_a_stroke_or_in_a_field_of_its_own(access: PatientAccess) -> None:
    assert addable_form(access, "sit-to-stand")[1] is None
    for named in (("sit-to-stand/raised-seat",), ("sit-to-stand", "raised-seat")):
        exercise, variant = addable_form(access, *named)
        assert (exercise.slug, variant and variant.slug) == ("sit-to-stand", "raised-seat")


@pytest.mark.parametrize("named", ["", "/", "nothing", "sit-to-stand/small-lift", "x" * 5000])
def test_what_is_not_there_is_not_found(access: PatientAccess, named: str) -> None:
    with pytest.raises(Http404):
        addable_form(access, named)


def test_a_form_that_nobody_adopted_cannot_be_added(access: PatientAccess) -> None:
    taken_back, _rows = Adoption.objects.filter(kind=AdoptionKind.VARIANT, slug="sit-to-stand/raised-seat").delete()
    assert taken_back == 1
    with pytest.raises(Http404):
        addable_form(access, "sit-to-stand/raised-seat")


def test_the_button_of_another_form_adds_that_form(cast: Cast, access: PatientAccess, signed_in: SignIn) -> None:
    client = signed_in(cast.tess)
    draft = start(client, cast.pat_record, "blank")
    client.post(url("add_exercise", cast.pat_record), typed(draft) | {"exercise": "sit-to-stand/raised-seat"})
    [row] = rows_of(draft)
    assert row.variant
    assert row.variant.slug == "raised-seat"
