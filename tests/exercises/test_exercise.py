"""GET and POST /library/<slug>/"""

import pytest
from django.test import Client
from django.utils.html import escape

from exercises import pictures
from exercises.models import Adoption, Exercise, ExerciseText, Source
from exercises.tags import WORDS
from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


@pytest.mark.parametrize("slug", ["glute-bridge", "clamshell", "happy-baby", "walking-varied-surfaces", "quad-set"])
def test_a_therapist_reads_all_there_is_to_an_exercise(tess: Client, slug: str) -> None:
    page = tess.get(f"/library/{slug}/").content.decode()
    exercise = Exercise.objects.with_texts("en").get(slug=slug)
    shown = exercise.shown_in("en")
    for words in [shown.name, shown.purpose, shown.start, shown.feel, *shown.steps, *shown.mistakes, *shown.cautions]:
        assert escape(words) in page
    for variant in exercise.variants.all():
        assert escape(variant.shown_in("en").instead) in page
    for muscle in exercise.muscles["primary"]:
        assert muscle in page
    for source in exercise.sources.all():
        assert escape(source.title) in page
    assert page.count("°</td>") == 8 * exercise.poses.count()


def test_tags_are_said_in_words(tess: Client) -> None:
    page = tess.get("/library/side-lying-leg-raise/").content.decode()
    assert "active abduction" in page
    assert "act_abd" not in page


def test_every_tag_of_the_library_has_words() -> None:
    used = {tag for exercise in Exercise.objects.all() for tag in exercise.tags}
    assert used <= set(WORDS)


def test_an_exercise_without_a_drawing_says_so_in_the_list(tess: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No picture yet" not in tess.get("/library/", {"words": "clamshell"}).content.decode()
    monkeypatch.setattr(pictures, "manifest", dict)
    assert "No picture yet" in tess.get("/library/", {"words": "clamshell"}).content.decode()


def test_sources_with_an_address_are_links(tess: Client) -> None:
    page = tess.get("/library/side-lying-leg-raise/").content.decode()
    assert f'href="https://doi.org/{Source.objects.get(key="S11").doi}"' in page


def test_a_french_reader_sees_the_french_words(cast: Cast, signed_in: SignIn) -> None:
    cast.tess.language = "fr"
    cast.tess.save()
    page = signed_in(cast.tess).get("/library/clamshell/").content.decode()
    assert '<div class="stack" lang="fr">' in page


def test_a_french_reader_sees_the_french_name_and_english_words_marked_as_english(
    cast: Cast, signed_in: SignIn
) -> None:
    ExerciseText.objects.filter(exercise__slug="clamshell", variant=None, language="fr").update(steps=[])
    cast.tess.language = "fr"
    cast.tess.save()
    page = signed_in(cast.tess).get("/library/clamshell/").content.decode()
    assert '<h1 lang="fr">Coquillage (clam)</h1>' in page
    assert '<div class="stack" lang="en">' in page


def test_an_unknown_exercise_is_404(tess: Client) -> None:
    assert tess.get("/library/hop/").status_code == 404
    assert tess.post("/library/hop/adopt/", {"version": "2"}).status_code == 404


def test_a_therapist_adopts_an_exercise(tess: Client) -> None:
    assert "Nobody at your clinic has adopted version 2" in tess.get("/library/clamshell/").content.decode()
    response = tess.post("/library/clamshell/adopt/", {"version": "2"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [("/library/clamshell/", 302)]
    assert "Adopted by Tess Moran on" in page
    assert "Adopt this version" not in page
    assert Adoption.objects.filter(kind="exercise", slug="clamshell", version=2).count() == 1


def test_a_therapist_at_another_clinic_still_has_to_adopt_it(tess: Client, cast: Cast, signed_in: SignIn) -> None:
    tess.post("/library/clamshell/adopt/", {"version": "2"})
    page = signed_in(cast.otto).get("/library/clamshell/").content.decode()
    assert "Tess Moran" not in page
    assert "Adopt this version" in page


@pytest.mark.parametrize("version", ["1", "", "x", "\x00", "9" * 400])
def test_a_therapist_cannot_adopt_what_she_has_not_read(tess: Client, version: str) -> None:
    response = tess.post("/library/clamshell/adopt/", {"version": version}, follow=True)
    assert "This text has changed since you opened it." in response.content.decode()
    assert not Adoption.objects.exists()


def test_looking_changes_nothing(tess: Client) -> None:
    tess.get("/library/clamshell/")
    assert tess.get("/library/clamshell/adopt/").status_code == 405
    assert not Adoption.objects.exists()


def test_a_retired_exercise_says_so(tess: Client) -> None:
    Exercise.objects.filter(slug="squat").update(is_retired=True)
    assert "This exercise has left the library." in tess.get("/library/squat/").content.decode()
    assert "/library/squat/" not in tess.get("/library/", {"words": "squat"}).content.decode()
