"""All pictures on one page to look at: one HTML file without script, with a switch for body and tone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from exercises.figures import catalogue
from exercises.figures.looks import BODIES
from exercises.figures.palette import HAIR, SKIN, TONES

_STYLE = """
body { font: 14px system-ui, sans-serif; margin: 12px; background: #fff; color: #1b232e; }
fieldset { position: sticky; top: 0; background: #fffd; border: 0; padding: 6px 0; z-index: 1; }
fieldset label { margin-right: 16px; }
h2 { margin: 24px 0 4px; font-size: 18px; } h3 { margin: 8px 0 2px; font-size: 14px; font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-end; }
figure { margin: 0; border: 1px solid #dde2e6; } figure svg { display: block; width: 320px; height: auto; }
figcaption { font-size: 11px; padding: 2px 4px; color: #55606b; }
"""


def _switch() -> str:
    """Radio buttons, and the rules that they turn on."""
    style, text = "", ""
    for body in BODIES:
        others = ", ".join(f":root:has(#look-{body}:checked) .{other}" for other in BODIES if other != body)
        style += f"{others} {{ display: none; }}\n"
        checked = " checked" if body == next(iter(BODIES)) else ""
        text += f'<label><input type="radio" name="body" id="look-{body}"{checked}> {body}</label>'
        for tone in TONES:
            style += (
                f":root:has(#tone-{tone}:checked) .{body} svg {{ fill: {SKIN[tone]}; color: {HAIR[body][tone]}; }}\n"
            )
    for tone in TONES:
        checked = " checked" if tone == TONES[0] else ""
        text += f'<label><input type="radio" name="tone" id="tone-{tone}"{checked}> {tone}</label>'
    return f"<style>{_STYLE}{style}</style><fieldset>{text}</fieldset>"


def _picture(path: Path) -> str:
    """The drawing without its copies in other tones, which the page's own rules stand for."""
    return re.sub(r'<view [^>]*/><use href="#[^"]*-all" x="[^>]*/>', "", path.read_text(encoding="utf-8"))


def sheet(entries: Mapping[str, Mapping[str, Any]], folder: Path) -> str:
    """Every view, side and helper's picture of the entries, 320 pixels wide."""
    text, last = "", ""
    for key, entry in sorted(entries.items()):
        slug, _, variant = key.partition("/")
        if slug != last:
            text, last = f"{text}<h2>{escape(slug)}</h2>", slug
        if variant:
            text += f"<h3>{escape(variant)}</h3>"
        for body in BODIES:
            names = [name for name in catalogue.file_names(entry) if not name.startswith(catalogue.MOTION)]
            cells = [
                f"<figure>{_picture(folder / body / key / name)}<figcaption>{escape(name)}</figcaption></figure>"
                for name in names
            ]
            text += f'<div class="row {body}">{"".join(cells)}</div>'
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title>{_switch()}{text}</html>\n'
