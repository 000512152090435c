"""Everything a clinic can stand for, as rows of one page: what it is, its version, who has adopted it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.fixed_texts import FIXED_TEXTS
from exercises.models import Adoption, AdoptionKind, Category, Exercise, LearnPage, RoutineTemplate
from exercises.models.learn import shown_title
from exercises.own.adopting import hindrance
from exercises.own.content import stamp_of

if TYPE_CHECKING:
    from accounts.models import Clinic

Key = tuple[str, str]  # kind, slug


@dataclass(frozen=True)
class Item:
    """One thing that a therapist adopts. `slug` as in Adoption; `versions` are those that the clinic stands for."""

    kind: AdoptionKind
    slug: str
    version: int
    name: str
    name_lang: str
    href: str
    adoptions: tuple[Adoption, ...] = ()
    reviewer: str = ""
    reviewed_on: date | None = None
    review_by_on: date | None = None
    parts: tuple[Item, ...] = field(default=())  # an exercise's variants
    stamp: str = ""  # of a clinic's own exercise: what it says may change within a version that nobody stands for yet
    hindrance: str = ""  # why it cannot be adopted yet

    @property
    def token(self) -> str:
        """What a form sends back: the version that the therapist had before her stands in it."""
        return ":".join(filter(None, (self.kind, self.slug, str(self.version), self.stamp)))

    @property
    def adoption(self) -> Adoption | None:
        """Of the version as it is now."""
        return next((one for one in self.adoptions if one.version == self.version), None)

    @property
    def earlier(self) -> Adoption | None:
        """Of an older version, where the present one waits to be read."""
        older = [one for one in self.adoptions if one.version < self.version]
        return None if self.adoption else max(older, key=lambda one: one.version, default=None)

    @property
    def has_waiting_parts(self) -> bool:
        return any(part.adoption is None for part in self.parts)

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviewer and self.reviewed_on)

    @property
    def changes_href(self) -> str:
        """What is new since the version that was adopted, where there is one."""
        if self.earlier is None or self.kind in (AdoptionKind.FIXED_TEXT, AdoptionKind.VARIANT):
            return ""
        return reverse("exercises:changes", args=[self.kind, self.slug])


@dataclass(frozen=True)
class Shelf:
    """A category of the page. `waiting` counts what nobody stands for yet, variants among it."""

    slug: str
    name: str
    items: tuple[Item, ...]

    @property
    def waiting(self) -> int:
        return sum(one.adoption is None for item in self.items for one in (item, *item.parts))

    @property
    def unreviewed(self) -> int:
        return sum(not item.is_reviewed for item in self.items)

    @property
    def count(self) -> int:
        return sum(1 + len(item.parts) for item in self.items)


def shelves(clinic: Clinic, language: str) -> list[Shelf]:
    """Seven queries or so, however much there is."""
    adopted = _adopted(clinic)
    in_use = Exercise.objects.for_clinic(clinic).in_use().select_related("own_drawing")
    exercises = list(in_use.with_texts(language).by_name(language))
    found = [
        Shelf(
            category.value,
            str(category.label),
            tuple(_exercise(one, language, adopted) for one in exercises if one.category == category),
        )
        for category in Category
    ]
    templates = RoutineTemplate.objects.for_clinic(clinic).in_use()
    found.append(Shelf("templates", _("Routine templates"), tuple(_template(one, adopted) for one in templates)))
    pages = LearnPage.objects.for_clinic(clinic).in_use().with_texts(language)
    found.append(Shelf("learn", _("Learn pages"), tuple(_learn(one, language, adopted) for one in pages)))
    found.append(Shelf("fixed", _("Fixed texts"), tuple(_fixed(adopted))))
    return [shelf for shelf in found if shelf.items]


def find_item(clinic: Clinic, kind: str, slug: str, language: str) -> Item:
    """404 where the clinic sees no such thing."""
    every = (one for shelf in shelves(clinic, language) for item in shelf.items for one in (item, *item.parts))
    found = next((item for item in every if (item.kind, item.slug) == (kind, slug)), None)
    if found is None:
        raise Http404
    return found


def items_by_token(clinic: Clinic, tokens: Iterable[str], language: str) -> list[Item]:
    """What these tokens name at the present versions. Tokens of other versions, or of nothing, are left out."""
    wanted = set(tokens)
    every = (one for shelf in shelves(clinic, language) for item in shelf.items for one in (item, *item.parts))
    return [item for item in every if item.token in wanted]


def _adopted(clinic: Clinic) -> dict[Key, tuple[Adoption, ...]]:
    found: dict[Key, list[Adoption]] = defaultdict(list)
    for adoption in Adoption.objects.filter(clinic=clinic):
        found[adoption.kind, adoption.slug].append(adoption)
    return {key: tuple(adoptions) for key, adoptions in found.items()}


def _exercise(exercise: Exercise, language: str, adopted: dict[Key, tuple[Adoption, ...]]) -> Item:
    shown = exercise.shown_in(language)
    href = reverse("exercises:exercise", args=[exercise.slug])
    variants = [one for one in exercise.variants.all() if not one.is_retired]
    parts = []
    for variant in variants:
        words, slug = variant.shown_in(language), f"{exercise.slug}/{variant.slug}"
        parts.append(
            Item(
                kind=AdoptionKind.VARIANT,
                slug=slug,
                version=exercise.version,
                name=words.name,
                name_lang=words.name_lang,
                href=f"{href}#variant-{variant.slug}",
                adoptions=adopted.get((AdoptionKind.VARIANT, slug), ()),
                reviewer=exercise.reviewer,
                reviewed_on=exercise.reviewed_on,
            )
        )
    return Item(
        kind=AdoptionKind.EXERCISE,
        slug=exercise.slug,
        version=exercise.version,
        name=shown.name,
        name_lang=shown.name_lang,
        href=href,
        adoptions=adopted.get((AdoptionKind.EXERCISE, exercise.slug), ()),
        reviewer=exercise.reviewer,
        reviewed_on=exercise.reviewed_on,
        review_by_on=exercise.review_by_on,
        parts=tuple(parts),
        stamp=stamp_of(exercise) if exercise.is_own else "",
        hindrance=hindrance(exercise),
    )


def _template(template: RoutineTemplate, adopted: dict[Key, tuple[Adoption, ...]]) -> Item:
    return Item(
        kind=AdoptionKind.TEMPLATE,
        slug=template.slug,
        version=template.version,
        name=template.name,
        name_lang="en",
        href=reverse("exercises:template", args=[template.slug]),
        adoptions=adopted.get((AdoptionKind.TEMPLATE, template.slug), ()),
        reviewer=template.reviewer,
        reviewed_on=template.reviewed_on,
        review_by_on=template.review_by_on,
    )


def _learn(page: LearnPage, language: str, adopted: dict[Key, tuple[Adoption, ...]]) -> Item:
    title, title_lang = shown_title(page, language)
    return Item(
        kind=AdoptionKind.LEARN,
        slug=page.slug,
        version=page.version,
        name=title,
        name_lang=title_lang,
        href=reverse("exercises:learn_page", args=[page.slug]),
        adoptions=adopted.get((AdoptionKind.LEARN, page.slug), ()),
        reviewer=page.reviewer,
        reviewed_on=page.reviewed_on,
        review_by_on=page.review_by_on,
    )


def _fixed(adopted: dict[Key, tuple[Adoption, ...]]) -> Iterator[Item]:
    for text in FIXED_TEXTS.values():
        yield Item(
            kind=AdoptionKind.FIXED_TEXT,
            slug=text.slug,
            version=text.version,
            name=str(text.title),
            name_lang="",
            href=reverse("exercises:fixed_text", args=[text.slug]),
            adoptions=adopted.get((AdoptionKind.FIXED_TEXT, text.slug), ()),
        )
