"""What the today page weighs on the way to a phone: HTML, style and script, gzipped; pictures apart."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.bench.browser import Browser

IMPORT_IN_CSS = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s;]+)""")
IMPORT_IN_JS = re.compile(r"""(?:^|[;\s])(?:import|from)\s*\(?\s*["']([^"']+\.js)["']""")


@dataclass
class Weight:
    """Bytes, gzipped."""

    html: int
    assets: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    unsized_pictures: int = 0  # without width and height: the page jumps while they load
    eager_pictures: int = 0  # not marked lazy

    @property
    def total(self) -> int:
        return self.html + sum(self.assets.values())


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.assets: list[str] = []
        self.pictures: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "link" and found.get("rel") in ("stylesheet", "modulepreload"):
            self.assets.append(found["href"])
        elif tag == "script" and found.get("src"):
            self.assets.append(found["src"])
        elif tag == "img":
            self.pictures.append(found)


def weigh(browser: Browser, path: str) -> Weight:
    reply = browser.ask(path)
    links = Links()
    links.feed(reply.body.decode())
    weight = Weight(reply.gzipped)
    for address in links.assets:
        _weigh_asset(browser, urlsplit(address).path, weight)
    for picture in links.pictures:
        source = urlsplit(picture.get("src", "")).path
        weight.pictures.setdefault(source, browser.ask(source).gzipped)
        weight.unsized_pictures += not (picture.get("width") and picture.get("height"))
        weight.eager_pictures += picture.get("loading") != "lazy"
    return weight


def _weigh_asset(browser: Browser, path: str, weight: Weight) -> None:
    """And everything that it imports in its turn."""
    if path in weight.assets:
        return
    body = browser.ask(path).body
    weight.assets[path] = len(gzip.compress(body, 6))
    for imported in _imports(path, body.decode()):
        _weigh_asset(browser, urlsplit(urljoin(path, imported)).path, weight)


def _imports(path: str, text: str) -> Iterator[str]:
    pattern = IMPORT_IN_CSS if path.endswith(".css") else IMPORT_IN_JS
    for found in pattern.finditer(text):
        yield found.group(1)
