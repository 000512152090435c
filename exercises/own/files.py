"""The rows that hold pictures of an own exercise, and which of them are shown."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exercises.models import Adoption, AdoptionKind, OwnPicture
from exercises.own.showing import Entry, shown_entry

if TYPE_CHECKING:
    from exercises.models import Exercise


@dataclass(frozen=True)
class NewFile:
    name: str  # as it was drawn, with its suffix: woman-fair/start-left.svg, photo-end.jpg
    media_type: str
    content: bytes
    width: int
    height: int


def store(own: Exercise, files: Iterable[NewFile]) -> dict[str, list[Any]]:
    """Key, width and height of each, by name without suffix. Nothing shows them yet."""
    found = {}
    for file in files:
        key = secrets.token_urlsafe(18)
        OwnPicture.objects.create(
            exercise=own,
            key=key,
            name=f"{key[:8]}/{file.name}",  # an older one of the same name may still be shown to patients
            media_type=file.media_type,
            content=file.content,
            width=file.width,
            height=file.height,
        )
        found[file.name.rsplit(".", 1)[0]] = [key, file.width, file.height]
    return found


def show(own: Exercise, entry: Entry) -> None:
    """The newest pictures from now on. Where patients may have others before them, those stand until an adoption."""
    before = shown_entry(own.own_pictures, newest=True)
    if "standing" not in own.own_pictures and _is_begun(own):
        own.own_pictures = {**own.own_pictures, "standing": before}
    own.own_pictures = {**own.own_pictures, "newest": {name: value for name, value in entry.items() if value}}
    own.save(update_fields=["own_pictures"])
    forget_unused(own)


def let_stand(own: Exercise) -> None:
    """The newest pictures are adopted: patients see them too."""
    if "standing" in own.own_pictures:
        own.own_pictures = {"newest": shown_entry(own.own_pictures, newest=True)}
        own.save(update_fields=["own_pictures"])
        forget_unused(own)


def forget_unused(own: Exercise) -> None:
    OwnPicture.objects.filter(exercise=own).exclude(key__in=list(_keys(own))).delete()


def find(key: str, name: str) -> OwnPicture | None:
    """None for what is not there, also when the name is not the one that belongs to the key."""
    found = OwnPicture.objects.filter(key=key).first()
    return found if found is not None and found.name.rsplit("/", 1)[-1] == name else None


def _is_begun(own: Exercise) -> bool:
    """Somebody stands or stood for an earlier state, so patients may do it."""
    adoptions = Adoption.objects.filter(clinic=own.clinic_id, kind=AdoptionKind.EXERCISE, slug=own.slug)
    return own.version > 1 or adoptions.exists()


def _keys(own: Exercise) -> Iterator[str]:
    for entry in own.own_pictures.values():
        for file in (*entry.get("photos", {}).values(), *entry.get("drawn", {}).get("files", {}).values()):
            yield file[0]
