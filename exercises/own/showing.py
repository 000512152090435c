"""Which picture stands for an own exercise: a photo, what was drawn for it, or its parent's, marked as such.

`Exercise.own_pictures` holds {"newest": entry, "standing": entry}. The standing entry is what patients see while the
newest one waits for its adoption; without one the newest is for everybody. An entry is
{"photos": {view: file}, "drawn": {"views": [...], "sides": [...], "files": {name: file}}}, and a file is
[key, width, height]. All of it lies on the row, so that a page of a session asks nothing more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from exercises.pictures import FIGURES, HELPER, Picture, picture_of, side_suffix

Entry = dict[str, Any]
PHOTO_VIEWS = ("start", "end")


def shown_entry(own_pictures: dict[str, Entry], *, newest: bool) -> Entry:
    if not newest and "standing" in own_pictures:
        return own_pictures["standing"]
    return own_pictures.get("newest", {})


def picture_of_own(
    entry: Entry, parent: str, view: str, *, side: str = "", alt: str = "", figure: str = ""
) -> Picture | None:
    """`parent` is the slug that it was copied from. A way between two photos has no drawing that fits."""
    photos, drawn = entry.get("photos", {}), entry.get("drawn", {})
    if view in photos:
        return _own(photos[view], f"photo-{view}.jpg", alt)
    if drawn:
        return _drawn(drawn, view, side, alt, figure)
    if photos and view not in (*PHOTO_VIEWS, HELPER):
        return None
    usual = picture_of(parent, view, side=side, figure=figure, alt=alt)
    return usual and replace(usual, shows_parent=True)


def _drawn(drawn: Entry, view: str, side: str, alt: str, figure: str) -> Picture | None:
    """As in the library: the body is a file, the tone a fragment of its address."""
    body, tone = (figure if figure in FIGURES else FIGURES[0]).split("-")
    name = f"{view}{side_suffix(side, drawn['sides'])}"
    file = drawn["files"].get(f"{body}/{name}")
    return _own(file, f"{name}.svg", alt, "" if tone == "fair" else tone) if file else None


def _own(file: list[Any], name: str, alt: str, fragment: str = "") -> Picture:
    key, width, height = file
    address = reverse("exercises:own_picture", args=[key, name])
    return Picture("", int(width), int(height), alt, address=address, fragment=fragment)
