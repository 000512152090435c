"""Which drawings exist. The manifest is committed beside them; nothing is looked up on disk per request.

A picture is of one of two bodies in one of three tones of skin and hair, chosen by one word such as `woman-fair`. The
body is a folder; the tone is a fragment of the address, since one file holds all three.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.templatetags.static import static

from exercises.laterality import Laterality

MANIFEST = Path(__file__).parent / "static" / "exercises" / "pictures" / "manifest.json"
FOLDER = "exercises/pictures"
TALL = 1.1  # a drawing higher than this part of its width stands upright
FIGURES = ("woman-fair", "woman-brown", "woman-dark", "man-fair", "man-brown", "man-dark")
HELPER = "helper"
MOTION = "motion"

Entry = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """`path` is a static file name; the size is for the width and height attributes."""

    path: str
    width: int
    height: int
    alt: str = ""
    shows_usual_form: bool = False  # of the exercise, where a variant has no drawing of its own
    shows_parent: bool = False  # of the library's exercise that a clinic's own one was copied from
    address: str = ""  # of a drawing that is no static file
    fragment: str = ""

    @property
    def is_tall(self) -> bool:
        return self.height > self.width * TALL

    @property
    def src(self) -> str:
        return (self.address or static(self.path)) + (f"#{self.fragment}" if self.fragment else "")


def picture_of(
    slug: str, view: str, *, side: str = "", variant: str = "", figure: str = "", alt: str = ""
) -> Picture | None:
    """None where nothing is drawn: the page then shows the words alone. No figure means the first one."""
    if view == HELPER:
        return helper_picture_of(slug, side=side, variant=variant, figure=figure, alt=alt)
    entry = _entry(slug, variant)
    if entry is None or view not in entry["views"]:
        return None
    return _picture(slug, variant, view, entry, entry, side, figure, alt)


def helper_picture_of(
    slug: str, *, side: str = "", variant: str = "", figure: str = "", alt: str = ""
) -> Picture | None:
    """How a second person stands by; a picture of its own size."""
    entry = _entry(slug, variant)
    if entry is None or HELPER not in entry:
        return None
    return _picture(slug, variant, HELPER, entry, entry[HELPER], side, figure, alt)


def motion_of(slug: str, *, side: str = "", variant: str = "", figure: str = "", alt: str = "") -> Picture | None:
    """The moving picture, to be put into a page as it is: its tones come from the page (css/figures.css)."""
    entry = _entry(slug, variant)
    if entry is None or not entry.get(MOTION):
        return None
    return _picture(slug, variant, MOTION, entry, entry, side, figure, alt)


def views_of(slug: str, variant: str = "") -> list[str]:
    """The drawn views in the order of the movement, the helper's picture left out."""
    entry = _entry(slug, variant)
    return list(entry["views"]) if entry else []


def is_drawn(slug: str, variant: str = "") -> bool:
    return _entry(slug, variant) is not None


@functools.cache
def manifest(path: Path | None = None) -> dict[str, Entry]:
    path = path or MANIFEST
    if not path.exists():
        return {}
    entries: dict[str, Entry] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def _entry(slug: str, variant: str) -> Entry | None:
    return manifest().get(f"{slug}/{variant}" if variant else slug)


def _picture(
    slug: str, variant: str, view: str, entry: Entry, size: Entry, side: str, figure: str, alt: str
) -> Picture:
    """What a stored word no longer means falls back to the first figure rather than to no picture."""
    body, tone = (figure if figure in FIGURES else FIGURES[0]).split("-")
    key = f"{slug}/{variant}" if variant else slug
    path = f"{FOLDER}/{body}/{key}/{view}{side_suffix(side, entry['sides'])}.svg"
    fragment = "" if tone == "fair" or view == MOTION else tone
    return Picture(path, int(size["width"]), int(size["height"]), alt, fragment=fragment)


def side_suffix(side: str, drawn: list[str]) -> str:
    """One-sided exercises have a drawing per leg; where the leg is open, the right one stands for both."""
    if not drawn:
        return ""
    wanted = side if side in (Laterality.LEFT, Laterality.RIGHT) else Laterality.RIGHT.value
    return f"-{wanted}" if wanted in drawn else f"-{drawn[0]}"
