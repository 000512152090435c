"""A therapist takes a copy of a library exercise. The shared row and its file are never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from accounts import audit
from exercises.models import AfterHipReplacement, Exercise, ExerciseSource, ExerciseText
from exercises.own.content import COPIED, DOSE, WORDS, digest_of, put_search_words, store_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import ClinicMember

LONGEST_SLUG = 60
LONGEST_AUTHOR = 160
MOST_COPIES = 200  # of one exercise in one clinic


class UntouchedCopy(Exception):
    """The clinic has a copy already in which nothing was changed yet."""

    def __init__(self, copy: Exercise) -> None:
        super().__init__(copy.slug)
        self.copy = copy


class TooManyCopies(Exception):
    pass


def make_own_copy(shared: Exercise, *, by: ClinicMember) -> Exercise:
    """A new exercise of the clinic: not reviewed, not adopted, and not checked, for it may become anything."""
    for slug in _free_slugs(shared, by):
        try:
            with transaction.atomic():
                return _copy(shared, slug, by)
        except IntegrityError:
            continue  # somebody at the same clinic took this slug in the same moment
    raise TooManyCopies


def _free_slugs(shared: Exercise, by: ClinicMember) -> Iterator[str]:
    taken = set(Exercise.objects.filter(slug__startswith=shared.slug[:20]).values_list("slug", flat=True))
    for number in range(1, MOST_COPIES + 1):
        ending = "-own" if number == 1 else f"-own-{number}"
        slug = shared.slug[: LONGEST_SLUG - len(ending)].rstrip("-") + ending
        if slug not in taken or _is_free(slug, by):
            yield slug


def _is_free(slug: str, by: ClinicMember) -> bool:
    """Another clinic may use the same one; the shared library's stay its own."""
    mine = Exercise.objects.filter(slug=slug, clinic=by.clinic)
    return not mine.exists() and not Exercise.objects.filter(slug=slug, clinic__isnull=True).exists()


def _copy(shared: Exercise, slug: str, by: ClinicMember) -> Exercise:
    own = Exercise(
        clinic=by.clinic,
        slug=slug,
        author=f"{by.user.name}, {by.clinic.name}"[:LONGEST_AUTHOR],
        copied_from=shared.slug,
        copied_version=shared.version,
        after_hip_replacement=AfterHipReplacement.THERAPIST_ONLY,
        **{name: getattr(shared, name) for name in (*COPIED, *DOSE)},
    )
    own.save(force_insert=True)
    _copy_texts(shared, own)
    ExerciseSource.objects.bulk_create(
        ExerciseSource(exercise=own, source=source) for source in shared.sources.filter(exercise_links__variant=None)
    )
    own.digest = digest_of(own)
    untouched = Exercise.objects.filter(clinic=by.clinic, digest=own.digest).exclude(pk=own.pk).first()
    if untouched is not None:
        raise UntouchedCopy(untouched)
    own.save(update_fields=["digest"])
    store_edition(own)
    audit.record("own_exercise.copied", by=by, about=own)
    return own


def _copy_texts(shared: Exercise, own: Exercise) -> None:
    kept = (*WORDS, "translator", "reviewer", "reviewed_on")
    ExerciseText.objects.bulk_create(
        ExerciseText(exercise=own, language=text.language, **{name: getattr(text, name) for name in kept})
        for text in shared.texts.filter(variant=None)
    )
    put_search_words(own)
