"""Learn pages: a few short pages in plain words that a therapist offers with a routine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from exercises.models.querysets import LearnPageQuerySet
from exercises.models.sources import Source
from exercises.models.texts import FALLBACK_LANGUAGE

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


LEARN_WORDS = ("title", "summary", "picture_words", "sections", "not_this")


class LearnPage(models.Model):
    clinic = models.ForeignKey(
        "accounts.Clinic", null=True, blank=True, on_delete=models.CASCADE, related_name="learn_pages"
    )  # empty: the shared library
    slug = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    is_retired = models.BooleanField(default=False)

    order = models.PositiveSmallIntegerField(default=0)
    picture = models.SlugField(max_length=60, blank=True)  # a drawing of ours, by its key
    exercises = models.JSONField(default=list, blank=True)  # slugs of the exercises that link here
    for_helpers = models.BooleanField(default=False)

    author = models.CharField(max_length=160)
    reviewer = models.CharField(max_length=160, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_by_on = models.DateField(null=True, blank=True)
    sources: models.ManyToManyField[Source, LearnSource] = models.ManyToManyField(
        Source, through="LearnSource", related_name="learn_pages"
    )

    objects: ClassVar[LearnPageQuerySet] = LearnPageQuerySet.as_manager()  # type: ignore[assignment]

    if TYPE_CHECKING:
        texts: RelatedManager[LearnText]
        is_adopted: bool

    class Meta:
        ordering = ("order", "slug")
        constraints = (
            models.UniqueConstraint(fields=["slug", "clinic"], name="learn_slug_once_per_clinic"),
            models.UniqueConstraint(fields=["slug"], condition=Q(clinic__isnull=True), name="shared_learn_slug_once"),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviewer and self.reviewed_on)


class LearnText(models.Model):
    """A page in one language. `sections`: [{"heading": …, "paragraphs": […], "points": […]}]."""

    page = models.ForeignKey(LearnPage, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    summary = models.TextField()
    picture_words = models.TextField(blank=True)
    sections = models.JSONField(default=list)
    not_this = models.TextField()  # what the page is not: no replacement for one's own therapist
    translator = models.CharField(max_length=160, blank=True)
    reviewer = models.CharField(max_length=160, blank=True)  # of the language, not of the facts
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["page", "language"], name="one_learn_text_per_language"),)

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class LearnSource(models.Model):
    page = models.ForeignKey(LearnPage, on_delete=models.CASCADE, related_name="source_links")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="learn_links")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["page", "source"], name="source_once_per_learn_page"),)

    def __str__(self) -> str:
        return f"{self.page_id} ← {self.source_id}"


@dataclass(frozen=True)
class ShownLearnPage:
    """What a reader sees. `lang` goes into a lang attribute where it is not the page's own."""

    slug: str
    version: int
    lang: str
    is_fallback: bool
    title: str
    summary: str
    picture_words: str
    sections: tuple[Mapping[str, Any], ...]
    not_this: str


def shown_title(page: LearnPage, language: str) -> tuple[str, str]:
    """Title and its language."""
    shown = choose_learn(page, language)
    return shown.title, shown.lang


def choose_learn(page: LearnPage, language: str) -> ShownLearnPage:
    """The reader's language where it is written, English where it is not. No query after `with_texts(language)`."""
    texts = {text.language: {name: getattr(text, name) for name in LEARN_WORDS} for text in page.texts.all()}
    return choose_learn_words(page.slug, page.version, texts, language)


def choose_learn_words(
    slug: str, version: int, texts: Mapping[str, Mapping[str, Any]], language: str
) -> ShownLearnPage:
    """The same from an edition, whose texts are plain data."""
    spoken = language if language in texts else FALLBACK_LANGUAGE
    words = texts.get(spoken) or dict.fromkeys(LEARN_WORDS, "")
    return ShownLearnPage(
        slug=slug,
        version=version,
        lang=spoken,
        is_fallback=spoken != language,
        title=words["title"] or slug,
        summary=words["summary"],
        picture_words=words["picture_words"],
        sections=tuple(words["sections"]),
        not_this=words["not_this"],
    )
