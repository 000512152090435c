"""The pictures of the prescribed exercises as files of the copy: nothing in it is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from django.contrib.staticfiles import finders
from django.urls import resolve

from exercises.models import OwnPicture
from exercises.pictures import Picture
from portal.routines.models import PrescribedExercise
from portal.routines.naming import shown

FOLDER = "pictures"
VIEWS = ("start", "end")


@dataclass
class Album:
    """Each picture once, under a name of its own in the copy."""

    figure: str
    language: str
    files: dict[str, Path | str] = field(default_factory=dict)  # a static file, or the key of a clinic's own picture

    def of(self, row: PrescribedExercise) -> list[Picture]:
        words = shown(row, self.language).pictures
        found = [
            row.exercise.picture(view, row.side, row.variant, alt=words.get(view, ""), figure=self.figure)
            for view in VIEWS
        ]
        return [self._taken_in(one) for one in found if one is not None]

    def contents(self) -> Iterator[tuple[str, bytes]]:
        for name, source in self.files.items():
            yield name, source.read_bytes() if isinstance(source, Path) else _own(source)

    def _taken_in(self, picture: Picture) -> Picture:
        name, source = self._source(picture)
        self.files[name] = source
        return replace(picture, address=name)

    def _source(self, picture: Picture) -> tuple[str, Path | str]:
        if picture.address:
            key = resolve(picture.address).kwargs["key"]
            return f"{FOLDER}/own/{key}{PurePosixPath(picture.address).suffix}", key
        found = finders.find(picture.path)
        return f"{FOLDER}/{'/'.join(PurePosixPath(picture.path).parts[2:])}", Path(str(found))


def _own(key: str) -> bytes:
    return bytes(OwnPicture.objects.values_list("content", flat=True).get(key=key))
