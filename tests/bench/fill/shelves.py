"""Clinics with 100, 1,000 and 10,000 exercises: the shared ones and copies of them as their own."""

from django.db.models import Model

from accounts.models import Clinic
from exercises.models import Adoption, AdoptionKind, Exercise, ExerciseText
from tests.bench.bulk import insert_from, run, table
from tests.bench.fill.plan import SHELVES


def make() -> None:
    shared = list(Exercise.objects.filter(clinic__isnull=True, is_retired=False).order_by("slug"))
    rows = []
    for size in SHELVES:
        clinic = Clinic.objects.get(name=f"Library Of {size}")
        for number in range(size - len(shared)):
            source = shared[number % len(shared)]
            rows.append((source.pk, clinic.pk, f"{source.slug}-{number}", number))
    table(
        "bench_copies",
        {"exercise_id": "integer", "clinic_id": "integer", "slug": "varchar(60)", "number": "integer"},
        rows,
    )
    insert_from(
        Exercise,
        _copied(Exercise, "e") | {"clinic": "c.clinic_id", "slug": "c.slug"},
        "bench_copies c JOIN exercises_exercise e ON e.id = c.exercise_id",
    )
    run("ANALYZE")
    insert_from(
        ExerciseText,
        _copied(ExerciseText, "t") | {"exercise": "own.id", "name": "t.name || ' ' || c.number"},
        "bench_copies c JOIN exercises_exercisetext t ON t.exercise_id = c.exercise_id AND t.variant_id IS NULL "
        "JOIN exercises_exercise own ON own.slug = c.slug AND own.clinic_id = c.clinic_id",
    )
    # Every second one is adopted.
    insert_from(
        Adoption,
        {
            "clinic": "e.clinic_id",
            "kind": f"'{AdoptionKind.EXERCISE.value}'",
            "slug": "e.slug",
            "version": "e.version",
            "adopted_by": "'Bench Therapist'",
            "adopted_at": "(SELECT MIN(at) FROM accounts_auditevent)",
        },
        "exercises_exercise e WHERE e.clinic_id IS NOT NULL AND e.id % 2 = 0",
    )


def _copied(model: type[Model], alias: str) -> dict[str, str]:
    return {field.name: f"{alias}.{field.column}" for field in model._meta.concrete_fields if not field.primary_key}
