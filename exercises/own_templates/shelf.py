"""What the change page of an own template can choose from. A fixed number of queries, however long the template is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from exercises.models import Category, Exercise, ExerciseVariant, RoutineTemplate
from exercises.own_templates.usable import Hindrances

if TYPE_CHECKING:
    from accounts.models import Clinic


class TemplateShelf:
    """`own` is the template that is changed, None while it is new. `known` are exercises by slug, retired ones too."""

    def __init__(self, clinic: Clinic, own: RoutineTemplate | None, language: str) -> None:
        self.clinic, self.own, self.language = clinic, own, language
        found = self._with_words(Exercise.objects.prescribable(clinic)).by_name(language)  # type: ignore[attr-defined]
        self.prescribable: dict[str, Exercise] = {exercise.slug: exercise for exercise in found}
        self.known = dict(self.prescribable)

    def know(self, slugs: Iterable[str]) -> None:
        """Also exercises that stand in the template and cannot be prescribed any more, or not yet."""
        missing = set(slugs) - set(self.known)
        if missing:
            found = self._with_words(Exercise.objects.for_clinic(self.clinic).filter(slug__in=missing))
            self.known |= {exercise.slug: exercise for exercise in found}

    def _with_words(self, exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
        return exercises.with_texts(self.language)  # type: ignore[attr-defined, no-any-return]

    @cached_property
    def _hindrances(self) -> Hindrances:
        return Hindrances(self.clinic)

    def hindrance(self, exercise: Exercise, variant: ExerciseVariant | None) -> str:
        return self._hindrances.of(exercise, variant)

    def variants(self, slug: str, chosen: ExerciseVariant | None = None) -> list[tuple[ExerciseVariant, str]]:
        """The forms that may be prescribed, with their names, and the one that stands there already."""
        return [
            (variant, variant.shown_in(self.language).name)
            for variant in self.known[slug].variants.all()
            if (chosen and variant.pk == chosen.pk) or not self.hindrance(self.known[slug], variant)
        ]

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Of the list to add from: by kind, then by name."""
        return [
            (
                str(category.label),
                [
                    (exercise.slug, exercise.shown_in(self.language).name)
                    for exercise in self.prescribable.values()
                    if exercise.category == category
                ],
            )
            for category in Category
        ]

    @cached_property
    def others(self) -> list[RoutineTemplate]:
        """Templates that this one may lead to."""
        found = RoutineTemplate.objects.for_clinic(self.clinic).in_use()
        return [one for one in found if self.own is None or one.pk != self.own.pk]

    @property
    def left_out(self) -> set[str]:
        return set(self.own.leave_out) if self.own else set()
