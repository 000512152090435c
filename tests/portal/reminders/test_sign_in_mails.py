"""The mails of sign-in are as neutral as the reminders."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.portal.reminders.test_mails import TELLING, all_words


@pytest.fixture(autouse=True)
def _no_rate_limit_of_another_test() -> None:
    cache.clear()


def ask_for_code(client: Client) -> None:
    client.post(reverse("account_request_login_code"), {"email": "pat@example.org"})


def ask_for_new_password(client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "pat@example.org"})


ASKING = [ask_for_code, ask_for_new_password]


@pytest.mark.parametrize("ask", ASKING, ids=lambda ask: ask.__name__)
def test_no_mail_of_sign_in_tells_anything(cast: Cast, mailoutbox: list[Any], ask: Any) -> None:
    ask(Client())
    (mail,) = mailoutbox
    assert mail.to == ["pat@example.org"]
    assert mail.message()["Auto-Submitted"] == "auto-generated"
    words = all_words(mail).replace("pat@example.org", "")
    found = set(re.findall(r"[a-z0-9]+", re.sub(r"<style>.*?</style>", "", words, flags=re.DOTALL).lower()))
    assert found & {"pat", "ellis", "northside", "tess", "moran", "cara"} == set()
    assert found & (set(TELLING) - {"session"}) == set()
    assert mail.alternatives


@pytest.mark.parametrize("ask", ASKING, ids=lambda ask: ask.__name__)
def test_it_is_in_the_language_of_the_person_not_of_the_browser(cast: Cast, mailoutbox: list[Any], ask: Any) -> None:
    cast.pat.language = "fr"
    cast.pat.save()
    ask(Client(headers={"accept-language": "en"}))
    assert '<html lang="fr"' in mailoutbox[0].alternatives[0][0]
