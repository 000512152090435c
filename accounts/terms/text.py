"""The terms, from the clinic's own file or from the example beside this module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

EXAMPLE_FILE = Path(__file__).with_name("terms.yaml")


class BadTerms(Exception):
    """The file cannot be used; the text says what to change in it."""


@dataclass(frozen=True)
class Section:
    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class TermsText:
    intro: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Terms:
    version: int
    effective_on: date
    is_example: bool
    texts: dict[str, TermsText]


@cache
def read_terms(path: str, languages: tuple[str, ...]) -> Terms:
    """Read once for each file: a change needs a restart, as every setting does."""
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise BadTerms("it cannot be read") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadTerms("it is not a YAML file") from error
    if not isinstance(content, dict):
        raise BadTerms("it is not a YAML file with version, effective_on and texts")
    version, effective_on = content.get("version"), content.get("effective_on")
    if type(version) is not int or not 1 <= version <= 1_000_000:
        raise BadTerms("`version` must be a whole number from 1")
    if type(effective_on) is not date:
        raise BadTerms("`effective_on` must be a day such as 2026-11-21")
    texts = content.get("texts")
    if not isinstance(texts, dict):
        raise BadTerms("`texts` must hold one text for each language")
    return Terms(
        version, effective_on, content.get("is_example") is True, {code: _text(texts, code) for code in languages}
    )


def _text(texts: dict[str, Any], code: str) -> TermsText:
    try:
        text = texts[code]
        sections = tuple(Section(_words(one["heading"]), tuple(map(_words, one["points"]))) for one in text["sections"])
        return TermsText(_words(text["intro"]), _some(sections))
    except (KeyError, TypeError, ValueError) as error:
        raise BadTerms(f"the text in {code} must have `intro` and `sections` with `heading` and `points`") from error


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _some(sections: Iterable[Section]) -> tuple[Section, ...]:
    found = tuple(sections)
    if not found:
        raise ValueError
    return found
