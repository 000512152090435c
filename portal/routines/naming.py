"""Prescribed exercises with the names that the reader understands, in three queries however many there are."""

from django.db.models import Prefetch, QuerySet

from exercises.models import ExerciseText
from exercises.models.texts import FALLBACK_LANGUAGE, ShownExercise
from portal.routines.models import PrescribedExercise


def with_names(prescribed: QuerySet[PrescribedExercise], language: str) -> list[PrescribedExercise]:
    texts = ExerciseText.objects.filter(language__in=[language, FALLBACK_LANGUAGE])
    return list(
        prescribed.select_related("exercise", "variant").prefetch_related(
            Prefetch("exercise__texts", texts), Prefetch("variant__texts", texts)
        )
    )


def shown(row: PrescribedExercise, language: str) -> ShownExercise:
    return row.exercise.shown_in(language, row.variant)


def name_of(row: PrescribedExercise, language: str) -> str:
    return shown(row, language).shown_name
