"""What the library still lacks: words, languages, pictures, sources, reviews. Pure: files in, lines out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from exercises.loading.entries import ExerciseEntry, LearnEntry, Library, TemplateEntry, TextEntry
from exercises.pictures import is_drawn, views_of

LANGUAGES = ("en", "fr", "es")
UNCONFIRMED = "SCK"  # standard clinical knowledge: a source only until a clinician confirms it


class GapKind(StrEnum):
    TEXT = "text"
    LANGUAGE = "language"
    PICTURE = "picture"
    SOURCE = "source"
    REVIEW = "review"


@dataclass(frozen=True)
class Gap:
    kind: GapKind
    what: str  # slug, or slug/variant
    reason: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}: {self.reason}"


def gaps_of(library: Library, today: date) -> Iterator[Gap]:
    for exercise in library.exercises.values():
        yield from _texts(exercise)
        yield from _languages(exercise)
        yield from _pictures(exercise)
        yield from _standing(exercise, exercise.slug, today)
    for template in library.templates.values():
        yield from _standing(template, f"template {template.slug}", today)
    for page in library.learn.values():
        yield from _learn(page)
        yield from _standing(page, f"learn/{page.slug}", today)


def _texts(exercise: ExerciseEntry) -> Iterator[Gap]:
    for name in ("mistakes", "cautions", "helping"):
        if not getattr(exercise.texts["en"], name):
            yield Gap(GapKind.TEXT, exercise.slug, f"nothing under '{name}'")


def _languages(exercise: ExerciseEntry) -> Iterator[Gap]:
    english = exercise.texts["en"]
    for language in LANGUAGES[1:]:
        text = exercise.texts.get(language, TextEntry(name=""))
        if not text.steps:
            yield Gap(GapKind.LANGUAGE, exercise.slug, f"no {language} text of version {exercise.version}")
            continue
        if not text.reviewer:
            yield Gap(GapKind.REVIEW, exercise.slug, f"the {language} text waits for a native-speaking therapist")
        for view in english.pictures.keys() - text.pictures.keys():
            yield Gap(GapKind.LANGUAGE, exercise.slug, f"no {language} words for the picture '{view}'")
        for variant in exercise.variants:
            if language not in variant.texts:
                yield Gap(GapKind.LANGUAGE, f"{exercise.slug}/{variant.slug}", f"no {language} text")


def _pictures(exercise: ExerciseEntry) -> Iterator[Gap]:
    if not is_drawn(exercise.slug):
        yield Gap(GapKind.PICTURE, exercise.slug, "not drawn")
        return
    drawn = views_of(exercise.slug)
    for pose in dict.fromkeys(pose.pose for pose in exercise.poses):
        if pose not in drawn:
            yield Gap(GapKind.PICTURE, exercise.slug, f"the pose '{pose}' is not drawn")
    for view in drawn:
        if view not in exercise.texts["en"].pictures and not view.startswith("middle"):
            yield Gap(GapKind.TEXT, exercise.slug, f"no words for the picture '{view}'")
    for variant in exercise.variants:
        if variant.poses and not is_drawn(exercise.slug, variant.slug):
            yield Gap(GapKind.PICTURE, f"{exercise.slug}/{variant.slug}", "has its own angles and no picture")


def _standing(entry: ExerciseEntry | TemplateEntry | LearnEntry, name: str, today: date) -> Iterator[Gap]:
    if not [key for key in entry.sources if key != UNCONFIRMED]:
        yield Gap(GapKind.SOURCE, name, "rests on standard clinical knowledge alone")
    if not (entry.reviewer and entry.reviewed_on):
        yield Gap(GapKind.REVIEW, name, "not yet reviewed by a clinician")
    elif entry.review_by_on is None:
        yield Gap(GapKind.REVIEW, name, "reviewed, but no day for the next review")
    elif entry.review_by_on < today:
        yield Gap(GapKind.REVIEW, name, f"should have been reviewed again by {entry.review_by_on}")


def _learn(page: LearnEntry) -> Iterator[Gap]:
    for language in LANGUAGES:
        if language not in page.texts:
            yield Gap(GapKind.LANGUAGE, f"learn/{page.slug}", f"no {language} text of version {page.version}")
    if not is_drawn(page.columns["picture"]):
        yield Gap(GapKind.PICTURE, f"learn/{page.slug}", f"'{page.columns['picture']}' is not drawn")
