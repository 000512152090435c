"""What the files hold once they have been read and found right."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from exercises.precaution_terms import Angles


@dataclass(frozen=True)
class SourceEntry:
    key: str
    kind: str
    title: str
    authors: str
    year: int | None
    doi: str
    address: str
    note: str


@dataclass(frozen=True)
class TextEntry:
    name: str
    purpose: str = ""
    start: str = ""
    steps: tuple[str, ...] = ()
    feel: str = ""
    mistakes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    pictures: dict[str, str] = field(default_factory=dict)
    instead: str = ""
    translator: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True)
class VariantEntry:
    slug: str
    kind: str
    tags: tuple[str, ...]
    poses: tuple[Angles, ...]
    texts: dict[str, TextEntry]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Origin:
    """Where an entry stands, for the messages of checks that look at several files."""

    file: str
    version_line: int
    links_line: int


@dataclass(frozen=True)
class ExerciseEntry:
    origin: Origin
    slug: str
    code: str
    version: int
    columns: dict[str, Any]  # the plain columns of Exercise, by name
    poses: tuple[Angles, ...]
    variants: tuple[VariantEntry, ...]
    texts: dict[str, TextEntry]
    sources: tuple[str, ...]
    reviewer: str
    reviewed_on: date | None
    review_by_on: date | None

    @property
    def content(self) -> dict[str, Any]:
        return _content(self)

    @property
    def digest(self) -> str:
        return _digest(self)


@dataclass(frozen=True)
class TemplateLine:
    line: int
    exercise: str
    variant: str
    columns: dict[str, Any]  # the plain columns of TemplateExercise


@dataclass(frozen=True)
class TemplateEntry:
    origin: Origin
    slug: str
    version: int
    columns: dict[str, Any]  # the plain columns of RoutineTemplate
    lines: tuple[TemplateLine, ...]
    sources: tuple[str, ...]
    reviewer: str
    reviewed_on: date | None
    review_by_on: date | None

    @property
    def content(self) -> dict[str, Any]:
        return _content(self)

    @property
    def digest(self) -> str:
        return _digest(self)


@dataclass(frozen=True)
class LearnSection:
    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True)
class LearnTextEntry:
    title: str
    summary: str
    picture_words: str
    sections: tuple[LearnSection, ...]
    not_this: str
    translator: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True)
class LearnEntry:
    origin: Origin
    slug: str
    version: int
    columns: dict[str, Any]  # the plain columns of LearnPage
    texts: dict[str, LearnTextEntry]
    sources: tuple[str, ...]
    reviewer: str
    reviewed_on: date | None
    review_by_on: date | None

    @property
    def content(self) -> dict[str, Any]:
        return _content(self)

    @property
    def digest(self) -> str:
        return _digest(self)


Entry = ExerciseEntry | TemplateEntry | LearnEntry


@dataclass(frozen=True)
class Library:
    sources: dict[str, SourceEntry]
    exercises: dict[str, ExerciseEntry]
    templates: dict[str, TemplateEntry]
    learn: dict[str, LearnEntry] = field(default_factory=dict)


def _content(entry: Entry) -> dict[str, Any]:
    """What a reader reads and a check checks: not where it stands, its version, or who has reviewed it since."""
    content = asdict(entry)
    for name in ("origin", "version", "reviewer", "reviewed_on", "review_by_on"):
        del content[name]
    for line in content.get("lines", ()):
        del line["line"]
    for texts in [content.get("texts", {}), *(variant["texts"] for variant in content.get("variants", ()))]:
        for words in texts.values():
            for name in ("translator", "reviewer", "reviewed_on"):
                del words[name]
    return content


def _digest(entry: Entry) -> str:
    return hashlib.sha256(json.dumps(_content(entry), sort_keys=True, default=str).encode()).hexdigest()
