"""Where one is signed in, and ending it."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.sign_in.devices import device_key, device_words
from tests.accounts.sign_in.coming_in import by_password, who_is_in
from tests.cast import Cast

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def phone(cast: Cast) -> Client:
    client = Client(headers={"user-agent": IPHONE})
    by_password(client, cast.pat)
    return client


@pytest.fixture
def tablet(cast: Cast) -> Client:
    client = Client(headers={"user-agent": "something new"})
    by_password(client, cast.pat)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("sign_in:me")).status_code == 200


def test_devices_are_listed_in_words(phone: Client, tablet: Client) -> None:
    html = phone.get(reverse("usersessions_list")).content.decode()
    assert "Safari on iPhone" in html
    assert "A browser" in html
    assert html.count("This is the device you hold now.") == 1
    assert not any(one.session_key in html for one in UserSession.objects.all())


def test_one_device_is_signed_out(cast: Cast, phone: Client, tablet: Client) -> None:
    key = device_key(UserSession.objects.get(session_key=tablet.session.session_key))
    phone.post(reverse("sign_in:end_device"), {"device": key})
    assert is_in(phone)
    assert not is_in(tablet)


def test_everywhere_else_is_signed_out(phone: Client, tablet: Client) -> None:
    tablet.post(reverse("usersessions_list"))
    assert is_in(tablet)
    assert not is_in(phone)


def test_nobody_ends_the_session_of_another(cast: Cast, phone: Client) -> None:
    sam = Client()
    by_password(sam, cast.sam)
    sessions = UserSession.objects.filter(user=cast.pat)
    for key in [*map(device_key, sessions), "", "ü", "\x00", "x" * 100_000]:
        assert sam.post(reverse("sign_in:end_device"), {"device": key}).status_code == 302
    assert is_in(phone)
    assert who_is_in(sam) == cast.sam.pk


@pytest.mark.parametrize("user_agent", ["", "x" * 5000, "<script>"])
def test_any_browser_has_a_name(user_agent: str) -> None:
    assert device_words(user_agent) == "A browser"
