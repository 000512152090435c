"""The sheet as a tagged PDF (PDF/UA-1), made by typst from `sheet.typ`.

Words go in as data, never as typst source, so that nothing that somebody typed is taken for a command. A sheet is made
when it is asked for and kept nowhere: the shared cache holds no words about anybody.
"""

from __future__ import annotations

import functools
import json
import logging
import threading
import unicodedata
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils import translation

from exercises.pictures import Picture
from portal.sessions.paper.drawings import contents_of, square
from portal.sessions.paper.labels import labels
from portal.sessions.paper.sheet import Sheet, SheetExercise

try:
    import typst
except ImportError:  # pragma: no cover  the wheel does not exist for every machine
    typst = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
# A sheet takes a good part of one core for a moment. More people than this wait; who waits too long is told so.
AT_ONCE = 2
LONGEST_WAIT = 8.0  # seconds
_places = threading.BoundedSemaphore(AT_ONCE)


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class CannotPrint(Exception):
    """No PDF now: the page to print is offered instead."""


def is_available() -> bool:
    if typst is None:
        logger.warning("typst is not installed: sheets are offered as a page to print, not as a PDF.")
    return typst is not None


def pdf_of(sheet: Sheet, paper: Paper, made_at: datetime) -> bytes:
    """Raises CannotPrint: typst is missing or refuses (a script that its fonts do not hold), or all places are taken."""
    if typst is None:
        raise CannotPrint
    content = json.dumps(_content(sheet, paper), ensure_ascii=False)
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise CannotPrint
    try:
        return _compiled(content, made_at)
    except typst.TypstError as error:
        # Its message may quote the sheet; its kind says enough.
        logger.warning("A sheet could not be made into a PDF: %s", type(error).__name__)
        raise CannotPrint from error
    finally:
        _places.release()


def _compiled(content: str, made_at: datetime) -> bytes:
    compiler = typst.Compiler(
        (HERE / "sheet.typ").read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": content},
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=int(made_at.timestamp()))
    assert isinstance(made, bytes)  # noqa: S101  for the type checker: one document
    return made


@functools.cache
def _fonts() -> Any:
    """Our own sans and the serif inside typst: every machine prints the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])


def _content(sheet: Sheet, paper: Paper) -> dict[str, Any]:
    """As JSON for the template."""
    pictures = contents_of(one for exercise in sheet.exercises for one in exercise.pictures)
    with translation.override(sheet.language):
        words = labels(sheet)
    content: dict[str, Any] = _printable(
        asdict(sheet)
        | {
            "paper": paper.value,
            "labels": words,
            "square": square(sheet.link) if sheet.link else "",
            "exercises": [_exercise(one, pictures) for one in sheet.exercises],
        }
    )
    return content


def _exercise(one: SheetExercise, pictures: dict[Picture, bytes]) -> dict[str, Any]:
    return asdict(one) | {
        "is_tall": one.is_tall,
        "shows_usual_form": one.shows_usual_form,
        "pictures": [
            {"alt": picture.alt} | _bytes(pictures[picture]) for picture in one.pictures if picture in pictures
        ],
    }


def _bytes(content: bytes) -> dict[str, Any]:
    """Text where it is a drawing; typst reads a photo from its numbers."""
    if content.startswith(b"<svg"):
        return {"svg": content.decode()}
    return {"photo": list(content)}


def _printable(value: Any) -> Any:
    """Without what no font here draws and nobody misses, such as the little faces in a note."""
    if isinstance(value, str):
        return "".join(one for one in value if not _is_ornament(one))
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value


def _is_ornament(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return (kind == "So" and ord(letter) > 0x2000) or kind in ("Cs", "Co", "Cn") or letter in "\ufe0f\u200d"
