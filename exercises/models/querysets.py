"""Questions about many exercises or templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from exercises.folding import fold
from exercises.models.adoption import Adoption, AdoptionKind
from exercises.models.texts import FALLBACK_LANGUAGE, ExerciseText

if TYPE_CHECKING:
    from accounts.models import Clinic

    # ruff does not see the names inside QuerySet["Exercise"]
    from exercises.models.exercises import Exercise, ExerciseVariant  # noqa: F401
    from exercises.models.learn import LearnPage  # noqa: F401
    from exercises.models.templates import RoutineTemplate, TemplateExercise  # noqa: F401

MOST_SEARCH_WORDS = 8

M = TypeVar("M", bound=models.Model)


class ShelfQuerySet(models.QuerySet[M]):
    """What exercises and templates have in common: shared or a clinic's own, and adopted or not."""

    adoption_kind: AdoptionKind

    def for_clinic(self, clinic: Clinic) -> Self:
        """The shared ones and the clinic's own; its own of the same slug stands in for the shared one."""
        own = self.model._default_manager.filter(clinic=clinic, slug=OuterRef("slug"))
        return self.filter(Q(clinic=clinic) | Q(clinic__isnull=True) & ~Exists(own))

    def in_use(self) -> Self:
        return self.filter(is_retired=False)

    def with_adoption(self, clinic: Clinic) -> Self:
        """Annotates `is_adopted`: a named therapist of the clinic stands for this very version."""
        return self.annotate(is_adopted=Exists(_adoptions(self.adoption_kind, clinic)))

    def adopted_by(self, clinic: Clinic) -> Self:
        return self.filter(Exists(_adoptions(self.adoption_kind, clinic)))

    def prescribable(self, clinic: Clinic) -> Self:
        """What this clinic's therapists may put into a routine."""
        return self.for_clinic(clinic).in_use().adopted_by(clinic)


class ExerciseQuerySet(ShelfQuerySet["Exercise"]):
    adoption_kind = AdoptionKind.EXERCISE

    def with_texts(self, language: str) -> Self:
        """Words in this language and in English, and the variants with theirs: three queries however many rows."""
        texts = ExerciseText.objects.filter(language__in=[language, FALLBACK_LANGUAGE])
        return self.prefetch_related(Prefetch("texts", texts), "variants", Prefetch("variants__texts", texts))

    def by_name(self, language: str) -> Self:
        """In the order of the names that the reader sees, É beside E. The search words begin with the name."""
        return self.order_by(Coalesce(_words_in(language), _words_in(FALLBACK_LANGUAGE)), "pk")

    def search(self, words: str) -> Self:
        """Every word must occur in a name (in any language), a synonym, a muscle or the equipment, accents or not."""
        return self.search_any([[word] for word in fold(words).split()[:MOST_SEARCH_WORDS]])

    def search_any(self, words: Iterable[Iterable[str]]) -> Self:
        """As search; for each word one of several spellings is enough."""
        found = self
        for spellings in words:
            some = Q()
            for spelling in spellings:
                some |= Q(search_words__contains=spelling)
            found = found.filter(Exists(ExerciseText.objects.filter(some, exercise=OuterRef("pk"))))
        return found

    def known_words(self) -> set[str]:
        """Every word by which one of these is found. For mending what was mistyped."""
        texts = ExerciseText.objects.filter(exercise__in=self, variant__isnull=True)
        return {word for line in texts.values_list("search_words", flat=True) for word in line.split()}


class ExerciseVariantQuerySet(models.QuerySet["ExerciseVariant"]):
    def with_adoption(self, clinic: Clinic) -> Self:
        return self.annotate(is_adopted=Exists(_variant_adoptions(clinic)))

    def prescribable(self, clinic: Clinic) -> Self:
        """A variant needs its own adoption, at the version of the exercise that it belongs to."""
        return self.filter(
            Q(exercise__clinic=clinic) | Q(exercise__clinic__isnull=True),
            Exists(_variant_adoptions(clinic)),
            is_retired=False,
            exercise__is_retired=False,
        )


class RoutineTemplateQuerySet(ShelfQuerySet["RoutineTemplate"]):
    adoption_kind = AdoptionKind.TEMPLATE

    def with_exercise_count(self) -> Self:
        """Annotates `exercise_count`: different exercises, however many lines they take."""
        # A grouped query forgets the model's own order.
        return self.annotate(exercise_count=Count("exercises__exercise", distinct=True)).order_by("order", "slug")


class LearnPageQuerySet(ShelfQuerySet["LearnPage"]):
    adoption_kind = AdoptionKind.LEARN

    def with_texts(self, language: str) -> Self:
        """Words in this language and in English: one query however many pages."""
        texts = apps.get_model("exercises", "LearnText").objects.filter(language__in=[language, FALLBACK_LANGUAGE])
        return self.prefetch_related(Prefetch("texts", texts))


class TemplateExerciseQuerySet(models.QuerySet["TemplateExercise"]):
    def with_texts(self, language: str) -> Self:
        """The words of each exercise and variant, two queries however many lines."""
        texts = ExerciseText.objects.filter(language__in=[language, FALLBACK_LANGUAGE])
        return self.prefetch_related(Prefetch("exercise__texts", texts), Prefetch("variant__texts", texts))


def _adoptions(kind: AdoptionKind, clinic: Clinic) -> models.QuerySet[Adoption]:
    return Adoption.objects.filter(clinic=clinic, kind=kind, slug=OuterRef("slug"), version=OuterRef("version"))


def _variant_adoptions(clinic: Clinic) -> models.QuerySet[Adoption]:
    return Adoption.objects.annotate(
        wanted=Concat(OuterRef("exercise__slug"), Value("/"), OuterRef("slug"), output_field=models.CharField())
    ).filter(clinic=clinic, kind=AdoptionKind.VARIANT, slug=F("wanted"), version=OuterRef("exercise__version"))


def _words_in(language: str) -> Subquery:
    texts = ExerciseText.objects.filter(exercise=OuterRef("pk"), variant__isnull=True, language=language)
    return Subquery(texts.values("search_words")[:1])
