"""The ways in."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from tests.browser.window import Window
from tests.cast import TOTP_SECRET

CODE = re.compile(r"\b\d{4}-\d{4}\b")
PERIOD_SECONDS = 30


def with_code(window: Window, email: str) -> None:
    """Asks for a code, reads it in the mail, and types it."""
    window.page.get_by_label("Your e-mail").first.fill(email)
    window.press("Send me a code")
    window.stands_at("Enter your code")
    window.look("code")
    letter = next(one for one in reversed(mail.outbox) if one.to == [email])
    code = CODE.search(str(letter.body))
    assert code is not None
    window.page.get_by_label("Your code").fill(code.group())
    window.press("Sign in")


def with_password(window: Window, email: str, password: str) -> None:
    window.open("/")
    window.unfold("Use my password")
    form = window.page.locator("details form")
    form.get_by_label("Your e-mail").fill(email)
    form.get_by_label("Your password").fill(password)
    window.press("Sign in with my password")


def as_staff(window: Window, email: str, password: str, *, secret: str = TOTP_SECRET) -> None:
    """With the password, and the code that the person's app shows."""
    with_password(window, email, password)
    with_app(window, secret)


def with_app(window: Window, secret: str = TOTP_SECRET) -> None:
    window.stands_at("One more step")
    window.look("second step")
    window.page.get_by_label("Your code").fill(code_of_the_app(secret))
    window.press("Go on")


def code_of_the_app(secret: str = TOTP_SECRET) -> str:
    """By the clock of the test. Each code works once, so nobody signs in twice within half a minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_SECONDS))
