"""Staff always use two factors, and a mailed code is not one of them."""

import itertools
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.models import ClinicMember, ClinicRole
from accounts.second_factor import OPEN_WITHOUT
from tests.accounts.sign_in.coming_in import ask_for_code, code_in_newest_mail, type_code, who_is_in
from tests.cast import Cast
from tests.conftest import SignIn
from tests.rules.world import patterns

PARAMETERS = dict(patterns(get_resolver()))
# Whatever a URL wants: the middleware answers before the view looks at it.
ANYTHING = (uuid4(), 1, date(2026, 11, 19), "random", "20261120T090000.000000Z-00000000", "random/end.svg", "a-b")


def address_of(name: str) -> str:
    for values in itertools.product(ANYTHING, repeat=len(PARAMETERS[name])):
        try:
            return reverse(name, kwargs=dict(zip(PARAMETERS[name], values, strict=True)))
        except (NoReverseMatch, AttributeError):
            continue
    raise AssertionError(f"{name}: add a value to ANYTHING")


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    Authenticator.objects.filter(user=cast.tess).delete()
    return signed_in(cast.tess)


def test_without_a_second_factor_every_page_leads_to_setting_it_up(tess: Client) -> None:
    names = PARAMETERS.keys() - OPEN_WITHOUT
    assert len(names) > 100
    for url in map(address_of, names):
        for ask in (tess.get, tess.post):
            answer = ask(url)
            assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_index")), url


@pytest.mark.parametrize("name", sorted(OPEN_WITHOUT))
def test_what_setting_it_up_needs_is_open(tess: Client, name: str) -> None:
    answer = tess.get(address_of(name))
    assert answer.headers.get("Location") != reverse("mfa_index")
    assert answer.status_code < 500


def test_the_page_says_what_is_needed_and_why(tess: Client) -> None:
    html = tess.get(reverse("mfa_index")).content.decode()
    assert "One more step" in html
    assert "other people’s health data" in html
    for name in ("mfa_add_webauthn", "mfa_activate_totp"):
        assert f'href="{reverse(name)}"' in html
    assert "My sign-in</a>" not in html[: html.index("<footer")]


def test_staff_get_no_code_and_the_page_does_not_say_so(cast: Cast) -> None:
    answers = []
    for email in (cast.tess.email, "nobody@example.org"):
        client = Client()
        answer = ask_for_code(client, email)
        answers.append((answer.status_code, answer.headers["Location"], len(client.session["account_login"]["state"])))
    assert answers[0] == answers[1]
    [letter] = mail.outbox
    assert letter.to == [cast.tess.email]
    assert letter.subject == "How you sign in"
    assert not any(character.isdigit() for character in str(letter.body))


def test_who_becomes_staff_while_a_code_is_on_its_way_stays_out(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.sam.email)
    ClinicMember.objects.create(clinic=cast.northside, user=cast.sam, role=ClinicRole.THERAPIST)
    answer: Any = type_code(client, code_in_newest_mail())
    assert answer.headers["Location"] == reverse("account_login")
    assert who_is_in(client) is None
