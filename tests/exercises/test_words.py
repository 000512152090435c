import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises import words
from exercises.models import Exercise, ExerciseText
from exercises.words import words_of


@pytest.fixture(autouse=True)
def nothing_known(db: None) -> None:
    words._kept.clear()


def asked(slugs: list[str], language: str = "en") -> int:
    exercises = list(Exercise.objects.filter(slug__in=slugs))
    with CaptureQueriesContext(connection) as queries:
        found = words_of(exercises, language)
    assert all(found[exercise.pk] for exercise in exercises)
    return len(queries)


def test_what_was_read_once_is_not_read_again() -> None:
    assert asked(["clamshell", "squat"]) == 1
    assert asked(["clamshell", "squat"]) == 0
    assert asked(["clamshell", "heel-raise"]) == 1
    assert asked(["clamshell"], "fr") == 1


def test_a_changed_file_is_read_anew() -> None:
    exercise = Exercise.objects.get(slug="clamshell")
    words_of([exercise], "en")
    ExerciseText.objects.filter(exercise=exercise, variant=None, language="en").update(name="Shell")
    exercise.digest = "changed"
    assert "Shell" in {text.name for text in words_of([exercise], "en")[exercise.pk]}


def test_what_no_file_stands_behind_is_always_read() -> None:
    exercise = Exercise.objects.get(slug="clamshell")
    exercise.digest = ""
    words_of([exercise], "en")
    ExerciseText.objects.filter(exercise=exercise, variant=None, language="en").update(name="Shell")
    assert "Shell" in {text.name for text in words_of([exercise], "en")[exercise.pk]}
