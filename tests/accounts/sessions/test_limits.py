"""A sign-in that is over is over: the old cookie is refused, whatever ended it, and the sign-in page says why."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ClinicMember, User
from accounts.sessions.actions import end_all_sessions_of, end_sessions
from tests.cast import PASSWORD, Cast, give_second_factor
from tests.conftest import SignIn

HOME = "/people/"


@pytest.fixture
def clock() -> "time_machine.Traveller":
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller  # type: ignore[misc]


def in_at_once(signed_in: SignIn, user: User, *, own_device: bool = False) -> Client:
    client = signed_in(user)
    session = client.session
    session["own_device"] = own_device
    session.save()
    client.get(HOME)
    return client


def is_in(client: Client) -> bool:
    return reverse("account_login") not in client.get(HOME).headers.get("Location", "")


def refused_with(client: Client, words: str) -> bool:
    """Also when the very same cookie comes once more."""
    cookie = client.cookies["sessionid"].value
    page = client.get(HOME, follow=True)
    replayed = Client()
    replayed.cookies["sessionid"] = cookie
    return words in page.content.decode() and not is_in(client) and not is_in(replayed)


@pytest.mark.parametrize(
    ("who", "own_device", "idle"),
    [
        ("tess", False, timedelta(minutes=15)),
        ("tess", True, timedelta(minutes=15)),  # staff have no device of their own
        ("pat", False, timedelta(minutes=30)),
        ("pat", True, timedelta(days=7)),
        ("cara", False, timedelta(minutes=30)),
    ],
)
def test_idle(
    cast: Cast, signed_in: SignIn, clock: time_machine.Traveller, who: str, own_device: bool, idle: timedelta
) -> None:
    client = in_at_once(signed_in, getattr(cast, who), own_device=own_device)
    clock.shift(idle - timedelta(seconds=1))
    assert is_in(client)
    clock.shift(idle)
    assert refused_with(client, "nothing happened for a while")


@pytest.mark.parametrize(
    ("who", "own_device", "step", "absolute"),
    [
        ("tess", False, timedelta(minutes=14), timedelta(hours=12)),
        ("pat", False, timedelta(minutes=29), timedelta(hours=12)),
        ("pat", True, timedelta(days=6), timedelta(days=30)),
    ],
)
def test_absolute(
    cast: Cast,
    signed_in: SignIn,
    clock: time_machine.Traveller,
    who: str,
    own_device: bool,
    step: timedelta,
    absolute: timedelta,
) -> None:
    client = in_at_once(signed_in, getattr(cast, who), own_device=own_device)
    for _ in range((absolute - timedelta(seconds=1)) // step):
        clock.shift(step)
        assert is_in(client)
    clock.shift(step)
    assert refused_with(client, "ask again who you are")


def test_deactivation(cast: Cast, signed_in: SignIn) -> None:
    client = in_at_once(signed_in, cast.pat)
    User.objects.filter(pk=cast.pat.pk).update(is_active=False)
    assert refused_with(client, "switched off")
    User.objects.filter(pk=cast.pat.pk).update(is_active=True)
    assert not is_in(client)  # what was over does not come back


def test_password_change(cast: Cast, signed_in: SignIn) -> None:
    client, other = in_at_once(signed_in, cast.pat), in_at_once(signed_in, cast.pat)
    cast.pat.set_password("another correct horse")
    cast.pat.save()
    assert refused_with(client, "Sign in")
    assert refused_with(other, "Sign in")


def test_change_of_second_factors(cast: Cast, signed_in: SignIn) -> None:
    client = in_at_once(signed_in, cast.tess)
    Authenticator.objects.filter(user=cast.tess).delete()
    give_second_factor(cast.tess)  # taken over on another device
    assert refused_with(client, "ways you sign in have changed")


def test_end_all(cast: Cast, signed_in: SignIn) -> None:
    client, other = in_at_once(signed_in, cast.pat), in_at_once(signed_in, cast.pat)
    end_sessions(cast.pat, by=cast.pat)
    assert refused_with(client, "signed out on every device")
    assert refused_with(other, "signed out on every device")
    assert is_in(in_at_once(signed_in, cast.pat))


def test_end_all_as_part_of_another_change(cast: Cast, signed_in: SignIn) -> None:
    client = in_at_once(signed_in, cast.tess)
    ClinicMember.objects.filter(user=cast.tess).update(is_active=False)
    end_all_sessions_of(cast.tess)
    assert not is_in(client)


def test_the_button_that_ends_all(cast: Cast, signed_in: SignIn) -> None:
    client, other = in_at_once(signed_in, cast.pat), in_at_once(signed_in, cast.pat)
    page = client.post(reverse("signed_in:end_everywhere"), follow=True)
    assert "signed out on every device" in page.content.decode()
    assert not is_in(client)
    assert not is_in(other)


def test_who_changes_their_own_factors_stays_and_the_others_end(cast: Cast, signed_in: SignIn) -> None:
    client, other = in_at_once(signed_in, cast.pat), in_at_once(signed_in, cast.pat)
    give_second_factor(cast.pat)
    session = client.session
    session["factors"] = User.objects.with_sign_in_facts().get(pk=cast.pat.pk).factors
    session.save()
    session = other.session
    session["factors"] = client.session["factors"]
    session.save()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast.pat).exists()
    assert is_in(client)
    assert not is_in(other)


def test_the_stamp_is_written_at_most_once_a_minute(
    cast: Cast, signed_in: SignIn, clock: time_machine.Traveller
) -> None:
    client = in_at_once(signed_in, cast.pat)
    began = client.session["seen_at"]
    clock.shift(59)
    client.get(HOME)
    assert client.session["seen_at"] == began
    clock.shift(1)
    client.get(HOME)
    assert client.session["seen_at"] == began + 60


@pytest.mark.parametrize(("own_device", "seconds"), [(False, ""), (True, 30 * 24 * 3600)])
def test_the_cookie_of_a_shared_device_ends_with_the_browser(
    cast: Cast, signed_in: SignIn, own_device: bool, seconds: object
) -> None:
    client = signed_in(cast.pat)
    session = client.session
    session["own_device"] = own_device
    del session["signed_in_at"]
    session.save()
    answer = client.get(HOME)
    assert answer.cookies["sessionid"]["max-age"] == seconds


def test_asking_how_long_is_left_makes_it_no_longer(
    cast: Cast, signed_in: SignIn, clock: time_machine.Traveller
) -> None:
    client = in_at_once(signed_in, cast.tess)
    ask = reverse("signed_in:left")
    assert client.get(ask).json() == {"seconds": 900, "can_stay": True}
    clock.shift(600)
    assert client.get(ask).json() == {"seconds": 300, "can_stay": True}
    assert client.post(reverse("signed_in:stay"), follow=True).json() == {"seconds": 900, "can_stay": True}
    clock.shift(900)
    assert client.get(ask).json() == {"seconds": 0, "can_stay": False}
    assert not is_in(client)


def test_staying_cannot_move_the_absolute_end(cast: Cast, signed_in: SignIn, clock: time_machine.Traveller) -> None:
    client = in_at_once(signed_in, cast.tess)
    for _ in range(51):  # 11 h 54 min
        clock.shift(14 * 60)
        client.get(HOME)
    assert client.post(reverse("signed_in:stay"), follow=True).json() == {"seconds": 360, "can_stay": False}


def test_the_warning_stands_on_the_pages_of_who_is_signed_in(cast: Cast, signed_in: SignIn) -> None:
    assert "data-session-warning" in in_at_once(signed_in, cast.sam).get(HOME).content.decode()
    assert "data-session-warning" not in Client().get(reverse("account_login")).content.decode()
