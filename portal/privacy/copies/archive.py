"""The ZIP of a copy, made while it is sent. It is never kept anywhere."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation

from portal.privacy.classes import Copy
from portal.privacy.copies.cells import as_csv
from portal.privacy.copies.document import Document
from portal.privacy.copies.page import page_of
from portal.privacy.copies.pictures import Album

PAGE = "portal/privacy/copies/index.html"
STYLE = "portal/css/data-copy.css"


class _Pipe:
    """A file that cannot be wound back: what was written is taken out in pieces and sent on."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def file_name(made_at: datetime) -> str:
    """Says nothing about whose it is or what is in it."""
    return f"my-data-{made_at:%Y-%m-%d}.zip"


def pieces_of(document: Document) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in files_of(document):
            archive.writestr(zipfile.ZipInfo(name, _stamp(document)), content, zipfile.ZIP_DEFLATED)
            yield pipe.taken()
    yield pipe.taken()


def files_of(document: Document) -> Iterator[tuple[str, bytes]]:
    """The page first: if something is wrong with it, nothing has been sent yet."""
    album = Album(document.figure, document.language, dict(document.own_pictures))
    if document.kind is not Copy.CLINIC:
        with translation.override(document.language), timezone.override(document.zone):
            yield "index.html", render_to_string(PAGE, {"page": page_of(document, album)}).encode("utf-8", "replace")
        yield "style.css", _style()
    yield "data.json", json.dumps(document.as_data(), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    for table in document.tables.values():
        yield f"tables/{table.label}.csv", as_csv(table, document)
    yield from album.contents()


def _style() -> bytes:
    with open(str(finders.find(STYLE)), "rb") as file:
        return file.read()


def _stamp(document: Document) -> tuple[int, int, int, int, int, int]:
    made_at = document.made_at.astimezone(document.zone)
    return (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second)
