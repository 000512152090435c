"""The words of an exercise, one row per language, and how a page gets the best ones it can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from exercises.models.exercises import ExerciseVariant

FALLBACK_LANGUAGE = "en"


class ExerciseText(models.Model):
    """Words in one language. A row may hold the name alone: the rest is then shown in English, marked as such."""

    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="texts")
    variant = models.ForeignKey(
        "exercises.ExerciseVariant", null=True, blank=True, on_delete=models.CASCADE, related_name="texts"
    )
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    instead = models.TextField(blank=True)  # variants: what differs from the exercise
    purpose = models.TextField(blank=True)
    start = models.TextField(blank=True)
    steps = models.JSONField(default=list, blank=True)
    feel = models.TextField(blank=True)
    mistakes = models.JSONField(default=list, blank=True)
    cautions = models.JSONField(default=list, blank=True)
    helping = models.JSONField(default=list, blank=True)
    pictures = models.JSONField(default=dict, blank=True)  # what each picture shows, by view: start, end, helper …
    translator = models.CharField(max_length=160, blank=True)
    reviewer = models.CharField(max_length=160, blank=True)  # of the language, not of the facts
    reviewed_on = models.DateField(null=True, blank=True)
    search_words = models.TextField(blank=True)  # folded: lower case, no accents

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["exercise", "language"], condition=Q(variant__isnull=True), name="one_text_per_language"
            ),
            models.UniqueConstraint(
                fields=["variant", "language"],
                condition=Q(variant__isnull=False),
                name="one_variant_text_per_language",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


@dataclass(frozen=True)
class ShownVariant:
    slug: str
    kind: str
    name: str
    name_lang: str
    instead: str
    instead_lang: str


@dataclass(frozen=True)
class ShownExercise:
    """What a page shows. `…_lang` goes into a lang attribute, so that a screen reader speaks it rightly."""

    slug: str
    name: str
    name_lang: str
    lang: str
    is_fallback: bool
    purpose: str
    start: str
    steps: tuple[str, ...]
    feel: str
    mistakes: tuple[str, ...]
    cautions: tuple[str, ...]
    helping: tuple[str, ...]
    pictures: Mapping[str, str]
    variant: ShownVariant | None = None

    @property
    def shown_name(self) -> str:
        """The variant's own name where one is prescribed."""
        return self.variant.name if self.variant else self.name

    @property
    def shown_name_lang(self) -> str:
        return self.variant.name_lang if self.variant else self.name_lang


def choose(
    slug: str, texts: Iterable[ExerciseText], language: str, variant: ShownVariant | None = None
) -> ShownExercise:
    """The reader's language where it is written, English where it is not. A missing exercise shows its slug."""
    by_language = {text.language: text for text in texts if text.variant_id is None}
    english = by_language.get(FALLBACK_LANGUAGE) or ExerciseText(language=FALLBACK_LANGUAGE, name=slug)
    own = by_language.get(language, english)
    body = own if own.steps else english
    return ShownExercise(
        slug=slug,
        name=own.name,
        name_lang=own.language,
        lang=body.language,
        is_fallback=body.language != language,
        purpose=body.purpose,
        start=body.start,
        steps=tuple(body.steps),
        feel=body.feel,
        mistakes=tuple(body.mistakes),
        cautions=tuple(body.cautions),
        helping=tuple(body.helping),
        pictures=body.pictures,
        variant=variant,
    )


def choose_variant(variant: ExerciseVariant, language: str) -> ShownVariant:
    by_language = {text.language: text for text in variant.texts.all()}
    english = by_language.get(FALLBACK_LANGUAGE) or ExerciseText(language=FALLBACK_LANGUAGE, name=variant.slug)
    own = by_language.get(language, english)
    body = own if own.instead else english
    return ShownVariant(variant.slug, variant.kind, own.name, own.language, body.instead, body.language)
