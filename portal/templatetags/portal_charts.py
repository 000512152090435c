"""Bars and lines, drawn by the server as SVG. Coordinates are text, so that no language puts a comma in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()

UNIT = 10  # width of one session in the bar's own space
GAP = 1.5
LEFT, RIGHT, TOP, BOTTOM = 34.0, 504.0, 14.0, 146.0
HIGHEST_PAIN = 10
MOST_DAY_LABELS = 4


@dataclass(frozen=True)
class Reading:
    """One day's answer; `value` is None where nobody asked or answered."""

    on: date
    value: int | None


@register.inclusion_tag("components/parts_bar.html")
def parts_bar(done: int, partly: int, skipped: int, total: int) -> dict[str, object]:
    """Sessions in four parts; what is left white is not recorded."""
    parts: list[dict[str, str]] = []
    at = 0
    for kind, count in (("done", done), ("partly", partly), ("skipped", skipped)):
        if count:
            reaches_end = at + count >= total
            width = count * UNIT - (0 if reaches_end else GAP)
            parts.append({"kind": kind, "x": str(at * UNIT), "width": f"{width:g}"})
            at += count
    whole = max(total, 1) * UNIT
    return {"width": str(whole), "inner": str(whole - 1), "parts": parts}


@register.inclusion_tag("components/pain_chart.html")
def pain_chart(series: Sequence[Reading], limit: int | None, words: str, name: str = "pain") -> dict[str, object]:
    """Pain by day, oldest first. `words` is the sentence a screen reader hears in place of the drawing."""
    answered = [reading for reading in series if reading.value is not None]
    return {
        "chart": {
            "id": name,
            "words": words,
            "caption": _("Pain by day"),
            "grid": [_grid_line(value) for value in (0, 5, 10)],
            "limit": _limit_line(limit),
            "traces": _traces(series),
            "dots": [_dot(reading, series, limit) for reading in answered],
            "days": _day_labels(series),
            "rows": [{"label": date_format(reading.on, "j M"), "value": reading.value} for reading in answered],
        }
    }


def _x(on: date, series: Sequence[Reading]) -> float:
    days = (series[-1].on - series[0].on).days
    return LEFT if days == 0 else LEFT + (on - series[0].on).days * (RIGHT - LEFT) / days


def _y(value: int) -> float:
    return BOTTOM - value * (BOTTOM - TOP) / HIGHEST_PAIN


def _grid_line(value: int) -> dict[str, str]:
    return {"y": f"{_y(value):.1f}", "text_y": f"{_y(value) + 4.5:.1f}", "label": str(value)}


def _limit_line(limit: int | None) -> dict[str, str] | None:
    if limit is None:
        return None
    return {"y": f"{_y(limit):.1f}", "text_y": f"{_y(limit) - 7:.1f}", "label": str(limit)}


def _traces(series: Sequence[Reading]) -> list[str]:
    """A day without an answer breaks the line: nothing is drawn that nobody said."""
    traces: list[list[str]] = [[]]
    for reading in series:
        if reading.value is None:
            traces.append([])
        else:
            traces[-1].append(f"{_x(reading.on, series):.1f},{_y(reading.value):.1f}")
    return [" ".join(points) for points in traces if len(points) > 1]


def _dot(reading: Reading, series: Sequence[Reading], limit: int | None) -> dict[str, object]:
    value = reading.value or 0
    x, y = _x(reading.on, series), _y(value)
    near_start, near_end = x < LEFT + 40, x > RIGHT - 40
    return {
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "over": limit is not None and value > limit,
        "diamond": f"M{x:.1f} {y - 6:.1f}l6 6-6 6-6-6z",
        "anchor": "start" if near_start else "end" if near_end else "middle",
        "text_x": f"{x:.1f}",
        "text_y": f"{y - 10:.1f}" if y > TOP + 8 else f"{y + 20:.1f}",
        "words": _("%(value)d on %(day)s") % {"value": value, "day": date_format(reading.on, "j M")},
    }


def _day_labels(series: Sequence[Reading]) -> list[dict[str, str]]:
    if not series:
        return []
    last = len(series) - 1
    chosen = sorted({round(last * step / (MOST_DAY_LABELS - 1)) for step in range(MOST_DAY_LABELS)})
    return [
        {
            "x": f"{_x(series[index].on, series):.1f}",
            "anchor": "start" if index == 0 else "end" if index == last else "middle",
            "label": date_format(series[index].on, "j M"),
        }
        for index in chosen
    ]
