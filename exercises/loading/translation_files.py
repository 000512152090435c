"""Reads exercises/library/<language>/<slug>.yaml and exercises/library/<language>/learn/<slug>.yaml.

A translation names the version whose words it follows. Where the English has moved on since, it is left aside but for
the name: readers then see English, marked as such, rather than steps that are no longer those.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from exercises.loading.documents import Field
from exercises.loading.entries import ExerciseEntry, LearnEntry, LearnTextEntry, TextEntry
from exercises.loading.learn_files import read_learn_text
from exercises.loading.text_fields import read_text

HEAD = ["slug", "translates", "translator", "reviewer", "reviewed_on", "text"]


@dataclass(frozen=True)
class ExerciseTranslation:
    document: Field
    slug: str
    translates: int
    text: TextEntry
    variants: dict[str, TextEntry]


@dataclass(frozen=True)
class LearnTranslation:
    document: Field
    slug: str
    translates: int
    text: LearnTextEntry


def read_exercise_translation(document: Field) -> ExerciseTranslation:
    fields = document.mapping([*HEAD, "variants"])
    variants = {}
    for slug, words in fields["variants"].entries().items():
        named = words.mapping(["name", "instead"])
        variants[slug] = TextEntry(name=named["name"].text(120), instead=named["instead"].text())
    return ExerciseTranslation(
        document=document,
        slug=_slug(document, fields["slug"]),
        translates=fields["translates"].whole(1, 10_000),
        text=replace(read_text(fields["text"]), **_translator(fields)),
        variants=variants,
    )


def read_learn_translation(document: Field) -> LearnTranslation:
    fields = document.mapping(HEAD)
    return LearnTranslation(
        document=document,
        slug=_slug(document, fields["slug"]),
        translates=fields["translates"].whole(1, 10_000),
        text=replace(read_learn_text(fields["text"]), **_translator(fields)),
    )


def _slug(document: Field, field: Field) -> str:
    slug = field.slug()
    if slug and slug != document.name:
        field.wrong(f"the file is called {document.file}, so the slug must be '{document.name}'")
    return slug


def _translator(fields: dict[str, Field]) -> dict[str, Any]:
    return {
        "translator": fields["translator"].text(160),
        "reviewer": fields["reviewer"].text_or_empty(160),
        "reviewed_on": fields["reviewed_on"].day_or_none(),
    }


def with_translations(
    entries: Iterable[ExerciseEntry], translations: dict[str, list[ExerciseTranslation]]
) -> list[ExerciseEntry]:
    """The entries with their words in every language. Problems are noted in the translations' own documents."""
    found = {entry.slug: entry for entry in entries}
    for language, files in translations.items():
        for file in files:
            entry = found.get(file.slug)
            if entry is None:
                file.document.wrong(f"'{file.slug}' is not in the library")
                continue
            found[file.slug] = _translated(entry, language, file)
    return list(found.values())


def _translated(entry: ExerciseEntry, language: str, file: ExerciseTranslation) -> ExerciseEntry:
    if not _is_of_this_version(file.document, file.translates, entry.version):
        return replace(entry, texts={**entry.texts, language: TextEntry(name=file.text.name)})
    english = entry.texts.get("en")
    if english and len(file.text.steps) != len(english.steps):
        file.document.wrong(f"{len(file.text.steps)} steps, but {len(english.steps)} in English")
    for slug in file.variants:
        if slug not in {variant.slug for variant in entry.variants}:
            file.document.wrong(f"there is no variant '{slug}'")
    variants = tuple(
        replace(variant, texts={**variant.texts, language: file.variants[variant.slug]})
        if variant.slug in file.variants
        else variant
        for variant in entry.variants
    )
    return replace(entry, texts={**entry.texts, language: file.text}, variants=variants)


def with_learn_translations(
    entries: Iterable[LearnEntry], translations: dict[str, list[LearnTranslation]]
) -> list[LearnEntry]:
    found = {entry.slug: entry for entry in entries}
    for language, files in translations.items():
        for file in files:
            entry = found.get(file.slug)
            if entry is None:
                file.document.wrong(f"'{file.slug}' is not among the Learn pages")
            elif _is_of_this_version(file.document, file.translates, entry.version):
                found[file.slug] = replace(entry, texts={**entry.texts, language: file.text})
    return list(found.values())


def _is_of_this_version(document: Field, translates: int, version: int) -> bool:
    if translates > version:
        document.wrong(f"it translates version {translates}, but the newest is {version}")
    return translates == version
