"""The words of exercises for a page that many people open many times a day.

A file's digest names its words, so what is read once holds in this process until the file changes: nothing ever needs
to be told to forget.
"""

from collections import defaultdict
from collections.abc import Iterable

from exercises.models.exercises import Exercise
from exercises.models.texts import FALLBACK_LANGUAGE, ExerciseText

# (exercise, digest, language); a few hundred at most, since there are only so many exercises.
Key = tuple[int, str, str]
MOST_KEPT = 2_000

_kept: dict[Key, list[ExerciseText]] = {}


def words_of(exercises: Iterable[Exercise], language: str) -> dict[int, list[ExerciseText]]:
    """Texts in this language and in English, those of the variants among them. No query for what is known already.

    An exercise without a digest was not loaded from a file and may change at any time: it is always read.
    """
    wanted = {exercise.pk: (exercise.pk, exercise.digest, language) for exercise in exercises}
    missing = [pk for pk, key in wanted.items() if key not in _kept]
    fresh = _read(missing, language) if missing else {}
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    _kept.update({wanted[pk]: fresh.get(pk, []) for pk in missing if wanted[pk][1]})
    return {pk: fresh[pk] if pk in fresh else _kept.get(key, []) for pk, key in wanted.items()}


def _read(exercises: list[int], language: str) -> dict[int, list[ExerciseText]]:
    found: dict[int, list[ExerciseText]] = defaultdict(list)
    for text in ExerciseText.objects.filter(exercise__in=exercises, language__in=[language, FALLBACK_LANGUAGE]):
        found[text.exercise_id].append(text)
    return found
