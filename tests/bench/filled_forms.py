"""Reads a form off a page and fills it in, as a person would who has done everything."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

# What is chosen where there is a choice; the first that is offered. A choice without any of these stays open.
CHOICES = ("done", "3", "1", "alone")
WORDS = "It went well; a little stiff in the morning."


class FormReader(HTMLParser):
    """Collects the fields of the one form that posts to `path` (or to the page itself)."""

    def __init__(self, path: str, page: str) -> None:
        super().__init__()
        self.path, self.page = path, page
        self.is_inside = False
        self.fields: dict[str, str] = {}
        self.offered: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(found.get("action", "") or self.page).path
            self.is_inside = found.get("method", "").lower() == "post" and action == self.path
        elif self.is_inside and (name := found.get("name")):
            self._field(tag, name, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False

    def filled(self) -> dict[str, str]:
        chosen = {
            name: next(choice for choice in CHOICES if choice in offered)
            for name, offered in self.offered.items()
            if any(choice in offered for choice in CHOICES)
        }
        return {name: value for name, value in (self.fields | chosen).items() if name != "csrfmiddlewaretoken"}

    def _field(self, tag: str, name: str, found: dict[str, str]) -> None:
        kind = found.get("type", "")
        if kind in ("radio", "checkbox"):
            self.offered.setdefault(name, []).append(found.get("value", "on") if kind == "radio" else "")
        elif tag == "textarea":
            self.fields[name] = WORDS
        elif tag == "input" and kind not in ("submit", "file"):
            self.fields[name] = found.get("value", "")


def fill_in(html: bytes, path: str) -> dict[str, str]:
    reader = FormReader(path, page=path)
    reader.feed(html.decode())
    return reader.filled()
