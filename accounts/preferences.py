"""What a person chooses for themselves. It concerns no patient, so it leaves no audit event."""

from __future__ import annotations

from accounts.models import User


def change_text_size(size: str, *, by: User) -> None:
    by.text_size = size
    by.save(update_fields=["text_size"])


def change_language(language: str, *, by: User) -> None:
    by.language = language
    by.save(update_fields=["language"])
