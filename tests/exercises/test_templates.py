"""GET /templates/, GET and POST /templates/<slug>/"""

import pytest
from django.test import Client
from django.utils.html import escape

from exercises.models import Adoption, RoutineTemplate
from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def test_a_therapist_sees_all_templates_in_the_order_of_care(tess: Client) -> None:
    page = tess.get("/templates/").content.decode()
    names = [template.name for template in RoutineTemplate.objects.order_by("order")]
    places = [page.index(escape(name)) for name in names]
    assert len(names) == 9
    assert places == sorted(places)
    assert "Hip replacement, posterior approach" in page


def test_a_therapist_reads_a_template(tess: Client) -> None:
    page = tess.get("/templates/hip-oa-12-weeks/").content.decode()
    assert "2 × 12, 3 days a week · weeks 5 to 8" in page
    assert "A starting draft." in page
    assert "Cycling or swimming in place of jogging." in page
    assert "Two weeks in a row with pain of 3 of 10 or less" in page
    assert 'href="https://doi.org/10.1155/2017/3905492"' in page


def test_a_template_names_the_variant_it_needs(tess: Client) -> None:
    page = tess.get("/templates/tha-weeks-6-12/").content.decode()
    assert "Clamshell with a pillow between the knees" in page


def test_a_template_says_what_never_to_add(tess: Client) -> None:
    page = tess.get("/templates/tha-weeks-12-plus/").content.decode()
    assert "Never add" in page
    assert "Happy baby" in page


def test_a_therapist_adopts_a_template(tess: Client) -> None:
    page = tess.post("/templates/athlete-return/adopt/", {"version": "2"}, follow=True).content.decode()
    assert "Adopted by Tess Moran on" in page
    assert Adoption.objects.get().slug == "athlete-return"


def test_a_therapist_cannot_adopt_a_template_she_has_not_read(tess: Client) -> None:
    page = tess.post("/templates/athlete-return/adopt/", {"version": "7"}, follow=True).content.decode()
    assert "This text has changed since you opened it." in page
    assert not Adoption.objects.exists()


def test_an_unknown_template_is_404(tess: Client) -> None:
    assert tess.get("/templates/hop/").status_code == 404
    assert tess.post("/templates/hop/adopt/", {"version": "1"}).status_code == 404
