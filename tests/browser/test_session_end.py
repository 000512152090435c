"""The last two minutes of a sign-in, in a real browser: warned, one press to stay, and nothing typed is lost."""

import time

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from accounts.models import TermsAcceptance, User
from portal.sessions.models import SessionNote
from tests.browser import signing_in
from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import Opener
from tests.browser.window import Window
from tests.cast import PASSWORD, Cast, give_routine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Sharp in the groin when I turned over.\nBetter after tea."
COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


class Sitting:
    """One person at one window, whose last sign of life can be moved."""

    def __init__(self, window: Window, user: User) -> None:
        self.window, self.page = window, window.page
        client = Client()
        client.force_login(user)
        client.get("/terms/")
        self.key = client.cookies["sessionid"].value
        self.join(window)

    def join(self, window: Window) -> None:
        window.context.add_cookies([{"name": "sessionid", "value": self.key, "url": window.home}])

    def idle_for(self, seconds: int) -> None:
        """And the person looks at the page again."""
        session = SessionStore(self.key)
        session["seen_at"] = time.time() - seconds
        session.save()
        self.page.evaluate(COME_BACK)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_one_press_goes_on(clock: time_machine.Traveller, open_window: Opener, cast: Cast, width: int) -> None:
    pat = Sitting(open_window("pat", width=width), cast.pat)
    pat.window.open(reverse("terms:read"))
    dialog = pat.page.get_by_role("alertdialog")
    expect(dialog).to_be_hidden()
    pat.idle_for(30 * 60 - 100)
    expect(dialog).to_be_visible()
    expect(pat.page.get_by_role("button", name="Stay signed in")).to_be_focused()
    pat.window.look("session ends soon")
    pat.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert time.time() - SessionStore(pat.key)["seen_at"] < 30

    pat.idle_for(30 * 60 - 100)
    expect(dialog).to_be_visible()
    pat.page.keyboard.press("Escape")  # somebody is there
    expect(dialog).to_be_hidden()
    assert time.time() - SessionStore(pat.key)["seen_at"] < 30


def test_tabs_agree(clock: time_machine.Traveller, open_window: Opener, cast: Cast) -> None:
    pat = Sitting(open_window("pat", width=PHONE), cast.pat)
    pat.window.open(reverse("terms:read"))
    other = pat.window.context.new_page()
    other.goto(reverse("terms:read"))
    pat.idle_for(30 * 60 - 100)
    other.evaluate(COME_BACK)
    expect(other.get_by_role("alertdialog")).to_be_visible()
    pat.page.get_by_role("button", name="Stay signed in").click()
    expect(pat.page.get_by_role("alertdialog")).to_be_hidden()
    other.evaluate(COME_BACK)
    expect(other.get_by_role("alertdialog")).to_be_hidden()


def test_the_end_of_twelve_hours_is_said_and_cannot_be_moved(
    clock: time_machine.Traveller, open_window: Opener, cast: Cast
) -> None:
    tess = Sitting(open_window("tess", width=DESK), cast.tess)
    tess.window.open(reverse("terms:read"))
    session = SessionStore(tess.key)
    session["signed_in_at"] = time.time() - 12 * 3600 + 90
    session.save()
    tess.page.evaluate(COME_BACK)
    tess.window.sees("we must ask you to sign in again")
    expect(tess.page.get_by_role("button", name="Stay signed in")).to_be_hidden()
    tess.window.look("session ends for good")
    tess.page.get_by_role("button", name="Back to the page").click()
    expect(tess.page.get_by_role("alertdialog")).to_be_hidden()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_was_typed_is_there_after_signing_in_again(
    clock: time_machine.Traveller, open_window: Opener, library: None, cast: Cast, width: int
) -> None:
    give_routine(cast, cast.pat_record, times=["06:00"])
    pat = Sitting(open_window("pat", width=width), cast.pat)
    day = cast.pat_record.today(timezone.now())
    pat.window.open(reverse("sessions:finish", args=[cast.pat_record.public_id, day, 1]))
    pat.page.locator("textarea").first.fill(WORDS)
    pat.idle_for(31 * 60)
    expect(pat.page.get_by_role("heading", name="You are signed out")).to_be_visible()
    pat.window.sees("What you typed is not lost")
    pat.window.look("signed out with words")
    pat.page.keyboard.press("Escape")
    expect(pat.page.get_by_role("alertdialog")).to_be_visible()
    pat.window.press("Sign in again")
    pat.window.sees("What you typed is kept")
    form = pat.page.locator("details form")
    pat.window.unfold("Use my password")
    form.get_by_label("Your e-mail").fill(cast.pat.email)
    form.get_by_label("Your password").fill(PASSWORD)
    pat.window.press("Sign in with my password")
    pat.window.stands_at("Your words are still here")
    pat.window.sees("Sharp in the groin")
    pat.window.look("kept words")
    pat.window.press("Send it now")
    assert SessionNote.objects.get().words.replace("\r\n", "\n") == WORDS


def test_signed_in_again_in_another_tab_the_first_one_can_still_send(
    clock: time_machine.Traveller, open_window: Opener, library: None, cast: Cast
) -> None:
    give_routine(cast, cast.pat_record, times=["06:00"])
    window = open_window("pat", width=PHONE)
    signing_in.with_password(window, cast.pat.email, PASSWORD)
    day = cast.pat_record.today(timezone.now())
    window.open(reverse("sessions:finish", args=[cast.pat_record.public_id, day, 1]))
    window.page.locator("textarea").first.fill(WORDS)
    other = window.context.new_page()
    other.goto(reverse("terms:read"))
    other.get_by_role("button", name="Sign out").click()
    other.goto(reverse("account_login"))
    other.get_by_text("Use my password").click()
    other.locator("details form").get_by_label("Your e-mail").fill(cast.pat.email)
    other.locator("details form").get_by_label("Your password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in with my password").click()
    other.wait_for_url("**/p/**")
    with window.page.expect_navigation():
        window.page.locator("form:has(textarea)").evaluate("form => form.submit()")
    window.stands_at("Your words are still here")
    window.press("Send it now")
    assert SessionNote.objects.get().words.replace("\r\n", "\n") == WORDS


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("has_script", [True, False])
def test_the_terms_are_read_and_agreed_to(
    clock: time_machine.Traveller, open_window: Opener, cast: Cast, settings: Settings, width: int, has_script: bool
) -> None:
    TermsAcceptance.objects.filter(user=cast.sam).delete()
    sam = Sitting(open_window("sam", width=width, has_script=has_script), cast.sam)
    sam.window.open("/people/")
    sam.window.stands_at("Before you go on")
    sam.window.look("terms to agree to")
    sam.window.press("I have read this and I agree")
    assert sam.page.url.endswith("/people/")
    sam.window.open(reverse("terms:read"))
    sam.window.look("terms")
