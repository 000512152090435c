"""From what the library offers to what one patient is given: the leg, the times of the day, the copied dose. Pure."""

from collections.abc import Iterable

from exercises.laterality import Laterality
from exercises.models import Exercise, TemplateExercise
from exercises.template_notes import note_in
from portal.routines.models import PrescribedExercise, RoutineRevision, Side

MOST_TIMES = 4
MOST_CORE = 2  # for a bad day

# What a new revision takes over from the one before.
DOSAGE_FIELDS = [
    "exercise_id",
    "variant_id",
    "order",
    "side",
    "sets",
    "reps",
    "hold_seconds",
    "breaths",
    "rest_seconds",
    "resistance",
    "note",
    "is_core",
    "caution_reason",
    "caution_codes",
    "caution_reason_by_id",
    "caution_reason_at",
    "cautions_left_out",
    "weekdays",
    "slots",
]

SPREAD_TIMES = {
    1: ["09:00"],
    2: ["09:00", "17:00"],
    3: ["09:00", "13:00", "18:00"],
    4: ["09:00", "12:00", "15:00", "18:00"],
}


def prescribed_side(exercise: Exercise, affected: str) -> str:
    """One leg only where the exercise works one leg and one hip is affected; the therapist may widen it."""
    if exercise.laterality == Laterality.EACH_SIDE and affected in (Side.LEFT, Side.RIGHT):
        return affected
    return exercise.laterality


def in_week(row: TemplateExercise, week: int | None) -> bool:
    """`week` None: as the template begins."""
    if week is None:
        return row.from_week is None or row.from_week <= 1
    return (row.from_week is None or row.from_week <= week) and (row.to_week is None or week <= row.to_week)


def times_a_day(rows: Iterable[TemplateExercise]) -> int:
    return min(max((row.times_per_day for row in rows), default=1), MOST_TIMES)


def slot_bits(wanted: int, times: int) -> int:
    """The first `wanted` times of the day; 0 means all of them, also those that are added later."""
    return 0 if wanted >= times else (1 << wanted) - 1


def from_template(
    draft: RoutineRevision, row: TemplateExercise, *, side: str, order: int, times: int, language: str
) -> PrescribedExercise:
    """`language` is the patient's: a note of the shared library is written in it."""
    return PrescribedExercise(
        revision=draft,
        exercise=row.exercise,
        variant=row.variant,
        order=order,
        side=prescribed_side(row.exercise, side),
        sets=row.sets,
        reps=row.reps,
        hold_seconds=row.hold_seconds,
        breaths=row.breaths,
        rest_seconds=row.rest_seconds,
        resistance=row.resistance,
        is_core=row.is_core,
        weekdays=row.weekdays,
        slots=slot_bits(row.times_per_day, times),
        note=note_in(language, row.note),
    )


def copied(row: PrescribedExercise, draft: RoutineRevision) -> PrescribedExercise:
    return PrescribedExercise(revision=draft, **{name: getattr(row, name) for name in DOSAGE_FIELDS})


def due_weekdays(prescribed: Iterable[PrescribedExercise]) -> int:
    """Bits, Monday = 1: the days on which any of these is due."""
    bits = 0
    for row in prescribed:
        bits |= row.weekdays
    return bits


def keep_core(rows: Iterable[PrescribedExercise]) -> None:
    """Of what is marked for a bad day, the first two."""
    for row in [row for row in rows if row.is_core][MOST_CORE:]:
        row.is_core = False
