"""An uploaded photo, made small and plain: decoded, turned upright, written anew as a JPEG without its metadata.

Nothing of the upload is kept, neither its bytes nor its name. What cannot be read safely is refused with a sentence.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from exercises.own.files import NewFile

LARGEST_UPLOAD = 10 * 1024 * 1024
LONGEST_SIDE = 1200
SHORTEST_SIDE = 200
QUALITY = 84
MEDIA_TYPE = "image/jpeg"
# Pixels that are decoded at most. A JPEG is shrunk while it is read, the others are not.
MOST_PIXELS = {"JPEG": 52_000_000, "MPO": 52_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
FORMATS = ("JPEG", "PNG", "WEBP")
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class PhotoRefused(Exception):
    """Carries the sentence that says what to do."""


def plain_jpeg(upload: IO[bytes], size: int, view: str) -> NewFile:
    """The photo as it will be shown. Raises PhotoRefused."""
    _refuse_by_size(size)
    head = upload.read(256)
    upload.seek(0)
    _refuse_by_kind(head)
    try:
        image = _small(_opened(upload))
    except UNREADABLE as error:
        raise PhotoRefused(
            _("This file is damaged or is no photo. Open it on your device, save it as a JPEG, and try again.")
        ) from error
    content = BytesIO()
    image.save(content, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return NewFile(f"photo-{view}.jpg", MEDIA_TYPE, content.getvalue(), image.width, image.height)


def _refuse_by_size(size: int) -> None:
    if size == 0:
        raise PhotoRefused(_("This file is empty. Choose the photo again."))
    if size > LARGEST_UPLOAD:
        raise PhotoRefused(_("This file is larger than 10 MB. Choose a smaller photo."))


def _refuse_by_kind(head: bytes) -> None:
    """What people are likely to choose gets a sentence of its own."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")):
        raise PhotoRefused(_("This is a drawing or a web page, not a photo. Choose a JPEG, PNG or WebP photo."))
    if head[4:8] == b"ftyp":
        raise PhotoRefused(
            _("This is a HEIC photo or a film, which browsers do not show. Save the photo as a JPEG and try again.")
        )
    if head[:4] == b"GIF8":
        raise PhotoRefused(_("This is a GIF. Choose a JPEG, PNG or WebP photo."))


def _opened(upload: IO[bytes]) -> Image.Image:
    """Only the header is read so far: its size decides whether anything is decoded."""
    image: Image.Image = Image.open(upload, formats=FORMATS)
    if image.width * image.height > MOST_PIXELS.get(image.format or "", 0):
        raise PhotoRefused(
            _("This picture has %(width)d × %(height)d points, which is too many. Make it smaller and try again.")
            % {"width": image.width, "height": image.height}
        )
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise PhotoRefused(_("This picture moves. Choose a still photo."))
    if min(image.size) < SHORTEST_SIDE:
        raise PhotoRefused(
            _("This picture is too small to see anything: at least %(least)d points each way.")
            % {"least": SHORTEST_SIDE}
        )
    return image


def _small(image: Image.Image) -> Image.Image:
    if image.format in ("JPEG", "MPO"):
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE * 2, LONGEST_SIDE * 2))
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        upright = Image.new("RGB", seen.size, "white")
        upright.paste(seen, mask=seen.getchannel("A"))
    plain = upright.convert("RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # A fresh image: nothing of the old one's profile, comment or place travels along.
    fresh = Image.new("RGB", plain.size)
    fresh.paste(plain)
    return fresh
