"""GET /library/"""

import re

import pytest
from django.test import Client

from exercises import actions
from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def names_on(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/library/[a-z0-9-]+/" lang="[a-z]+">([^<]+)</a>', page)


def test_a_therapist_sees_the_library_by_name_24_to_a_page(tess: Client) -> None:
    first, second = (tess.get("/library/", {"page": page}).content.decode() for page in ("1", "2"))
    names = names_on(first) + names_on(second)
    assert len(names_on(first)) == 24
    assert len(names) == 34
    assert names == sorted(names, key=str.casefold)


def test_a_therapist_finds_by_words(tess: Client) -> None:
    assert names_on(tess.get("/library/", {"words": "clam"}).content.decode()) == ["Clamshell"]


def test_a_therapist_filters_by_kind_position_and_equipment(tess: Client) -> None:
    found = tess.get("/library/", {"category": "balance", "position": "standing", "equipment": "step"})
    assert names_on(found.content.decode()) == ["Step-up"]


def test_a_filter_that_is_not_understood_is_left_out(tess: Client) -> None:
    for asked in ({"category": "dance"}, {"page": "99999"}, {"page": "x"}, {"words": "\x00"}, {"words": "a" * 5000}):
        response = tess.get("/library/", asked)
        assert response.status_code == 200
        assert names_on(response.content.decode())


def test_nothing_found_says_what_to_do(tess: Client) -> None:
    page = tess.get("/library/", {"words": "trampoline"}).content.decode()
    assert "No exercise fits" in page
    assert "Use fewer words, or take a filter away." in page


def test_each_exercise_says_who_stands_behind_it(tess: Client, cast: Cast) -> None:
    page = tess.get("/library/", {"words": "clam"}).content.decode()
    assert "Not yet reviewed by a clinician" in page
    actions.adopt_everything(cast.northside, by="Tess Moran")
    page = tess.get("/library/", {"words": "clam"}).content.decode()
    assert "Adopted by your clinic" in page
    assert "Not yet reviewed" not in page


def test_the_library_asks_few_questions_of_the_database(tess: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        tess.get("/library/")


@pytest.mark.parametrize("path", ["/library/", "/library/clamshell/", "/templates/", "/templates/tha-weeks-0-2/"])
def test_others_cannot_see_the_library(cast: Cast, signed_in: SignIn, path: str) -> None:
    for user in (cast.pat, cast.cara, cast.sam, cast.ada):
        assert signed_in(user).get(path).status_code == 404
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("path", ["/library/clamshell/", "/templates/tha-weeks-0-2/"])
def test_others_cannot_adopt(cast: Cast, signed_in: SignIn, path: str) -> None:
    for user in (cast.pat, cast.cara, cast.sam, cast.ada):
        assert signed_in(user).post(f"{path}adopt/", {"version": "2"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("clamshel", "Clamshell"),
        ("hamstirng", "Seated hamstring stretch"),
        ("elevation latérale", "Side-lying leg raise"),  # any language
        ("sentadila", "Mini squat"),
        ("piriformsi", "Seated piriformis stretch"),
    ],
)
def test_typing_errors_and_other_languages_are_forgiven(tess: Client, typed: str, name: str) -> None:
    page = tess.get("/library/", {"words": typed}).content.decode()
    assert name in names_on(page)


def test_a_mended_search_says_so(tess: Client) -> None:
    page = tess.get("/library/", {"words": "clamshel"}).content.decode()
    assert "clamshel" in page
    assert "Nothing is called" not in page  # it is a part of a name
    page = tess.get("/library/", {"words": "clamshlel"}).content.decode()
    assert "Nothing is called “clamshlel”. Shown instead: clamshell." in page


def test_a_therapist_filters_by_muscle_and_level(tess: Client) -> None:
    names = names_on(tess.get("/library/", {"muscle": "lower_leg", "level": "gentle"}).content.decode())
    assert "Ankle pumps" in names
    assert "Clamshell" not in names
    demanding = names_on(tess.get("/library/", {"level": "demanding"}).content.decode())
    assert "Happy baby" in demanding
    assert "Ankle pumps" not in demanding
