"""From the library's rows to what the precaution check reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import TYPE_CHECKING

from exercises.precautions import Angles, Movement

if TYPE_CHECKING:
    from exercises.models import Exercise, ExerciseVariant

ANGLE_FIELDS = tuple(one.name for one in fields(Angles))

# Upright on a chair of usual height, as the library's seated exercises declare it.
SITTING = Angles("sitting", "both", 90, 0, 0, 90, 0, 0, 0, 0, "none")


def movement_of(exercise: Exercise, variant: ExerciseVariant | None = None) -> Movement:
    """No query after `prefetch_related("poses")`. A variant brings its own tags, and its own angles where it has some."""
    poses = exercise.declared_poses(variant)
    tags = frozenset(variant.tags if variant else exercise.tags)
    angles = tuple(Angles(**{name: getattr(pose, name) for name in ANGLE_FIELDS}) for pose in poses)
    borrowed = is_borrowed(exercise.tags, tags, has_own_angles=any(pose.variant_id for pose in poses))
    return Movement(
        slug=exercise.slug,
        laterality=exercise.laterality,
        start_position="sitting" if borrowed else exercise.start_position,
        angles=(*angles, SITTING) if borrowed else angles,
        tags=tags,
        after_hip_replacement=exercise.after_hip_replacement,
        earliest_week=exercise.earliest_week_after_replacement,
        is_declared=exercise.is_checkable and bool(poses),
        has_borrowed_angles=borrowed,
    )


def is_borrowed(exercise_tags: Collection[str], tags: Collection[str], *, has_own_angles: bool) -> bool:
    """A form done sitting, of an exercise that is not, for which the record gives no angles.

    Most careful reading: its tags are its own (so it neither stands nor falls), its angles and its weight are those of
    the exercise, and the hip bend of sitting is read beside them. Not yet reviewed by a clinician.
    """
    return not has_own_angles and "seated" in tags and "seated" not in exercise_tags
