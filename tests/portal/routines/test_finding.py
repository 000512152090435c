"""GET /patients/<id>/routine/find/ and /library/, POST /library/add/"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from exercises.actions import adopt_everything
from exercises.models import Adoption, Exercise
from exercises.precautions import Check, Finding, Movement, Verdict
from portal.routines import judging
from portal.routines.models import ClinicalProfile, PrescribedExercise, RoutineRevision
from tests.cast import Cast
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url

pytestmark = pytest.mark.usefixtures("library")

TOO_DEEP = "The hip is bent about 95°; the limit is 90°."


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    adopt_everything(cast.northside, by="Tess Moran")
    ClinicalProfile.objects.create(patient=cast.pat_record, side="left", operation_kind="none")
    return signed_in(cast.tess)


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """These exercises are refused, but for those forms of them that do not bend the hip as deep."""

    def refuse(*slugs: str, deepest: int = 89) -> None:
        def said(movement: Movement, *_rest: Any) -> Check:
            if movement.slug in slugs and any(one.hip_flex > deepest for one in movement.angles):
                return Check(Verdict.AVOID, (Finding("HF", Verdict.AVOID, TOO_DEEP),))
            return Check(Verdict.OK)

        monkeypatch.setattr(judging, "check", said)

    return refuse


def cards(page: str) -> dict[str, str]:
    return {part.split('"', 1)[0]: part.split("</li>", 1)[0] for part in page.split('<li class="find-card" id="x-')[1:]}


def test_the_piece_says_of_each_what_stands_against_it(cast: Cast, tess: Client, refused: Callable[..., None]) -> None:
    refused("pigeon-pose", deepest=0)
    piece = tess.get(url("find_exercise", cast.pat_record), {"q": "pigeon"}).content.decode()
    assert "Not inside the precautions" in piece
    assert TOO_DEEP in piece
    assert 'value="pigeon-pose' not in piece  # no button: no form of it is open either
    assert "No clash" in tess.get(url("find_exercise", cast.pat_record), {"q": "heel slide"}).content.decode()


def test_what_is_refused_is_added_in_a_form_that_is_not(cast: Cast, tess: Client, refused: Callable[..., None]) -> None:
    refused("sit-to-stand")
    piece = tess.get(url("find_exercise", cast.pat_record), {"q": "sit to stand"}).content.decode()
    assert 'value="sit-to-stand/raised-seat"' in piece
    assert "Add from a raised seat" in piece


def test_what_is_called_so_comes_first(cast: Cast, tess: Client) -> None:
    piece = tess.get(url("find_exercise", cast.pat_record), {"q": "sit to"}).content.decode()
    assert piece.index("Add Sit to stand") < piece.index("Add Lying leg slide out")


def test_only_what_is_suitable_leaves_out_what_is_refused(
    cast: Cast, tess: Client, refused: Callable[..., None]
) -> None:
    refused("pigeon-pose", deepest=0)
    for name in ("find_exercise", "find"):
        asked = {"q": "pigeon", "words": "pigeon"}
        assert "Pigeon pose" in tess.get(url(name, cast.pat_record), asked).content.decode()
        narrowed = tess.get(url(name, cast.pat_record), asked | {"suitable": "on"}).content.decode()
        assert "Pigeon pose" not in narrowed


def test_the_builder_keeps_what_was_searched_for(cast: Cast, tess: Client) -> None:
    draft = start(tess, cast.pat_record, "blank")
    asked = {"then": "find", "q": "heel", "suitable": "on"}
    page = tess.post(url("save_draft", cast.pat_record), typed(draft) | asked, follow=True).content.decode()
    assert 'value="heel"' in page
    assert 'name="suitable" value="on" checked' in page
    assert "Add Heel slide" in page
    assert "Add Clamshell" not in page


def test_the_way_to_the_whole_library_saves_and_takes_the_search_along(cast: Cast, tess: Client) -> None:
    draft = start(tess, cast.pat_record, "current")
    sent = typed(draft, change_notice="Slowly.") | {"then": "library", "q": "heel", "suitable": "on"}
    response = tess.post(url("save_draft", cast.pat_record), sent)
    assert response.headers["Location"] == f"{url('find', cast.pat_record)}?words=heel&suitable=on"
    assert draft_of(cast.pat_record).change_notice == "Slowly."


def test_several_are_added_in_a_row(cast: Cast, tess: Client) -> None:
    draft = start(tess, cast.pat_record, "blank")
    sent = typed(draft) | {"exercise": "heel-slide", "back": "find", "q": "heel"}
    response = tess.post(url("add_exercise", cast.pat_record), sent, follow=True)
    assert response.redirect_chain[-1][0].endswith("?q=heel&added=heel-slide#find")
    page = response.content.decode()
    assert "Added: Heel slide." in page
    assert "In the draft" in page
    assert "Add Heel raise" in page


def test_the_whole_library_for_one_patient_24_to_a_page(cast: Cast, tess: Client) -> None:
    pages = [cards(tess.get(url("find", cast.pat_record), {"page": page}).content.decode()) for page in "12"]
    assert [len(page) for page in pages] == [24, 10]
    assert not set(pages[0]) & set(pages[1])


def test_it_has_the_filters_of_the_library(cast: Cast, tess: Client) -> None:
    asked = {"category": "balance", "position": "standing", "equipment": "step"}
    assert list(cards(tess.get(url("find", cast.pat_record), asked).content.decode())) == ["step-up"]


def test_adding_opens_a_draft_and_comes_back_to_the_same_place(cast: Cast, tess: Client) -> None:
    here = {"here": "position=standing&page=2&next=//elsewhere", "exercise": "heel-raise"}
    response = tess.post(url("add_found", cast.pat_record), here)
    assert response.headers["Location"] == f"{url('find', cast.pat_record)}?position=standing&page=2#x-heel-raise"
    assert [row.exercise.slug for row in rows_of(draft_of(cast.pat_record))] == ["heel-raise"]
    page = tess.get(url("find", cast.pat_record), {"words": "heel raise"}).content.decode()
    assert "In the draft" in cards(page)["heel-raise"]
    assert "Back to the draft" in page


def test_adding_keeps_the_words_of_the_draft(cast: Cast, tess: Client) -> None:
    start(tess, cast.pat_record, "blank")
    RoutineRevision.objects.update(change_notice="Slowly at first.")
    tess.post(url("add_found", cast.pat_record), {"exercise": "heel-raise"})
    assert draft_of(cast.pat_record).change_notice == "Slowly at first."


def test_what_is_refused_is_not_added(cast: Cast, tess: Client, refused: Callable[..., None]) -> None:
    refused("pigeon-pose", deepest=0)
    response = tess.post(url("add_found", cast.pat_record), {"exercise": "pigeon-pose"}, follow=True)
    assert f"Not added. {TOO_DEEP}" in response.content.decode()
    assert not PrescribedExercise.objects.exists()


def test_what_nobody_adopted_can_only_be_read(cast: Cast, tess: Client) -> None:
    Adoption.objects.filter(slug="heel-raise").delete()
    card = cards(tess.get(url("find", cast.pat_record), {"words": "heel raise"}).content.decode())["heel-raise"]
    assert "Not adopted: read it" in card
    assert "<button" not in card
    assert tess.post(url("add_found", cast.pat_record), {"exercise": "heel-raise"}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"words": "\0🙂‮%'\"<b>"}, "This text holds a hidden character."),
        ({"words": "q" * 5000}, "This text is too long."),
        ({"category": "dance", "level": "x", "suitable": "maybe"}, "Choose one from the list."),
        ({"page": "999"}, "There is no page 999"),
        ({"page": "-1"}, "exercise"),
        ({"words": "trampoline"}, "No exercise fits"),
    ],
)
def test_bad_input_gets_a_page_with_a_sentence(cast: Cast, tess: Client, asked: dict[str, str], sentence: str) -> None:
    response = tess.get(url("find", cast.pat_record), asked)
    assert response.status_code == 200
    assert sentence in response.content.decode()


@pytest.mark.parametrize("q", ["\0🙂‮%'\"<b>", "q" * 5000])
def test_odd_words_beside_the_draft_find_nothing(cast: Cast, tess: Client, q: str) -> None:
    for asked in ({"q": q}, {"q": q, "suitable": "on"}):
        response = tess.get(url("find_exercise", cast.pat_record), asked)
        assert response.status_code == 200
        assert "Nothing found." in response.content.decode()


def test_queries_do_not_grow_with_what_is_found(
    cast: Cast, tess: Client, refused: Callable[..., None], django_assert_num_queries: Callable[..., Any]
) -> None:
    """Of one and of all, some of them refused, with forms instead."""
    refused(*Exercise.objects.values_list("slug", flat=True), deepest=60)
    for name, word, most in (("find_exercise", "q", 25), ("find", "words", 25)):
        counts = set()
        for words in ("sit to stand", "s"):
            with django_assert_num_queries(most, exact=False) as asked:
                tess.get(url(name, cast.pat_record), {word: words})
            counts.add(len(asked))
        assert len(counts) == 1


def test_nobody_but_the_treating_therapist_gets_in(cast: Cast, tess: Client, signed_in: SignIn) -> None:
    for user in (cast.pat, cast.cara, cast.otto, cast.ada, cast.sam):
        client = signed_in(user)
        answers = [client.get(url(name, cast.pat_record)).status_code for name in ("find", "find_exercise")]
        answers.append(client.post(url("add_found", cast.pat_record), {"exercise": "glute-set"}).status_code)
        assert answers == [404, 404, 404]
    assert not PrescribedExercise.objects.exists()
