"""Changes to what a clinic stands for. The library itself changes only through its files."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts import audit
from exercises.fixed_texts import FIXED_TEXTS
from exercises.models import Adoption, AdoptionKind, Exercise, ExerciseVariant, LearnPage, RoutineTemplate
from exercises.own import adopting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Clinic, ClinicMember
    from exercises.adoptable import Item

    Version = tuple[AdoptionKind, str, int]


def adopt(
    kind: AdoptionKind, *, slug: str, version: int, clinic: Clinic, by: str, at: datetime | None = None
) -> Adoption:
    """Idempotent: the first name to stand for a version stays. `by` is the therapist's name as text."""
    adoption, _created = Adoption.objects.get_or_create(
        clinic=clinic,
        kind=kind,
        slug=slug,
        version=version,
        defaults={"adopted_by": by, "adopted_at": at or timezone.now()},
    )
    return adoption


@transaction.atomic
def adopt_exercise(exercise: Exercise, *, version: int, by: ClinicMember, stamp: str = "") -> bool:
    """Adopts an exercise with all its variants, as they stand together on its page.

    False when the therapist read another version than the one stored now: she must read again. `stamp` is that of a
    clinic's own exercise, whose words may change within a version that nobody stands for yet. Raises CannotAdopt where
    its changed pose is not drawn.
    """
    if exercise.version != version or not adopting.same_as_read(exercise, stamp):
        return False
    if hindrance := adopting.hindrance(exercise):
        raise adopting.CannotAdopt(hindrance)
    _adopt_with_variants(exercise, clinic=by.clinic, by=by.user.name)
    audit.record("exercise.adopted", by=by, about=exercise)
    return True


@transaction.atomic
def adopt_template(template: RoutineTemplate, *, version: int, by: ClinicMember) -> bool:
    """False when the therapist read another version than the one stored now."""
    if template.version != version:
        return False
    adopt(AdoptionKind.TEMPLATE, slug=template.slug, version=version, clinic=by.clinic, by=by.user.name)
    audit.record("template.adopted", by=by, about=template)
    return True


@transaction.atomic
def adopt_items(items: Iterable[Item], *, by: ClinicMember) -> int:
    """Adopts each at the version that the item has. How many were new. What cannot be adopted yet is left out."""
    new = [item for item in items if item.adoption is None and not item.hindrance]
    for item in new:
        adopt(item.kind, slug=item.slug, version=item.version, clinic=by.clinic, by=by.user.name)
        audit.record(f"{item.kind}.adopted", by=by)
    adopting.adopted(by.clinic, [item.slug for item in new if item.kind == AdoptionKind.EXERCISE])
    return len(new)


@transaction.atomic
def unadopt_items(items: Iterable[Item], *, by: ClinicMember) -> int:
    """Nobody stands for these any more: they cannot be prescribed anew. Routines that run keep them.

    Taking an exercise back takes its variants back too, since a variant changes one sentence of it.
    """
    taken = [one for item in items for one in (item, *item.parts) if one.adoptions]
    for item in taken:
        Adoption.objects.filter(clinic=by.clinic, kind=item.kind, slug=item.slug).delete()
        audit.record(f"{item.kind}.unadopted", by=by)
    adopting.taken_back(by.clinic, [item.slug for item in taken if item.kind == AdoptionKind.EXERCISE])
    return len(taken)


@transaction.atomic
def adopt_everything(clinic: Clinic, *, by: str, at: datetime | None = None) -> None:
    """For the demo and for tests: all that there is, in one go."""
    exercises = [
        exercise
        for exercise in Exercise.objects.for_clinic(clinic).in_use().prefetch_related("variants")
        if not adopting.hindrance(exercise)
    ]
    wanted = [one for exercise in exercises for one in _with_variants(exercise)]
    for template in RoutineTemplate.objects.for_clinic(clinic).in_use():
        wanted.append((AdoptionKind.TEMPLATE, template.slug, template.version))
    for page in LearnPage.objects.for_clinic(clinic).in_use():
        wanted.append((AdoptionKind.LEARN, page.slug, page.version))
    for text in FIXED_TEXTS.values():
        wanted.append((AdoptionKind.FIXED_TEXT, text.slug, text.version))
    _adopt_all(wanted, clinic=clinic, by=by, at=at)
    adopting.adopted(clinic, [exercise.slug for exercise in exercises if exercise.is_own])


def _adopt_with_variants(exercise: Exercise, *, clinic: Clinic, by: str) -> None:
    _adopt_all(_with_variants(exercise), clinic=clinic, by=by)
    if exercise.is_own:
        adopting.adopted(clinic, [exercise.slug])


def _with_variants(exercise: Exercise) -> list[Version]:
    variants = [variant_slug(exercise, variant) for variant in exercise.variants.all()]
    return [
        (AdoptionKind.EXERCISE, exercise.slug, exercise.version),
        *((AdoptionKind.VARIANT, slug, exercise.version) for slug in variants),
    ]


def _adopt_all(wanted: Iterable[Version], *, clinic: Clinic, by: str, at: datetime | None = None) -> None:
    """As `adopt`, in one statement."""
    adopted_at = at or timezone.now()
    Adoption.objects.bulk_create(
        [
            Adoption(clinic=clinic, kind=kind, slug=slug, version=version, adopted_by=by, adopted_at=adopted_at)
            for kind, slug, version in wanted
        ],
        ignore_conflicts=True,
    )


def variant_slug(exercise: Exercise, variant: ExerciseVariant) -> str:
    return f"{exercise.slug}/{variant.slug}"
