"""A lock screen may show the first words of a mail: they say nothing about a body, a clinic or a name."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

BUTTON = {
    "button_url": "https://portal.example/",
    "button_label": "Open my page",
    "stop_url": "https://portal.example/stop",
}
SIGN_IN_MAILS = sorted((Path(settings.BASE_DIR) / "templates/account/email").glob("*_*.*"))
TELLING = re.compile(r"exercise|clinic|therap|hip\b|pain|surefoot|patient|leg\b|surgery", re.I)


def test_the_mail_shell_has_one_button_and_a_way_to_stop() -> None:
    html = render_to_string("emails/base.html", BUTTON)
    assert html.count("https://portal.example/") == 3  # the button, the same address in words, the way to stop
    assert "Stop these reminders" in html
    assert "Stop these reminders" in render_to_string("emails/base.txt", BUTTON)


def test_the_mail_shell_loads_nothing_and_says_nothing() -> None:
    html = render_to_string("emails/base.html", BUTTON)
    assert not re.search(r"<img|<link|url\(|@import|<script", html)
    assert not TELLING.search(html)
    assert not TELLING.search(render_to_string("emails/base.txt", BUTTON))


def test_plain_mail_does_not_escape_addresses() -> None:
    assert "?a=1&b=2" in render_to_string("emails/base.txt", BUTTON | {"button_url": "https://portal.example/?a=1&b=2"})


@pytest.mark.parametrize("path", SIGN_IN_MAILS, ids=lambda path: path.name)
def test_sign_in_mails_name_no_one(path: Path) -> None:
    facts = {
        "code": "1234-5678",
        "password_reset_url": "https://portal.example/k",
        "activate_url": "https://portal.example/a",
    }
    assert not TELLING.search(render_to_string(f"account/email/{path.name}", facts))
