"""Guessing is stopped, and shutting somebody out is no way to trouble them."""

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.sign_in.factors import MFAAdapter
from tests.accounts.sign_in.coming_in import by_code, by_password, second_step, who_is_in
from tests.cast import PASSWORD, Cast

TOO_MANY = "There were too many tries"


def guess(email: str, *, password: str = "not the right one", **headers: str) -> str:  # noqa: S107
    answer = Client(**headers).post(reverse("account_login"), {"login": email, "password": password})
    return answer.content.decode()


@pytest.mark.parametrize(
    "disguise",
    [
        lambda turn: {},
        lambda turn: {"HTTP_X_FORWARDED_FOR": f"10.0.0.{turn}"},
        lambda turn: {"REMOTE_ADDR": f"2001:db8::{turn}"},
        lambda turn: {"REMOTE_ADDR": f"10.{turn}.0.1"},
        lambda turn: {"HTTP_HOST": ("localhost", "127.0.0.1")[turn % 2]},
    ],
    ids=["as it is", "forwarded", "a household's addresses", "many machines", "another name"],
)
def test_five_wrong_passwords_an_account(cast: Cast, disguise: object) -> None:
    for turn in range(5):
        email = cast.pat.email.upper() if turn % 2 else f" {cast.pat.email} "
        assert TOO_MANY not in guess(email, **disguise(turn))  # type: ignore[operator]
    # The sixth is not even looked at, right or wrong.
    assert TOO_MANY in guess(cast.pat.email, password=PASSWORD, **disguise(6))  # type: ignore[operator]


def test_the_person_herself_still_comes_in_by_code(cast: Cast) -> None:
    for _turn in range(6):
        guess(cast.pat.email)
    client = Client()
    by_code(client, cast.pat)
    assert who_is_in(client) == cast.pat.pk


def test_one_network_counts_once_whoever_is_asked_for(cast: Cast) -> None:
    for turn in range(10):
        guess(f"who{turn}@example.org", REMOTE_ADDR=f"2001:db8::{turn}")
    assert TOO_MANY in guess("who99@example.org", REMOTE_ADDR="2001:db8::ffff:1")
    assert TOO_MANY not in guess("who99@example.org", REMOTE_ADDR="2001:db8:0:1::1")


@pytest.mark.parametrize(
    ("sent", "counted"),
    [("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"), ("2001:db8::1:2", "2001:db8::")],
)
def test_what_is_counted(sent: str, counted: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=sent, HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert get_adapter().get_client_ip(request) == counted


def test_five_wrong_codes_of_an_app(cast: Cast) -> None:
    answers = []
    for turn in range(6):
        client = Client(REMOTE_ADDR=f"10.{turn}.0.1")
        by_password(client, cast.tess)
        answers.append(second_step(client, "000000").content.decode())
    assert str(MFAAdapter.error_messages["incorrect_code"]) in answers[4]
    assert TOO_MANY in answers[5]
