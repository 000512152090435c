"""The codes of the demo's staff: on this machine only."""

from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from portal.demo.cast import PASSWORD, address, totp_secret
from portal.demo.codes import codes_of_the_moment
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEADING = "Codes of the moment"


@pytest.fixture
def tess(cast: Cast) -> User:
    """As the demo would make her; the rest of the cast has other apps."""
    user = User.objects.create_user(address("tess"), "Tess Moran", PASSWORD)
    TOTP.activate(user, totp_secret("tess"))
    return user


def codes(client: Client, **more: Any) -> Any:
    return client.get(reverse("mailbox:codes"), **more)


def test_the_code_of_the_moment_is_shown_with_the_seconds_left(client: Client, tess: User) -> None:
    with time_machine.travel("2026-11-19T12:00:22Z", tick=False):
        [row] = codes(client).json()["codes"].values()
        html = client.get(reverse("mailbox:mailbox")).content.decode()
        assert Authenticator.objects.get(user=tess).wrap().validate_code(row["code"])
    assert row["seconds_left"] == 8
    assert row["code"] in html
    assert row["next_code"] in html
    with time_machine.travel("2026-11-19T12:00:30Z", tick=False):
        [following] = codes(client).json()["codes"].values()
        assert following["code"] == row["next_code"]


def test_who_has_another_app_by_now_is_left_out(client: Client, tess: User) -> None:
    Authenticator.objects.filter(user=tess).delete()
    TOTP.activate(tess, totp_secret("somebody"))
    assert codes(client).json() == {"codes": {}}
    assert HEADING not in client.get(reverse("mailbox:mailbox")).content.decode()


@pytest.mark.parametrize(
    "asked_from",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": "2001:db8::1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    ],
)
def test_they_are_refused_to_other_machines(client: Client, tess: User, asked_from: dict[str, str]) -> None:
    assert codes(client, **asked_from).status_code == 404
    assert HEADING not in client.get(reverse("mailbox:mailbox"), **asked_from).content.decode()


@pytest.mark.parametrize("site", ["https://portal.example", "http://192.168.1.20:8000", "http://localhost.example"])
def test_they_are_refused_where_the_portal_is_no_demo_of_this_machine(
    client: Client, tess: User, settings: Settings, site: str
) -> None:
    settings.SITE_URL = site
    assert HEADING not in client.get(reverse("mailbox:mailbox")).content.decode()
    assert codes(client).json() == {"codes": {}}


def test_there_are_none_in_production(tess: User, settings: Settings) -> None:
    settings.DEVELOPMENT_PAGES = False
    assert codes_of_the_moment(tess.date_joined) == []
