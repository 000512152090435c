"""Reads and checks the whole library. Pure: files in, entries or problems out, no database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from exercises.loading.documents import LibraryProblems, Problem, read_document
from exercises.loading.entries import Entry, ExerciseEntry, LearnEntry, Library, TemplateEntry
from exercises.loading.exercise_files import read_exercise
from exercises.loading.learn_files import read_learn_page
from exercises.loading.template_files import read_sources, read_template
from exercises.loading.translation_files import (
    ExerciseTranslation,
    LearnTranslation,
    read_exercise_translation,
    read_learn_translation,
    with_learn_translations,
    with_translations,
)

LIBRARY_FOLDER = Path(__file__).parent.parent / "library"
SOURCES_FILE = "_sources.yaml"

E = TypeVar("E", ExerciseEntry, TemplateEntry, LearnEntry)


def read_library(folder: Path = LIBRARY_FOLDER) -> Library:
    """All of it, or LibraryProblems with every problem of every file."""
    problems: list[Problem] = []
    sources_document = read_document(folder / SOURCES_FILE, problems) if (folder / SOURCES_FILE).exists() else None
    if sources_document is None and not problems:
        problems.append(Problem(SOURCES_FILE, 1, f"there is no such file in {folder}"))
    exercises = [
        read_exercise(document)
        for path in sorted(folder.glob("*.yaml"))
        if path.name != SOURCES_FILE and (document := read_document(path, problems))
    ]
    templates = [
        read_template(document)
        for path in sorted((folder / "templates").glob("*.yaml"))
        if (document := read_document(path, problems))
    ]
    learn = [
        read_learn_page(document)
        for path in sorted((folder / "learn").glob("*.yaml"))
        if (document := read_document(path, problems, "learn/"))
    ]
    translations = _exercise_translations(folder, problems), _learn_translations(folder, problems)
    problems += _doubled_codes(exercises)
    # A file that could not be read would make every link to it look broken too.
    if problems:
        raise LibraryProblems(problems)
    library = Library(
        sources=read_sources(sources_document) if sources_document else {},
        exercises=_by_slug(with_translations(exercises, translations[0])),
        templates=_by_slug(templates),
        learn=_by_slug(with_learn_translations(learn, translations[1])),
    )
    problems += [*_broken_exercise_links(library), *_broken_template_links(library), *_broken_learn_links(library)]
    if problems:
        raise LibraryProblems(problems)
    return library


def _by_slug(entries: Iterable[E]) -> dict[str, E]:
    return {entry.slug: entry for entry in entries}


def _languages(folder: Path) -> Iterable[Path]:
    """Folders called by a language of two letters hold translations."""
    return (path for path in sorted(folder.iterdir()) if path.is_dir() and len(path.name) == 2)


def _exercise_translations(folder: Path, problems: list[Problem]) -> dict[str, list[ExerciseTranslation]]:
    return {
        language.name: [
            read_exercise_translation(document)
            for path in sorted(language.glob("*.yaml"))
            if (document := read_document(path, problems, f"{language.name}/"))
        ]
        for language in _languages(folder)
    }


def _learn_translations(folder: Path, problems: list[Problem]) -> dict[str, list[LearnTranslation]]:
    return {
        language.name: [
            read_learn_translation(document)
            for path in sorted((language / "learn").glob("*.yaml"))
            if (document := read_document(path, problems, f"{language.name}/learn/"))
        ]
        for language in _languages(folder)
    }


def _doubled_codes(exercises: Iterable[ExerciseEntry]) -> Iterable[Problem]:
    seen: dict[str, str] = {}
    for entry in exercises:
        if entry.code in seen:
            yield Problem(entry.origin.file, 1, f"the code {entry.code} is already used by {seen[entry.code]}")
        seen[entry.code] = entry.origin.file


def _broken_exercise_links(library: Library) -> Iterable[Problem]:
    for entry in library.exercises.values():
        named = [*entry.sources, *(key for variant in entry.variants for key in variant.sources)]
        yield from _unknown_sources(entry, named, library)
        for slug in [*entry.columns["easier_exercises"], *entry.columns["harder_exercises"]]:
            if slug not in library.exercises:
                yield Problem(
                    entry.origin.file,
                    entry.origin.links_line,
                    f"easier or harder exercise '{slug}' is not in the library",
                )


def _broken_template_links(library: Library) -> Iterable[Problem]:
    for entry in library.templates.values():
        yield from _unknown_sources(entry, entry.sources, library)
        for slug in entry.columns["leave_out"]:
            if slug not in library.exercises:
                yield Problem(entry.origin.file, entry.origin.links_line, f"leave_out: '{slug}' is not in the library")
        following = entry.columns["leads_to"]
        if following and (following not in library.templates or following == entry.slug):
            yield Problem(entry.origin.file, entry.origin.links_line, f"leads_to: '{following}' is no other template")
        for line in entry.lines:
            exercise = library.exercises.get(line.exercise)
            if exercise is None:
                yield Problem(entry.origin.file, line.line, f"the exercise '{line.exercise}' is not in the library")
            elif line.variant and line.variant not in [variant.slug for variant in exercise.variants]:
                yield Problem(entry.origin.file, line.line, f"'{line.exercise}' has no variant '{line.variant}'")


def _broken_learn_links(library: Library) -> Iterable[Problem]:
    for entry in library.learn.values():
        yield from _unknown_sources(entry, entry.sources, library)
        for slug in entry.columns["exercises"]:
            if slug not in library.exercises:
                yield Problem(entry.origin.file, entry.origin.links_line, f"exercises: '{slug}' is not in the library")


def _unknown_sources(entry: Entry, keys: Iterable[str], library: Library) -> Iterable[Problem]:
    for key in keys:
        if key not in library.sources:
            yield Problem(entry.origin.file, entry.origin.links_line, f"the source '{key}' is not in {SOURCES_FILE}")
