"""Nobody can ask who is known here. How long an answer takes is measured by `make prove`."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

FORMS = {
    "account_login": lambda email: {"login": email, "password": "not the right one"},
    "account_request_login_code": lambda email: {"email": email},
    "account_reset_password": lambda email: {"email": email},
}
VARIES = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def all_of(answer: Any, email: str) -> tuple[Any, ...]:
    """Everything an outsider can see, with the address taken out."""
    body = VARIES.sub(b"", answer.content).replace(email.encode(), b"ADDRESS")
    headers = {name: value for name, value in answer.headers.items() if name not in {"Content-Length", "Expires"}}
    return answer.status_code, body, headers, sorted(answer.cookies)


def seen_by_an_outsider(name: str, email: str) -> list[tuple[Any, ...]]:
    """The form, where it leads, and the page after that."""
    client = Client()
    client.get(reverse("account_login"))
    first = client.post(reverse(name), FORMS[name](email))
    pages = [all_of(first, email)]
    if first.status_code == 302:
        pages += [all_of(client.get(first.headers["Location"]), email)]
        wrong = client.post(first.headers["Location"], {"code": "0000-0000"})
        pages += [all_of(wrong, email)]
        pages += [all_of(client.post(first.headers["Location"], {"action": "resend"}), email)]
    return pages


@pytest.mark.parametrize("name", FORMS)
def test_known_and_unknown_look_the_same(cast: Cast, name: str) -> None:
    unknown = seen_by_an_outsider(name, "who@example.org")
    cast.ada.is_active = False
    cast.ada.save()
    for known in (cast.pat, cast.tess, cast.ada):
        assert seen_by_an_outsider(name, known.email) == unknown, known


def test_there_is_no_sign_up_to_ask(client: Client, cast: Cast) -> None:
    known, unknown = (
        client.post(reverse("account_signup"), {"email": email, "password1": "three grey geese"}).content
        for email in (cast.pat.email, "who@example.org")
    )
    assert VARIES.sub(b"", known) == VARIES.sub(b"", unknown)
