"""Which leg works. The labels are what a patient reads beside the exercise's name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Laterality(models.TextChoices):
    LEFT = "left", _("Left leg")
    RIGHT = "right", _("Right leg")
    BILATERAL = "bilateral", _("Both legs")
    EACH_SIDE = "each_side", _("Each side")
    ALTERNATING = "alternating", _("In turn, left and right")


# What an exercise itself can be; a prescription may narrow it to one leg.
EXERCISE_LATERALITIES = (Laterality.BILATERAL, Laterality.EACH_SIDE, Laterality.ALTERNATING)


def sides_worked(laterality: str) -> int:
    """How many times the dose is done: twice when each leg has its turn."""
    return 2 if laterality in (Laterality.EACH_SIDE, Laterality.ALTERNATING) else 1


def choices_for(laterality: str) -> tuple[Laterality, ...]:
    """The sides a therapist may choose from for an exercise of this laterality."""
    if laterality == Laterality.BILATERAL:
        return (Laterality.BILATERAL,)
    return (Laterality(laterality), Laterality.LEFT, Laterality.RIGHT)
