"""The two ways in."""

import re

from django.core import mail

from tests.browser.window import Window

CODE = re.compile(r"\b\d{4}-\d{4}\b")


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
