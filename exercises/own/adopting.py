"""What stands in the way of adopting an own exercise, and what follows from an adoption or from taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from exercises.models import DrawingState, Exercise, OwnDrawing
from exercises.own.content import stamp_of, store_edition
from exercises.own.files import let_stand

if TYPE_CHECKING:
    from accounts.models import Clinic


class CannotAdopt(Exception):
    """Carries the sentence that says why and what to do."""


def hindrance(exercise: Exercise) -> str:
    """Why nobody can stand for it yet, or nothing. One query for an own exercise unless `own_drawing` is there."""
    if not exercise.is_own:
        return ""
    try:
        drawing = exercise.own_drawing
    except OwnDrawing.DoesNotExist:
        return ""
    if drawing.state == DrawingState.WAITING:
        return _("The picture of the changed pose is still being drawn. Adopt the exercise when you have seen it.")
    if drawing.state == DrawingState.FAILED:
        return _(
            "The changed pose could not be drawn. Change the pose, or go back to the library's pose; then adopt it."
        )
    return ""


def same_as_read(exercise: Exercise, stamp: str) -> bool:
    """Locks an own exercise; False when it is not any more what the therapist had before her."""
    if not exercise.is_own:
        return True
    now = Exercise.objects.select_for_update().get(pk=exercise.pk)
    return now.version == exercise.version and stamp in ("", stamp_of(now))


def adopted(clinic: Clinic, slugs: Iterable[str]) -> None:
    """Patients now see the pictures of the version that was adopted."""
    for own in Exercise.objects.select_for_update().filter(clinic=clinic, slug__in=list(slugs)):
        let_stand(own)


def taken_back(clinic: Clinic, slugs: Iterable[str]) -> None:
    """A version that somebody stood for is never written over: a routine may hold it. The next change is another one."""
    for own in Exercise.objects.select_for_update().filter(clinic=clinic, slug__in=list(slugs)):
        own.version += 1
        own.save(update_fields=["version"])
        store_edition(own)
