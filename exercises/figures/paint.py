"""Paths to SVG elements, with colours as attributes or with classes alone."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.figures.looks import Look
from exercises.figures.palette import CLASS, FILL, GLOW, HATCH, INHERITED, LINE, SHADE, SHIRT, WORK

CLASS_NAMES = {"line": "floorline"}  # fig-line is the drawn line
CAPS = 'stroke-linecap="round" stroke-linejoin="round"'


def short(number: float) -> str:
    """0.14 as .14"""
    return f"{number:g}".replace("0.", ".", 1) if 0 < number < 1 else f"{number:g}"


@dataclass(frozen=True)
class Paint:
    """bare: classes only, for a page that has our style sheet; `unit` of its strokes against those of a still."""

    bare: bool = False
    unit: float = 1.0

    def fill(self, material: str, look: Look | None = None) -> str:
        """Attributes that fill with a material, as this person wears it."""
        name = f'class="{CLASS}-{CLASS_NAMES.get(material, material)}"'
        if self.bare:
            return name
        if material in INHERITED:
            return f'fill="{INHERITED[material]}"' if INHERITED[material] else ""
        own = SHIRT.get(look.name) if look and material == "shirt" else None
        return f'fill="{own or FILL[material]}"'

    def filled(self, material: str, data: str, look: Look | None = None) -> str:
        return f'<path {self.fill(material, look)} d="{data}"/>' if data else ""

    def shade(self, data: str, opacity: float) -> str:
        if not data:
            return ""
        if self.bare:
            return f'<path class="{CLASS}-shade" d="{data}"/>'
        return f'<path fill="{SHADE}" fill-opacity="{short(opacity)}" d="{data}"/>'

    def stroke(self, data: str, width: float) -> str:
        return f'<path stroke-width="{short(round(width * self.unit, 1))}" d="{data}"/>' if data else ""

    def lines(self, *strokes: str) -> str:
        inner = "".join(strokes)
        if not inner:
            return ""
        if self.bare:
            return f'<g class="{CLASS}-line">{inner}</g>'
        return f'<g fill="none" stroke="{LINE}" {CAPS}>{inner}</g>'

    def glow(self, name: str, data: str) -> str:
        """Where the muscle works: a pale patch under a fine hatch, so that it shows without colour too."""
        if not data:
            return ""
        pale = f'class="{CLASS}-glow"' if self.bare else f'fill="{GLOW}" fill-opacity=".72"'
        return (
            f'<defs><path id="{name}-w" d="{data}"/>{self._hatch(name)}</defs>'
            f'<use href="#{name}-w" {pale}/>'
            f'<use href="#{name}-w" fill="url(#{name}-h)"/>'
        )

    def hidden_glow(self, name: str, data: str) -> str:
        """The same where the body hides it: a dashed outline and a sparse hatch."""
        if not data or self.bare:
            return ""
        edge = f'stroke="{WORK}" stroke-width="3" stroke-dasharray="8 6" fill="url(#{name}-h)" fill-opacity=".45"'
        return f'<defs>{self._hatch(name)}</defs><path {edge} d="{data}"/>'

    def _hatch(self, name: str) -> str:
        pitch = round(HATCH * self.unit, 1)
        size = f'width="{pitch:g}" height="{pitch:g}" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"'
        ink = f'class="{CLASS}-hatch"' if self.bare else f'stroke="{WORK}"'
        width = short(round(3.4 * self.unit, 1))
        line = f'<path {ink} stroke-width="{width}" d="M0 {pitch / 2:g}h{pitch:g}"/>'
        return f'<pattern id="{name}-h" {size}>{line}</pattern>'
