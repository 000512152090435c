"""The mails in the mailbox folder, read back as their readers would see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path
from typing import Self

# Begins with the moment, so that the order of the names is the order of sending.
NAME_FORMAT = "%Y%m%dT%H%M%S.%fZ"
NAME_PATTERN = r"[0-9]{8}T[0-9]{6}\.[0-9]{6}Z-[0-9a-f]{8}"


@dataclass(frozen=True)
class StoredMail:
    name: str
    sent_at: datetime
    message: EmailMessage

    @classmethod
    def read(cls, path: Path, *, only_headers: bool = False) -> Self:
        with path.open("rb") as file:
            message = BytesParser(EmailMessage, policy=policy.default).parse(file, headersonly=only_headers)
        sent_at = datetime.strptime(path.stem.rpartition("-")[0], NAME_FORMAT).replace(tzinfo=UTC)
        return cls(name=path.stem, sent_at=sent_at, message=message)

    @property
    def sender(self) -> str:
        return str(self.message["From"])

    @property
    def recipients(self) -> str:
        return str(self.message["X-Envelope-To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @cached_property
    def text(self) -> str:
        return self._body("plain")

    @cached_property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return "" if part is None else str(part.get_content())

    def is_to(self, person: str) -> bool:
        return person.casefold() in self.recipients.casefold()


def newest_first(folder: Path) -> Iterator[StoredMail]:
    """Headers only: the list does not show what stands in the mails."""
    for path in sorted(folder.glob("*.eml"), reverse=True):
        yield StoredMail.read(path, only_headers=True)


def find(folder: Path, name: str) -> StoredMail | None:
    path = folder / f"{name}.eml"
    return StoredMail.read(path) if path.is_file() else None
