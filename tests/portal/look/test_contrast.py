"""The colour pairs of the look, computed from the CSS itself: 7:1 for text, 3:1 for borders of controls."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "portal/static/portal/css/surefoot.css").read_text()

TEXT_PAIRS = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "teal-soft"),
    ("ink", "now-soft"),
    ("ink", "urgent-soft"),
    ("ink-quiet", "ground"),
    ("ink-quiet", "surface"),
    ("ink-quiet", "sunken"),
    ("ink-quiet", "teal-soft"),
    ("teal", "ground"),
    ("teal", "surface"),
    ("teal", "teal-soft"),
    ("teal", "now-soft"),
    ("on-teal", "teal"),
    ("on-now", "now"),
    ("now-ink", "now-soft"),
    ("urgent", "surface"),
    ("urgent", "urgent-soft"),
    ("on-urgent", "urgent"),
    ("ground", "ink"),
]
CONTROL_PAIRS = [("edge", "ground"), ("edge", "surface"), ("edge", "sunken"), ("focus", "ground"), ("focus", "surface")]


def colours_after(selector: str) -> dict[str, str]:
    block = CSS[CSS.index(selector) :]
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block[: block.index("}")]))


LIGHT = colours_after(":root {")
DARK_BY_DEVICE = colours_after(':root:not([data-theme="light"]) {')
DARK_BY_CHOICE = colours_after(':root[data-theme="dark"] {')
THEMES = {"light": LIGHT, "dark": LIGHT | DARK_BY_DEVICE}


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "behind"), TEXT_PAIRS)
def test_text_has_7_to_1(theme: str, text: str, behind: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][behind]) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "behind"), CONTROL_PAIRS)
def test_borders_of_controls_and_focus_have_3_to_1(theme: str, line: str, behind: str) -> None:
    assert contrast(THEMES[theme][line], THEMES[theme][behind]) >= 3


def test_the_two_dark_lists_are_alike() -> None:
    assert DARK_BY_DEVICE == DARK_BY_CHOICE
    assert len(DARK_BY_DEVICE) > 15


def test_every_custom_property_that_is_used_is_defined() -> None:
    sheets = "\n".join(
        path.read_text() for path in (Path(settings.BASE_DIR) / "portal/static/portal/css").glob("*.css")
    )
    used = set(re.findall(r"var\(--([a-z0-9-]+)", sheets))
    defined = set(re.findall(r"--([a-z0-9-]+):", sheets))
    assert used - defined <= {"hold"}  # set by the hold timer
