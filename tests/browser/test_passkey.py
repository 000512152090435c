"""A passkey, made and used in a real browser, whose authenticator is a virtual one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.models import User
from tests.browser import signing_in
from tests.browser.chromium import PHONE
from tests.browser.conftest import Opener
from tests.browser.window import Window
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WithPasskeys = Callable[[str], Window]


@pytest.fixture
def with_passkeys(open_window: Opener) -> WithPasskeys:
    """A window on a device that asks for a finger, and gets it."""

    def opened(who: str) -> Window:
        window = open_window(who, width=PHONE)
        session = window.context.new_cdp_session(window.page)
        session.send("WebAuthn.enable")
        options: dict[str, Any] = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return window

    return opened


def set_up(window: Window) -> None:
    window.press("Set it up on this device")
    window.stands_at("Keep these codes")


def sign_out(window: Window) -> None:
    window.open("/account/logout/")
    window.press("Sign out", within=window.page.locator("main"))


def is_in(window: Window, user: User) -> None:
    window.open("/account/")
    window.stands_at("My sign-in")
    window.sees(user.name)


def test_pat_makes_a_passkey_and_signs_in_with_it(cast: Cast, with_passkeys: WithPasskeys) -> None:
    pat = with_passkeys("pat")
    signing_in.with_password(pat, cast.pat.email, PASSWORD)
    pat.open("/account/")
    pat.look("my sign-in")
    pat.follow("Passkeys", exact=False)
    pat.page.get_by_label("Your password").fill(PASSWORD)
    pat.look("is it you")
    pat.press("Yes, it is me")
    pat.stands_at("Set up a passkey")
    pat.look("set up a passkey")
    pat.page.get_by_label("A name for it").fill("My phone")
    set_up(pat)
    pat.look("recovery codes")
    with pat.page.expect_download() as saving:
        pat.page.get_by_role("button", name="Save them as a file").click()
    assert len(saving.value.path().read_text().split()) == 10
    assert mail.outbox[-1].subject == "A way to sign in was added"
    pat.open("/account/2fa/webauthn/")
    pat.sees("My phone")
    pat.look("my passkeys")

    sign_out(pat)
    pat.open("/account/login/")
    pat.page.get_by_label("This is my own device").first.check()
    pat.press("Use my passkey")
    is_in(pat, cast.pat)
    assert any(cookie["name"] == "sessionid" and cookie["expires"] > 0 for cookie in pat.context.cookies())


def test_a_passkey_is_both_factors_for_tess(cast: Cast, with_passkeys: WithPasskeys) -> None:
    cast.tess.authenticator_set.all().delete()
    tess = with_passkeys("tess")
    signing_in.with_password(tess, cast.tess.email, PASSWORD)
    tess.stands_at("One more step")
    tess.look("what staff need")
    tess.follow("Set up a passkey")
    tess.page.get_by_label("Your password").fill(PASSWORD)
    tess.press("Yes, it is me")
    set_up(tess)
    tess.follow("I have kept them, go on")
    tess.stands_at("Who needs you today")

    sign_out(tess)
    tess.open("/account/login/")
    tess.press("Use my passkey")
    tess.stands_at("Who needs you today")

    # With the password it is the second step.
    sign_out(tess)
    signing_in.with_password(tess, cast.tess.email, PASSWORD)
    tess.look("second step by passkey")
    tess.press("Use my passkey")
    tess.stands_at("Who needs you today")


def test_a_device_without_that_passkey_says_so(cast: Cast, with_passkeys: WithPasskeys) -> None:
    pat = with_passkeys("pat")
    pat.open("/account/login/")
    pat.page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException()) }")
    pat.page.get_by_role("button", name="Use my passkey").click()
    expect(pat.page.get_by_role("alert")).to_contain_text("Try again, or use another way.")
    pat.look("no passkey here")


def test_tess_sets_up_an_app_by_typing_its_letters(cast: Cast, open_window: Opener) -> None:
    cast.tess.authenticator_set.all().delete()
    tess = open_window("tess", width=PHONE, has_script=False)
    signing_in.with_password(tess, cast.tess.email, PASSWORD)
    tess.follow("Set up an app")
    tess.page.get_by_label("Your password").fill(PASSWORD)
    tess.press("Yes, it is me")
    tess.look("set up an app")
    secret = tess.page.locator(".secret").inner_text().replace("\n", "").replace(" ", "")
    tess.page.get_by_label("Your code").fill(signing_in.code_of_the_app(secret))
    tess.press("Save")
    tess.stands_at("Keep these codes")
    tess.follow("I have kept them, go on")
    tess.stands_at("Who needs you today")
