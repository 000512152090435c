"""Files as people upload them, and as those who mean harm do."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (1600, 900), mode: str = "RGB", **more: object) -> bytes:
    image = Image.new(mode, size, "teal")
    image.paste(Image.new(mode, (size[0] // 2, size[1] // 2), "orange"), (0, 0))
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (400, 300), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def png_of_any_size(width: int, height: int) -> bytes:
    """A header that promises much, and next to nothing behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


def upload(content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)
