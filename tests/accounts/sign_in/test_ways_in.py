"""A code, a password, a second step, a recovery code; and whose device it is."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from accounts.models import ClinicMember
from tests.accounts.sign_in.coming_in import (
    OWN_DEVICE,
    ask_for_code,
    by_code,
    by_password,
    by_password_and_app,
    code_in_newest_mail,
    code_of_the_app,
    second_step,
    type_code,
    who_is_in,
)
from tests.cast import Cast, give_second_factor


def test_pat_comes_in_with_a_code(client: Client, cast: Cast) -> None:
    assert by_code(client, cast.pat).headers["Location"] == reverse("home:start")
    assert who_is_in(client) == cast.pat.pk


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}{1}", " {0}-{1} ", "{0}.{1}"])
def test_a_code_may_be_typed_as_it_comes(client: Client, cast: Cast, typed: str) -> None:
    ask_for_code(client, cast.pat.email)
    type_code(client, typed.format(*code_in_newest_mail().split("-")))
    assert who_is_in(client) == cast.pat.pk


def test_a_code_is_over_after_ten_minutes_and_after_three_tries(client: Client, cast: Cast) -> None:
    with time_machine.travel("2026-11-19T12:00:00Z", tick=False) as clock:
        ask_for_code(client, cast.pat.email)
        clock.shift(601)
        type_code(client, code_in_newest_mail())
        assert who_is_in(client) is None
        ask_for_code(client, cast.pat.email)
        for _try in range(3):
            type_code(client, "0000-0000")
        type_code(client, code_in_newest_mail())
        assert who_is_in(client) is None


def test_pat_comes_in_with_a_password(client: Client, cast: Cast) -> None:
    by_password(client, cast.pat)
    assert who_is_in(client) == cast.pat.pk


def test_tess_needs_her_app_too(client: Client, cast: Cast) -> None:
    assert by_password(client, cast.tess).headers["Location"] == reverse("mfa_authenticate")
    assert who_is_in(client) is None
    assert second_step(client, "000000").status_code == 200
    assert who_is_in(client) is None
    assert second_step(client, code_of_the_app()).headers["Location"] == reverse("home:start")
    assert who_is_in(client) == cast.tess.pk


def test_a_code_of_the_app_works_once(cast: Cast) -> None:
    by_password_and_app(Client(), cast.tess)
    second = Client()
    by_password_and_app(second, cast.tess)
    assert who_is_in(second) is None


def test_a_recovery_code_works_once(cast: Cast) -> None:
    code = RecoveryCodes.activate(cast.tess).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        by_password(client, cast.tess)
        second_step(client, f"{code[:4]} {code[4:]}")
    assert who_is_in(first) == cast.tess.pk
    assert who_is_in(second) is None


def test_pat_with_a_passkey_may_still_use_a_code(client: Client, cast: Cast) -> None:
    """A passkey is an easier way in, not one more hurdle."""
    Authenticator.objects.create(user=cast.pat, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    by_code(client, cast.pat)
    assert who_is_in(client) == cast.pat.pk


def test_pat_with_an_app_is_asked_for_it(client: Client, cast: Cast) -> None:
    give_second_factor(cast.pat)
    assert by_code(client, cast.pat).headers["Location"] == reverse("mfa_authenticate")
    second_step(client, code_of_the_app())
    assert who_is_in(client) == cast.pat.pk


@pytest.mark.parametrize("way", [by_code, by_password])
@pytest.mark.parametrize("said", [OWN_DEVICE, {}])
def test_it_is_ones_own_device_if_one_says_so(client: Client, cast: Cast, way: object, said: dict[str, str]) -> None:
    way(client, cast.pat, **said)  # type: ignore[operator]
    assert client.session["own_device"] is bool(said)
    # On a shared device the cookie ends with the browser.
    assert bool(client.cookies["sessionid"]["max-age"]) is bool(said)


def test_staff_never_have_a_device_of_their_own(client: Client, cast: Cast) -> None:
    by_password_and_app(client, cast.tess, **OWN_DEVICE)
    assert who_is_in(client) == cast.tess.pk
    assert client.session["own_device"] is False


def test_an_old_wish_does_not_hold(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.pat.email, **OWN_DEVICE)
    ask_for_code(client, cast.pat.email)
    client.post(reverse("account_logout"))
    by_password(client, cast.pat)
    assert client.session["own_device"] is False


def test_who_left_the_clinic_comes_in_as_anybody_else(client: Client, cast: Cast) -> None:
    ClinicMember.objects.filter(user=cast.ada).update(is_active=False)
    Authenticator.objects.filter(user=cast.ada).delete()
    by_code(client, cast.ada)
    assert who_is_in(client) == cast.ada.pk


def test_a_switched_off_sign_in_lets_nobody_in(client: Client, cast: Cast) -> None:
    cast.pat.is_active = False
    cast.pat.save()
    by_password(client, cast.pat)
    assert who_is_in(client) is None
