"""What a template may hold: what the clinic may prescribe. Asked once, however many lines there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from exercises.models import Exercise, ExerciseVariant

if TYPE_CHECKING:
    from accounts.models import Clinic


class Hindrances:
    """Two queries. Why an exercise of a template cannot be prescribed at this clinic; empty where it can."""

    def __init__(self, clinic: Clinic) -> None:
        self.exercises = set(Exercise.objects.prescribable(clinic).values_list("pk", flat=True))
        self.variants = set(ExerciseVariant.objects.prescribable(clinic).values_list("pk", flat=True))

    def of(self, exercise: Exercise, variant: ExerciseVariant | None) -> str:
        if exercise.is_retired or (variant is not None and variant.is_retired):
            return _("Retired since. It is left out when the template is used.")
        if exercise.pk not in self.exercises or (variant is not None and variant.pk not in self.variants):
            return _("Your clinic has not adopted it.")
        return ""
