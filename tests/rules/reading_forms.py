"""The forms that stand in a page, filled in as a person might: what is there stays, what is empty gets something fit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

Pairs = list[tuple[str, str]]
TYPED = {
    "text": "Something",
    "email": "somebody.new@example.org",
    "tel": "555 0100",
    "number": "1",
    "password": "correct horse battery",
    "date": (date.today() + timedelta(days=30)).isoformat(),  # noqa: DTZ011 (a day to come everywhere)
    "time": "",
    "search": "clam",
    "url": "https://example.org/",
}
BY_NAME = {"born_on": "1950-05-05", "operated_on": "2026-10-01"}
TICKED = {"talked_alone"}  # asked for without the browser insisting
BUTTONS = {"submit", "image"}


@dataclass
class Form:
    action: str
    method: str
    pairs: Pairs = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, where it sends the form
    asked: set[str] = field(default_factory=set)  # every name, also of a box that is not ticked

    def ways_to_send(self) -> Iterable[tuple[str, Pairs]]:
        """Once for every button that makes a difference."""
        if not self.buttons:
            yield self.action, self.pairs
        for name, value, action in dict.fromkeys(self.buttons):
            yield action or self.action, [*self.pairs, *([(name, value)] if name else [])]


class FormReader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.select: tuple[str, list[tuple[str, bool]]] | None = None
        self.area: str | None = None
        self.radios: set[tuple[int, str]] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._begin(given)
        elif tag == "option" and self.select:
            self.select[1].append((given.get("value", ""), "selected" in given))
        elif form := self.by_id.get(given.get("form", ""), self.open):
            self._control(form, tag, given)

    def _begin(self, given: dict[str, str]) -> None:
        form = Form(given.get("action") or self.page, given.get("method", "get").lower())
        self.open = form
        self.forms.append(form)
        if "id" in given:
            self.by_id[given["id"]] = form

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text")
        form.asked.add(given.get("name", ""))
        if kind in BUTTONS:
            form.buttons.append((given.get("name", ""), given.get("value", ""), given.get("formaction", "")))
        elif tag == "select":
            self.select = (given.get("name", ""), [])
        elif tag == "textarea":
            self.area = given.get("name", "")
        elif tag == "input" and given.get("name") and given["name"] != "csrfmiddlewaretoken":
            self._input(form, kind, given)

    def _input(self, form: Form, kind: str, given: dict[str, str]) -> None:
        name, value = given["name"], given.get("value", "")
        if kind == "checkbox":
            if "checked" in given or "required" in given or name in TICKED:
                form.pairs.append((name, value or "on"))
        elif kind == "radio":
            self._radio(form, given, value)
        elif kind not in {"file", "reset", "button"}:
            form.pairs.append((name, value or BY_NAME.get(name) or given.get("min") or TYPED.get(kind, "")))

    def _radio(self, form: Form, given: dict[str, str], value: str) -> None:
        """The one that is chosen, else the first."""
        key = (id(form), given["name"])
        if "checked" in given:
            form.pairs = [pair for pair in form.pairs if pair[0] != given["name"]]
        if "checked" in given or key not in self.radios:
            form.pairs.append((given["name"], value))
        self.radios.add(key)

    def handle_data(self, data: str) -> None:
        if self.area and self.open:
            self.open.pairs.append((self.area, data.strip() or "Something in my own words"))
            self.area = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area and self.open:
            self.open.pairs.append((self.area, "Something in my own words"))
            self.area = None
        elif tag == "select" and self.select:
            self._end_select()

    def _end_select(self) -> None:
        assert self.select
        name, options = self.select
        chosen = [value for value, is_selected in options if is_selected and value]
        chosen = chosen or [value for value, _is_selected in options if value][:1]
        if self.open and name:
            self.open.pairs.extend((name, value) for value in chosen)
        self.select = None


def forms_in(html: str, page: str) -> list[Form]:
    reader = FormReader(page)
    reader.feed(html)
    return [form for form in reader.forms if form.method == "post" and not urlsplit(form.action).netloc]
