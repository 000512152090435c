"""The policy allows nothing inline, so nothing inline may stand in a template, allauth's own included."""

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template

OURS = Path(settings.BASE_DIR) / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
INLINE = {
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "style": re.compile(r"<[^>]*\sstyle\s*=|<style", re.IGNORECASE),
    "script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "address": re.compile(r"""(href|src|action)\s*=\s*["']?\s*javascript:""", re.IGNORECASE),
}
# Mails may carry their own styles; they are shown in a frame of the mailbox, never as a page.
MAILS = ("emails", "email")
# No page of ours leads to them: a person has one address and no phone here, and nobody signs up by passkey.
NEVER_SHOWN = {
    "account/email.html",
    "account/phone_change.html",
    "mfa/webauthn/signup_form.html",
    "mfa/webauthn/snippets/login_script.html",  # portal/js/passkey.js does it
}


def pages(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.html") if not set(MAILS) & set(path.relative_to(folder).parts)]


def inline(text: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def test_nothing_inline_in_our_templates() -> None:
    every = [*pages(OURS), *(path for app in ("portal", "exercises", "accounts") for path in pages(OURS.parent / app))]
    assert len(every) > 100
    assert {str(path): inline(path.read_text()) for path in every if inline(path.read_text())} == {}


@pytest.mark.parametrize("room", ["account", "mfa", "usersessions"])
def test_what_is_inline_in_a_template_of_allauth_is_written_anew(room: str) -> None:
    names = {str(path.relative_to(THEIRS)) for path in pages(THEIRS / room) if inline(path.read_text())}
    used = [Path(get_template(name).origin.name) for name in sorted(names - NEVER_SHOWN)]  # type: ignore[attr-defined]
    assert [str(path) for path in used if THEIRS in path.parents] == []


@pytest.mark.parametrize(
    "text",
    ['<a onclick="x()">', '<p style="color: red">', "<style>", "<script>x()</script>", '<a href="javascript:x()">'],
)
def test_the_search_finds_it(text: str) -> None:
    assert inline(text)


def test_our_own_scripts_and_pictures_set_no_styles_as_text() -> None:
    for path in (OURS.parent / "portal" / "static").rglob("*.js"):
        text = path.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|cssText", text), path
