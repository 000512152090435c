"""Learn pages with their words and picture: the newest for staff, what the clinic has adopted for patients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from exercises.adoptable import Item, find_item
from exercises.models import Adoption, AdoptionKind, Edition, Exercise, LearnPage, Source
from exercises.models.learn import ShownLearnPage, choose_learn, choose_learn_words
from exercises.models.texts import ShownExercise
from exercises.pictures import HELPER, Picture, picture_of
from exercises.shelf import Standing

if TYPE_CHECKING:
    from accounts.models import Clinic


@dataclass(frozen=True)
class LearnRow:
    page: LearnPage
    shown: ShownLearnPage
    picture: Picture | None
    standing: Standing


@dataclass(frozen=True)
class StaffLearnPage:
    page: LearnPage
    shown: ShownLearnPage
    picture: Picture | None
    exercises: list[ShownExercise]
    sources: list[Source]
    item: Item


@dataclass(frozen=True)
class PatientLearnPage:
    shown: ShownLearnPage
    picture: Picture | None
    for_helpers: bool


def rows(clinic: Clinic, language: str) -> list[LearnRow]:
    """Three queries however many pages."""
    found = LearnPage.objects.for_clinic(clinic).in_use().with_adoption(clinic).with_texts(language)
    return [
        LearnRow(page, choose_learn(page, language), _picture(page), Standing(page.is_reviewed, page.is_adopted))
        for page in found
    ]


def page_for_staff(clinic: Clinic, slug: str, language: str) -> StaffLearnPage:
    page = LearnPage.objects.for_clinic(clinic).with_adoption(clinic).with_texts(language).filter(slug=slug).first()
    if page is None:
        raise Http404
    shown = choose_learn(page, language)
    linked = Exercise.objects.for_clinic(clinic).in_use().filter(slug__in=page.exercises).with_texts(language)
    return StaffLearnPage(
        page=page,
        shown=shown,
        picture=_picture(page, alt=shown.picture_words),
        exercises=[one.shown_in(language) for one in linked],
        sources=list(page.sources.all()),
        item=find_item(clinic, AdoptionKind.LEARN, slug, language),
    )


def pages_for_patient(clinic: Clinic, slugs: Iterable[str], language: str, figure: str = "") -> list[PatientLearnPage]:
    """Those of `slugs` that the clinic has adopted, each in the newest adopted version. Three queries at most."""
    pages = LearnPage.objects.for_clinic(clinic).filter(slug__in=list(slugs)).with_texts(language)
    versions = _newest_adopted(clinic, [page.slug for page in pages])
    older = {page.slug: versions[page.slug] for page in pages if versions.get(page.slug, 0) not in (0, page.version)}
    editions = _editions(older) if older else {}
    found = []
    for page in pages:
        if page.slug not in versions:
            continue
        texts = editions.get(page.slug)
        shown = (
            choose_learn_words(page.slug, older[page.slug], texts, language) if texts else choose_learn(page, language)
        )
        found.append(PatientLearnPage(shown, _picture(page, figure, shown.picture_words), page.for_helpers))
    return found


def pages_about(clinic: Clinic, slugs: Iterable[str], exercise: str, language: str) -> list[ShownLearnPage]:
    """Those of `slugs` that belong to an exercise (its slug). No query where there are none."""
    wanted = list(slugs)
    if not wanted:
        return []
    pages = LearnPage.objects.for_clinic(clinic).filter(slug__in=wanted).with_texts(language)
    return [choose_learn(page, language) for page in pages if exercise in page.exercises]


def _newest_adopted(clinic: Clinic, slugs: list[str]) -> dict[str, int]:
    adopted = Adoption.objects.filter(clinic=clinic, kind=AdoptionKind.LEARN, slug__in=slugs).order_by("version")
    return dict(adopted.values_list("slug", "version"))


def _editions(wanted: dict[str, int]) -> dict[str, dict[str, dict[str, object]]]:
    kept = Edition.objects.filter(kind=AdoptionKind.LEARN, slug__in=wanted)
    return {one.slug: one.content["texts"] for one in kept if one.version == wanted[one.slug]}


def _picture(page: LearnPage, figure: str = "", alt: str = "") -> Picture | None:
    """The one drawing of a page; a scene of two people is drawn as a helper's picture."""
    views = ("end", "start", HELPER)
    found = (picture_of(page.picture, view, figure=figure, alt=alt) for view in views)
    return next((picture for picture in found if picture), None)
