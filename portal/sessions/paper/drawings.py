"""The sheet's pictures as bytes for the PDF, and the square for a phone's camera."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterable

import segno
from django.contrib.staticfiles import finders
from django.urls import resolve
from django.utils.safestring import SafeString, mark_safe

from exercises.models import OwnPicture
from exercises.pictures import Picture

# One file holds three tones of skin and hair: the first is drawn, the others follow as a view beside it.
_TONE = '<view id="{tone}"[^>]*/><use [^>]*fill="([^"]+)" color="([^"]+)"/>'
_OTHER_TONES = re.compile(r'<view id=".*(?=</svg>)', re.DOTALL)
_FIRST_TONE = re.compile(r'(<svg [^>]*?)fill="[^"]+" color="[^"]+"')


def contents_of(pictures: Iterable[Picture]) -> dict[Picture, bytes]:
    """One query where a clinic's own pictures are among them. What is gone meanwhile is left out."""
    wanted = set(pictures)
    own = {one: resolve(one.address).kwargs["key"] for one in wanted if one.address}
    keys = OwnPicture.objects.filter(key__in=own.values()).values_list("key", "content") if own else []
    kept = {key: bytes(content) for key, content in keys}
    return {
        one: toned(kept[own[one]] if one in own else _drawn(one.path), one.fragment)
        for one in wanted
        if one not in own or own[one] in kept
    }


def toned(content: bytes, tone: str) -> bytes:
    """A drawing in one tone alone. What is no drawing of ours, such as a photo, stays as it is."""
    if not content.startswith(b"<svg"):
        return content
    drawing = content.decode()
    found = re.search(_TONE.format(tone=tone), drawing) if tone else None
    drawing = _OTHER_TONES.sub("", drawing)
    if found:
        drawing = _FIRST_TONE.sub(rf'\1fill="{found[1]}" color="{found[2]}"', drawing, count=1)
    return drawing.encode()


def square(link: str) -> SafeString:
    """A QR code as an SVG of squares alone: the page allows no style of its own."""
    drawn = io.BytesIO()
    # "q": still read when a quarter of it is folded or smudged.
    segno.make(link, error="q", micro=False).save(
        drawn, kind="svg", xmldecl=False, omitsize=True, svgclass="qr", lineclass=None, border=4
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  squares only; the link itself does not stand in it


@functools.lru_cache(maxsize=256)
def _drawn(path: str) -> bytes:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    with open(found, "rb") as file:
        return file.read()
