"""Finding an exercise in the library for one patient: beside the draft, and on a page of its own. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404

from accounts.access import PatientAccess
from exercises import dosage
from exercises.models import Exercise, ExerciseText, ExerciseVariant
from exercises.models.texts import FALLBACK_LANGUAGE
from exercises.pictures import Picture

MOST_FOUND = 12


@dataclass(frozen=True)
class Found:
    """One exercise of the library beside the draft; only what the clinic has adopted can be added."""

    exercise: Exercise
    name: str
    dose: str
    picture: Picture | None
    is_adopted: bool


def find_in_library(
    access: PatientAccess, q: str, language: str, *, leave_out: Iterable[int]
) -> tuple[list[Found], int]:
    """The first few by name, and how many there are besides."""
    clinic = access.patient.clinic
    exercises = Exercise.objects.for_clinic(clinic).in_use().with_adoption(clinic).exclude(pk__in=leave_out)
    if q:
        exercises = exercises.search(q)
    every = list(exercises.by_name(language)[: MOST_FOUND + 100])
    few = [exercise.pk for exercise in every[:MOST_FOUND]]
    texts = ExerciseText.objects.filter(language__in=[language, FALLBACK_LANGUAGE], variant__isnull=True)
    named = exercises.filter(pk__in=few).prefetch_related(Prefetch("texts", texts)).by_name(language)
    found = [
        Found(
            exercise,
            exercise.shown_in(language).name,
            dosage.for_staff(exercise.default_dosage),
            exercise.picture("end", figure=access.patient.shown_figure),
            exercise.is_adopted,
        )
        for exercise in named
    ]
    return found, len(every) - len(found)


def addable_exercise(access: PatientAccess, slug: str) -> Exercise:
    """404 for what is not there or not adopted."""
    exercise = Exercise.objects.prescribable(access.patient.clinic).filter(slug=slug).first()
    if exercise is None:
        raise Http404
    return exercise


def addable_variant(access: PatientAccess, exercise: Exercise, slug: str) -> ExerciseVariant | None:
    """None where the exercise itself is meant; 404 for a form that is not there or not adopted."""
    if not slug:
        return None
    variants = ExerciseVariant.objects.prescribable(access.patient.clinic)
    variant = variants.filter(exercise=exercise, slug=slug).select_related("exercise").first()
    if variant is None:
        raise Http404
    return variant


def addable_form(access: PatientAccess, exercise: str, variant: str = "") -> tuple[Exercise, ExerciseVariant | None]:
    """What a button named. A button carries one word, so a form may stand behind a stroke: "sit-to-stand/high-seat"."""
    slug, _stroke, behind = exercise.partition("/")
    found = addable_exercise(access, slug)
    return found, addable_variant(access, found, variant or behind)
