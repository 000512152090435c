"""Which drawings exist. The manifest is committed beside them; nothing is looked up on disk per request."""

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


@dataclass(frozen=True)
class Picture:
    """`path` is a static file name, or `address` that of a clinic's own picture; the size is for width and height."""

    path: str
    width: int
    height: int
    alt: str = ""
    shows_usual_form: bool = False  # of the exercise, where a variant has no drawing of its own
    shows_parent: bool = False  # of the library's exercise that a clinic's own one was copied from
    address: str = ""

    @property
    def is_tall(self) -> bool:
        return self.height > self.width * TALL

    @property
    def src(self) -> str:
        return self.address or static(self.path)


def picture_of(slug: str, view: str, *, side: str = "", variant: str = "", alt: str = "") -> Picture | None:
    """None where nothing is drawn: the page then shows the words alone."""
    key = f"{slug}/{variant}" if variant else slug
    entry = manifest().get(key)
    if entry is None or view not in entry["views"]:
        return None
    path = f"{FOLDER}/{key}/{view}{side_suffix(side, entry['sides'])}.svg"
    return Picture(path, int(entry["width"]), int(entry["height"]), alt)


@functools.cache
def manifest(path: Path | None = None) -> dict[str, dict[str, Any]]:
    path = path or MANIFEST
    if not path.exists():
        return {}
    entries: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def side_suffix(side: str, drawn: list[str]) -> str:
    """One-sided exercises have a drawing per leg; where the leg is open, the right one stands for both."""
    if not drawn:
        return ""
    wanted = side if side in (Laterality.LEFT, Laterality.RIGHT) else Laterality.RIGHT.value
    return f"-{wanted}" if wanted in drawn else f"-{drawn[0]}"
