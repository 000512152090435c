"""The words of exercises for a page that many people open many times a day.

A file's digest names its words, so what is read once holds in this process until the file changes: nothing ever needs
to be told to forget. A published routine keeps to a version that its clinic has adopted; where the library has moved
on since, the words come from that version's edition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from exercises.models.adoption import Adoption, AdoptionKind
from exercises.models.editions import Edition
from exercises.models.exercises import Exercise, ExerciseVariant
from exercises.models.texts import FALLBACK_LANGUAGE, ExerciseText

# (exercise, digest or version, language); a few hundred at most, since there are only so many exercises.
Key = tuple[int, str, str]
MOST_KEPT = 2_000

_kept: dict[Key, list[ExerciseText]] = {}

EDITION_FIELDS = ("name", "instead", "purpose", "start", "steps", "feel", "mistakes", "cautions", "helping", "pictures")


def words_of(exercises: Iterable[Exercise], language: str) -> dict[int, list[ExerciseText]]:
    """Texts in this language and in English, those of the variants among them. No query for what is known already.

    An exercise without a digest was not loaded from a file and may change at any time: it is always read.
    """
    wanted = {exercise.pk: (exercise.pk, exercise.digest, language) for exercise in exercises}
    missing = [pk for pk, key in wanted.items() if key not in _kept]
    fresh = _read(missing, language) if missing else {}
    _keep({wanted[pk]: fresh.get(pk, []) for pk in missing if wanted[pk][1]})
    return {pk: fresh[pk] if pk in fresh else _kept.get(key, []) for pk, key in wanted.items()}


def words_of_editions(pinned: dict[Exercise, int], clinic: int, language: str) -> dict[int, list[ExerciseText]]:
    """As words_of, for exercises whose file is newer than the version a routine was published with.

    The newest version that the clinic (its row number) has adopted since speaks, else the pinned one.
    """
    chosen = _newest_adopted(pinned, clinic)
    current = [exercise for exercise, version in chosen.items() if version == exercise.version]
    found = words_of(current, language)
    older = {exercise: version for exercise, version in chosen.items() if version != exercise.version}
    keys = {exercise: (exercise.pk, f"v{version}", language) for exercise, version in older.items()}
    missing = {exercise: older[exercise] for exercise, key in keys.items() if key not in _kept}
    if missing:
        _keep({keys[exercise]: texts for exercise, texts in _read_editions(missing, language).items()})
    found.update({exercise.pk: _kept.get(key, []) for exercise, key in keys.items()})
    return found


def _newest_adopted(pinned: dict[Exercise, int], clinic: int) -> dict[Exercise, int]:
    slugs = [exercise.slug for exercise in pinned]
    adopted: dict[str, list[int]] = defaultdict(list)
    kept = Adoption.objects.filter(clinic=clinic, kind=AdoptionKind.EXERCISE, slug__in=slugs)
    for slug, version in kept.values_list("slug", "version"):
        adopted[slug].append(version)
    return {
        exercise: max(version, *(v for v in [*adopted[exercise.slug], version] if v <= exercise.version))
        for exercise, version in pinned.items()
    }


def _keep(found: dict[Key, list[ExerciseText]]) -> None:
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    _kept.update(found)


def _read(exercises: list[int], language: str) -> dict[int, list[ExerciseText]]:
    found: dict[int, list[ExerciseText]] = defaultdict(list)
    for text in ExerciseText.objects.filter(exercise__in=exercises, language__in=[language, FALLBACK_LANGUAGE]):
        found[text.exercise_id].append(text)
    return found


def _read_editions(wanted: dict[Exercise, int], language: str) -> dict[Exercise, list[ExerciseText]]:
    slugs = [exercise.slug for exercise in wanted]
    editions = Edition.objects.filter(kind=AdoptionKind.EXERCISE, slug__in=slugs)
    contents = {(one.clinic_id, one.slug, one.version): one.content for one in editions}
    variants: dict[int, dict[str, int]] = defaultdict(dict)
    for variant in ExerciseVariant.objects.filter(exercise__in=wanted):
        variants[variant.exercise_id][variant.slug] = variant.pk
    return {
        exercise: _texts(exercise, contents.get((exercise.clinic_id, exercise.slug, version)), variants, language)
        for exercise, version in wanted.items()
    }


def _texts(
    exercise: Exercise, content: dict[str, Any] | None, variants: dict[int, dict[str, int]], language: str
) -> list[ExerciseText]:
    if content is None:  # loaded before editions were kept, and changed since
        return _read([exercise.pk], language)[exercise.pk]
    pieces: list[tuple[int | None, dict[str, Any]]] = [(None, content["texts"])]
    pieces += [(variants[exercise.pk].get(one["slug"]), one["texts"]) for one in content["variants"]]
    return [
        ExerciseText(
            exercise=exercise,
            variant_id=variant,
            language=spoken,
            **{name: words[name] for name in EDITION_FIELDS if name in words},
        )
        for variant, texts in pieces
        for spoken, words in texts.items()
        if spoken in (language, FALLBACK_LANGUAGE)
    ]
