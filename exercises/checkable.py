"""From the library's rows to what the precaution check reads."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from exercises.precautions import Angles, Movement

if TYPE_CHECKING:
    from exercises.models import Exercise, ExerciseVariant

ANGLE_FIELDS = tuple(one.name for one in fields(Angles))


def movement_of(exercise: Exercise, variant: ExerciseVariant | None = None) -> Movement:
    """No query after `prefetch_related("poses")`. A variant brings its own tags, and its own angles where it has some."""
    poses = exercise.declared_poses(variant)
    return Movement(
        slug=exercise.slug,
        laterality=exercise.laterality,
        start_position=exercise.start_position,
        angles=tuple(Angles(**{name: getattr(pose, name) for name in ANGLE_FIELDS}) for pose in poses),
        tags=frozenset(variant.tags if variant else exercise.tags),
        after_hip_replacement=exercise.after_hip_replacement,
        earliest_week=exercise.earliest_week_after_replacement,
        is_declared=exercise.is_checkable and bool(poses),
    )
