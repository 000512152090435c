"""Every header on the answer of every URL."""

import pytest

from tests.portal.headers.worn import ALWAYS, missing
from tests.rules.elsewhere import built_once, world
from tests.rules.test_every_url import World
from tests.rules.world import PATTERNS

__all__ = ["built_once", "world"]

# Pictures of a clinic's own exercises: no patient in them, under a random key, with headers of their own.
EXCEPTIONS = {"exercises:own_picture": {"Cache-Control", "Content-Security-Policy"}, "mailbox:mail_html": set(ALWAYS)}


def is_token_page(url: str) -> bool:
    return url.startswith(("/join/", "/stop/", "/account/password/reset/key/", "/account/confirm-email/"))


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_url_wears_every_header(world: World, name: str) -> None:
    url = world.url(name)
    but = EXCEPTIONS.get(name, set()) | ({"Referrer-Policy"} if is_token_page(url) else set())
    found = {}
    for who in ("anonymous", "pat", "tess"):
        for method in ("GET", "POST"):
            answer = world.ask(who, method, url)
            if wrong := missing(answer, but=but):
                found[f"{method} {answer.status_code} {who}"] = wrong
    assert found == {}
