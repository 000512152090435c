import json
from pathlib import Path

import pytest

from exercises import pictures
from exercises.laterality import Laterality
from exercises.models import Exercise, ExerciseVariant

MANIFEST = {
    "clamshell": {"views": ["start", "end"], "sides": ["left", "right"], "width": 640, "height": 480},
    "clamshell/pillow": {"views": ["end"], "sides": ["left", "right"], "width": 640, "height": 480},
    "squat": {"views": ["start", "end"], "sides": [], "width": 480, "height": 640},
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
    assert picture.path == f"exercises/pictures/clamshell/{file}"
    assert picture.src.endswith(picture.path)
    assert (picture.width, picture.height, picture.alt) == (640, 480, "A person lies on one side.")


def test_an_exercise_for_both_legs_has_one_drawing() -> None:
    picture = pictures.picture_of("squat", "start", side=Laterality.BILATERAL)
    assert picture is not None
    assert picture.path == "exercises/pictures/squat/start.svg"


def test_a_variant_shows_its_own_drawing_or_none() -> None:
    own = pictures.picture_of("clamshell", "end", side=Laterality.LEFT, variant="pillow")
    assert own is not None
    assert own.path == "exercises/pictures/clamshell/pillow/end-left.svg"
    assert pictures.picture_of("clamshell", "start", variant="pillow") is None
    assert pictures.picture_of("clamshell", "end", variant="band") is None


def test_an_easier_or_harder_form_without_drawing_shows_the_usual_one_and_says_so() -> None:
    clamshell = Exercise(slug="clamshell")
    band, pillow = (ExerciseVariant(slug=slug, kind=kind) for slug, kind in (("band", "harder"), ("pillow", "safe")))
    usual = clamshell.picture("start", Laterality.LEFT, band)
    assert usual is not None
    assert usual.path == "exercises/pictures/clamshell/start-left.svg"
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
