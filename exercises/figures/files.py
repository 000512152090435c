"""All files of one figure: every body, every view and side, the helper's picture, the moving one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from exercises.figures.catalogue import MOTION
from exercises.figures.figure import draw
from exercises.figures.library import HELPER_VIEW, Figure
from exercises.figures.looks import BODIES
from exercises.figures.motion import draw_motion


def draw_files(figure: Figure, folder: Path) -> dict[str, Any]:
    """Draw into one folder for each body; returns the manifest entry of the figure, digest left out."""
    entry: dict[str, Any] = {"views": [] if figure.only_helper else list(figure.views), "sides": figure.sides}
    entry[MOTION] = False
    for body, look in BODIES.items():
        (folder / body).mkdir(parents=True, exist_ok=True)
        for name, text, (width, height) in draw(figure, look):
            size = {"width": width, "height": height}
            if name.split("-")[0] == HELPER_VIEW:
                entry = {**size, **entry, HELPER_VIEW: size}
            else:
                entry |= size
            (folder / body / f"{name}.svg").write_text(text, encoding="utf-8")
        for name, text in draw_motion(figure, look):
            entry[MOTION] = True
            (folder / body / f"{name}.svg").write_text(text, encoding="utf-8")
    return entry
