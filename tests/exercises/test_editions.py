"""A newer library file changes nothing that a patient reads until a therapist of the clinic has adopted it."""

from pathlib import Path
from shutil import copytree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises import actions, words
from exercises.loading import LIBRARY_FOLDER, read_library, store
from exercises.models import Edition, Exercise
from portal.routines.models import PrescribedExercise
from tests.cast import Cast, give_routine
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

NEW_STEP = "Do it all in quite another way."


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    words._kept.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(LIBRARY_FOLDER, tmp_path / "library"))


def rewritten(folder: Path, slug: str) -> None:
    """Another first step, and the next version."""
    path = folder / f"{slug}.yaml"
    text = path.read_text(encoding="utf-8")
    exercise = Exercise.objects.get(slug=slug)
    first = exercise.texts.get(language="en", variant=None).steps[0]
    text = text.replace(first, NEW_STEP).replace(f"version: {exercise.version}", f"version: {exercise.version + 1}", 1)
    path.write_text(text, encoding="utf-8")
    store(read_library(folder))


def page_of(cast: Cast, prescribed: PrescribedExercise, signed_in: SignIn) -> str:
    parts = [cast.pat_record.public_id, cast.pat_record.today(timezone.now()), 1, prescribed.public_id]
    return signed_in(cast.pat).get(reverse("sessions:exercise", args=parts)).content.decode()


def test_every_loaded_version_is_kept(folder: Path) -> None:
    version = Exercise.objects.get(slug="squat").version
    rewritten(folder, "squat")
    kept = Edition.objects.filter(kind="exercise", slug="squat").order_by("version")
    assert [one.version for one in kept] == [version, version + 1]
    assert NEW_STEP in kept[1].content["texts"]["en"]["steps"]
    assert NEW_STEP not in kept[0].content["texts"]["en"]["steps"]


def test_a_published_routine_keeps_its_words_until_the_clinic_adopts_the_new_ones(
    cast: Cast, folder: Path, signed_in: SignIn
) -> None:
    revision = give_routine(cast, cast.pat_record)
    prescribed = revision.prescribed.select_related("exercise").get(order=1)
    slug = prescribed.exercise.slug
    assert prescribed.exercise_version == prescribed.exercise.version
    before = prescribed.exercise.texts.get(language="en", variant=None).steps[0]
    rewritten(folder, slug)
    page = page_of(cast, prescribed, signed_in)
    assert NEW_STEP not in page
    assert before in page
    actions.adopt_everything(cast.northside, by="Tess Moran")
    page = page_of(cast, prescribed, signed_in)
    assert NEW_STEP in page
    assert before not in page


def test_another_clinics_adoption_changes_nothing(cast: Cast, folder: Path, signed_in: SignIn) -> None:
    revision = give_routine(cast, cast.pat_record)
    prescribed = revision.prescribed.select_related("exercise").get(order=1)
    rewritten(folder, prescribed.exercise.slug)
    actions.adopt_everything(cast.southgate, by="Otto Brandt")
    assert NEW_STEP not in page_of(cast, prescribed, signed_in)


def test_older_words_are_read_once(cast: Cast, folder: Path) -> None:
    actions.adopt_everything(cast.northside, by="Tess Moran")
    squat = Exercise.objects.get(slug="squat")
    old = squat.version
    rewritten(folder, "squat")
    squat.refresh_from_db()
    words.words_of_editions({squat: old}, cast.northside.pk, "en")
    with CaptureQueriesContext(connection) as queries:
        found = words.words_of_editions({squat: old}, cast.northside.pk, "en")
    assert len(queries) == 1  # what the clinic has adopted
    assert NEW_STEP not in found[squat.pk][0].steps


def test_a_variants_older_words_belong_to_the_variant(cast: Cast, folder: Path) -> None:
    actions.adopt_everything(cast.northside, by="Tess Moran")
    squat = Exercise.objects.get(slug="squat")
    old = squat.version
    rewritten(folder, "squat")
    squat.refresh_from_db()
    found = words.words_of_editions({squat: old}, cast.northside.pk, "en")[squat.pk]
    variants = set(squat.variants.values_list("pk", flat=True))
    assert {text.variant_id for text in found} == {None, *variants}
