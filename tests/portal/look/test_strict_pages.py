"""The content security policy allows nothing inline; a template that tries would be broken only in the browser."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
PAGES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if "emails" not in path.parts and path.parent.name != "email"
]
INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "a handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script without an address": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "a remote address": re.compile(r"""(?:src|href)=["']https?://""", re.I),
}


def test_the_patterns_find_what_they_are_for() -> None:
    assert INLINE["a style attribute"].search('<p class="x" style="color:red">')
    assert INLINE["a handler attribute"].search("<a onclick='x()'>")
    assert INLINE["a script without an address"].search("<script type=module>")
    assert not INLINE["a script without an address"].search('<script type="module" src="x.js"></script>')


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_page_carries_nothing_inline(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert [name for name, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_compiles_and_is_short(path: Path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))
    assert len(path.read_text().splitlines()) <= 150


def test_scripts_hand_no_markup_to_the_browser() -> None:
    for path in (ROOT / "portal/static/portal/js").glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(", path.read_text()
        ), path


def test_styles_and_scripts_stay_small() -> None:
    files = [*(ROOT / "portal/static/portal/css").glob("*.css"), *(ROOT / "portal/static/portal/js").glob("*.js")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= 60 * 1024


def test_styles_for_patients_use_no_nesting() -> None:
    for name in ("surefoot", "components", "forms", "evidence"):
        text = (ROOT / f"portal/static/portal/css/{name}.css").read_text()
        assert not re.search(r"^\s*&", text, re.M), name
