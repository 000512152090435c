"""How much may be sent at all. Without it, a file of any size would be written to disk before a form could refuse it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST_REQUEST = 11 * 1024 * 1024  # a photo of 10 MB and some words


def is_too_large(content_length: object) -> bool:
    """Of a whole request, as its header says."""
    words = str(content_length or "")
    return words.isdigit() and int(words) > LARGEST_REQUEST


class SizeLimit(FileUploadHandler):
    """Stands first. It keeps nothing; of a request that is too large it skips every file, so the form finds none."""

    is_too_large = False

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.is_too_large = is_too_large(content_length)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.is_too_large:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
