"""What is drawn and what is out of date, from digests alone; needs no drawing package."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exercises.figures.library import HELPER_VIEW, POSES, Figure
from exercises.figures.looks import BODIES

PICTURES = Path(__file__).parent.parent / "static" / "exercises" / "pictures"
MANIFEST = "manifest.json"
MOTION = "motion"

_NOT_DRAWING = {"lint.py", "catalogue.py", "sheet.py"}


def drawing_digest() -> str:
    """Changes when any module that takes part in drawing changes."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.name not in _NOT_DRAWING:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def figure_digest(figure: Figure, drawing: str) -> str:
    """Stands for one figure's numbers together with the code that draws it."""
    numbers = (POSES / f"{figure.slug}.yaml").read_bytes()
    return hashlib.sha256(numbers + figure.variant.encode() + drawing.encode()).hexdigest()[:16]


def read_manifest(folder: Path = PICTURES) -> dict[str, dict[str, Any]]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    entries: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def write_manifest(entries: Mapping[str, Mapping[str, Any]], folder: Path = PICTURES) -> None:
    text = json.dumps(entries, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def file_names(entry: Mapping[str, Any]) -> list[str]:
    """The SVG files of a manifest entry in the folder of one body."""
    views = [*entry["views"], *([HELPER_VIEW] if HELPER_VIEW in entry else []), *([MOTION] if entry[MOTION] else [])]
    if not entry["sides"]:
        return [f"{view}.svg" for view in views]
    return [f"{view}-{side}.svg" for view in views for side in entry["sides"]]


def files(key: str, entry: Mapping[str, Any]) -> list[str]:
    """All files of a manifest entry, from the folder of pictures."""
    return [f"{body}/{key}/{name}" for body in BODIES for name in file_names(entry)]


def is_current(figure: Figure, entries: Mapping[str, Mapping[str, Any]], drawing: str, folder: Path = PICTURES) -> bool:
    """True when the committed files of a figure were drawn from its present numbers by the present code."""
    entry = entries.get(figure.key)
    if entry is None or entry.get("digest") != figure_digest(figure, drawing):
        return False
    return all((folder / name).exists() for name in files(figure.key, entry))
