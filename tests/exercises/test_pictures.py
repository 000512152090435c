import json
from pathlib import Path

import pytest

from exercises import pictures
from exercises.laterality import Laterality
from exercises.models import Exercise, ExerciseVariant

MANIFEST = {
    "clamshell": {"views": ["start", "end"], "sides": ["left", "right"], "width": 640, "height": 480},
    "clamshell/pillow": {"views": ["end"], "sides": ["left", "right"], "width": 640, "height": 480},
    "squat": {
        "views": ["start", "end"],
        "sides": [],
        "width": 480,
        "height": 640,
        "helper": {"width": 700, "height": 650},
        "motion": True,
    },
}


@pytest.fixture(autouse=True)
def _manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST), encoding="utf-8")
    monkeypatch.setattr(pictures, "MANIFEST", path)
    pictures.manifest.cache_clear()


@pytest.fixture(autouse=True, scope="module")
def _forget() -> object:
    yield
    pictures.manifest.cache_clear()


@pytest.mark.parametrize(
    ("side", "file"),
    [
        (Laterality.LEFT, "end-left.svg"),
        (Laterality.RIGHT, "end-right.svg"),
        (Laterality.EACH_SIDE, "end-right.svg"),
        ("", "end-right.svg"),
    ],
)
def test_a_one_sided_exercise_shows_the_leg_that_works(side: str, file: str) -> None:
    picture = pictures.picture_of("clamshell", "end", side=side, alt="A person lies on one side.")
    assert picture is not None
    assert picture.path == f"exercises/pictures/woman/clamshell/{file}"
    assert picture.src.endswith(picture.path)
    assert (picture.width, picture.height, picture.alt) == (640, 480, "A person lies on one side.")


def test_an_exercise_for_both_legs_has_one_drawing() -> None:
    picture = pictures.picture_of("squat", "start", side=Laterality.BILATERAL)
    assert picture is not None
    assert picture.path == "exercises/pictures/woman/squat/start.svg"


def test_a_variant_shows_its_own_drawing_or_none() -> None:
    own = pictures.picture_of("clamshell", "end", side=Laterality.LEFT, variant="pillow")
    assert own is not None
    assert own.path == "exercises/pictures/woman/clamshell/pillow/end-left.svg"
    assert pictures.picture_of("clamshell", "start", variant="pillow") is None
    assert pictures.picture_of("clamshell", "end", variant="band") is None


def test_an_easier_or_harder_form_without_drawing_shows_the_usual_one_and_says_so() -> None:
    clamshell = Exercise(slug="clamshell")
    band, pillow = (ExerciseVariant(slug=slug, kind=kind) for slug, kind in (("band", "harder"), ("pillow", "safe")))
    usual = clamshell.picture("start", Laterality.LEFT, band)
    assert usual is not None
    assert usual.path == "exercises/pictures/woman/clamshell/start-left.svg"
    assert usual.shows_usual_form
    own = clamshell.picture("end", Laterality.LEFT, pillow)
    assert own is not None
    assert not own.shows_usual_form


def test_a_safe_form_without_drawing_shows_none() -> None:
    pillow = ExerciseVariant(slug="pillow", kind="safe")
    assert Exercise(slug="clamshell").picture("start", Laterality.LEFT, pillow) is None


def test_what_is_not_drawn_has_no_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert pictures.picture_of("heel-slide", "start") is None
    monkeypatch.setattr(pictures, "MANIFEST", tmp_path / "nowhere.json")
    pictures.manifest.cache_clear()
    assert pictures.picture_of("squat", "start") is None


@pytest.mark.parametrize(
    ("figure", "path", "fragment"),
    [
        ("", "woman/squat/end.svg", ""),
        ("woman-fair", "woman/squat/end.svg", ""),
        ("woman-dark", "woman/squat/end.svg", "#dark"),
        ("man-brown", "man/squat/end.svg", "#brown"),
        ("a word of the past", "woman/squat/end.svg", ""),
    ],
)
def test_the_chosen_figure_is_a_folder_and_a_fragment(figure: str, path: str, fragment: str) -> None:
    picture = pictures.picture_of("squat", "end", figure=figure)
    assert picture is not None
    assert picture.src.endswith(f"exercises/pictures/{path}{fragment}")


def test_the_helpers_picture_has_a_size_of_its_own() -> None:
    picture = pictures.helper_picture_of("squat", figure="man-dark", alt="Two people.")
    assert picture is not None
    assert (picture.path, picture.width, picture.height) == ("exercises/pictures/man/squat/helper.svg", 700, 650)
    assert picture == pictures.picture_of("squat", "helper", figure="man-dark", alt="Two people.")
    assert pictures.helper_picture_of("clamshell") is None


def test_a_moving_picture_takes_its_tone_from_the_page() -> None:
    picture = pictures.motion_of("squat", figure="man-dark")
    assert picture is not None
    assert (picture.path, picture.fragment) == ("exercises/pictures/man/squat/motion.svg", "")
    assert pictures.motion_of("clamshell") is None


def test_views_come_in_the_order_of_the_movement() -> None:
    assert pictures.views_of("squat") == ["start", "end"]
    assert pictures.views_of("clamshell", "pillow") == ["end"]
    assert pictures.views_of("heel-slide") == []
    assert pictures.is_drawn("clamshell", "pillow")
    assert not pictures.is_drawn("clamshell", "band")
