"""Every form of every page, for everybody who may send it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tests.rules.reading_forms import Pairs, forms_in
from tests.rules.test_every_url import LOOK, RULES
from tests.rules.world import World

# At the foot of every page.
EVERYWHERE = {"home:text_size", "home:set_language", "account_logout", "home:quick_exit"}
ALIKE = 3


@dataclass(frozen=True)
class Sending:
    who: str
    name: str  # of the URL that it goes to
    url: str
    pairs: tuple[tuple[str, str], ...]
    asked: frozenset[str] = frozenset()  # every name in the form, also of a box that is not ticked

    def __str__(self) -> str:
        return f"{self.name} by {self.who}"


def sendings(world: World, who: str) -> list[Sending]:
    """Read once for each person, from pages that every test finds alike."""
    if who not in world.sendings:
        world.sendings[who] = read_sendings(world, who)
    return world.sendings[who]


def read_sendings(world: World, who: str) -> list[Sending]:
    """One for every form that this person finds in a page, a few where it has many buttons; and those that no page
    shows, as they are declared."""
    found: dict[tuple[str, frozenset[str]], list[Sending]] = {}
    for page in pages_of(who):
        for sending in sendings_of_page(world, who, page):
            alike = found.setdefault((sending.url, frozenset(name for name, _value in sending.pairs)), [])
            if len(alike) < ALIKE and sending not in alike:
                alike.append(sending)
    sent = [sending for alike in found.values() for sending in alike]
    reached = {sending.name for sending in sent}
    unseen = (name for name, rule in RULES.items() if name not in reached and rule.method in {"POST", "FORM"})
    return sent + [Sending(who, name, world.url(name), RULES[name].data) for name in unseen if RULES[name].lets_in(who)]


def pages_of(who: str) -> Iterator[str]:
    for name, rule in RULES.items():
        if rule.lets_in(who) and "GET" in rule.methods and not name.startswith(("mailbox:", "styleguide:")):
            yield name


def sendings_of_page(world: World, who: str, page: str) -> Iterator[Sending]:
    url = world.url(page)
    answer = world.ask(who, "GET", url)
    if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
        return
    for form in forms_in(answer.content.decode(), url):
        for action, pairs in form.ways_to_send():
            sending = one(who, action, pairs, form.asked)
            if sending and (sending.name not in EVERYWHERE or page == "home:more"):
                yield sending


def one(who: str, action: str, pairs: Pairs, asked: set[str]) -> Sending | None:
    try:
        name = resolve(urlsplit(action).path).view_name
    except Resolver404:
        return None
    if name not in RULES or not RULES[name].methods - LOOK:
        return None
    return Sending(who, name, action, tuple(pairs), frozenset(asked))


def as_data(pairs: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data
