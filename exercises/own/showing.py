"""Which picture stands for an own exercise: a photo, what was drawn for it, or its parent's, marked as such.

`Exercise.own_pictures` holds {"newest": entry, "standing": entry}. The standing entry is what patients see while the
newest one waits for its adoption; without one the newest is for everybody. An entry is
{"photos": {view: file}, "drawn": {"views": [...], "sides": [...], "files": {name: file}}}, and a file is
[key, width, height]. All of it lies on the row, so that a page of a session asks nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse

from exercises.pictures import Picture, picture_of, side_suffix

Entry = dict[str, Any]
PHOTO_VIEWS = ("start", "end")
HELPER = "helper"


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
    name = f"{view}{side_suffix(side, drawn['sides'])}"
    found = next((one for one in _names(name, figure) if one in drawn["files"]), None)
    return _own(drawn["files"][found], f"{name}.svg", alt) if found else None


def _names(name: str, figure: str) -> Iterator[str]:
    """As it was drawn: for this person, for this body, or for everybody."""
    if figure:
        yield f"{figure}/{name}"
        yield f"{figure.split('-', 1)[0]}/{name}"
    yield name
    yield f"woman-fair/{name}"
    yield f"woman/{name}"


def _own(file: list[Any], name: str, alt: str) -> Picture:
    key, width, height = file
    address = reverse("exercises:own_picture", args=[key, name])
    return Picture("", int(width), int(height), alt, address=address)
