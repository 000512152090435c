"""Bars and lines, drawn by the server as SVG. Coordinates are text, so that no language puts a comma in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()

BAR_WIDTH = 280.0  # the bar's own space; near its size on a page, so that gaps and edges keep their shape
GAP = 1.5
HIGHEST_PAIN = 10
# Room for words at the size they have on a phone, where the drawing shrinks and its words do not.
OVER_WORDS_WIDTH = 124.0
DAY_LABEL_WIDTH = 72.0


@dataclass(frozen=True)
class Frame:
    """The chart's own space. A patient's is small, so that its 17-pixel words are 17 pixels on a phone."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    day_labels: int


STAFF_FRAME = Frame(width=520, height=182, left=34.0, right=504.0, top=14.0, bottom=146.0, day_labels=4)
PATIENT_FRAME = Frame(width=350, height=240, left=34.0, right=338.0, top=24.0, bottom=196.0, day_labels=3)


@dataclass(frozen=True)
class Reading:
    """One day's answer; `value` is None where nobody asked or answered."""

    on: date
    value: int | None


@register.inclusion_tag("components/parts_bar.html")
def parts_bar(done: int, partly: int, skipped: int, total: int) -> dict[str, object]:
    """Sessions in four parts; what is left white is not recorded."""
    parts: list[dict[str, str]] = []
    unit = BAR_WIDTH / max(total, 1)
    at = 0
    for kind, count in (("done", done), ("partly", partly), ("skipped", skipped)):
        if count:
            reaches_end = at + count >= total
            width = count * unit - (0 if reaches_end else GAP)
            parts.append({"kind": kind, "x": f"{at * unit:.1f}", "width": f"{width:.1f}"})
            at += count
    return {"width": f"{BAR_WIDTH:g}", "inner": f"{BAR_WIDTH - 1:g}", "parts": parts}


@register.inclusion_tag("components/pain_chart.html")
def pain_chart(
    series: Sequence[Reading], limit: int | None, words: str, name: str = "pain", *, for_patient: bool = False
) -> dict[str, object]:
    """Pain by day, oldest first. `words` is the sentence a screen reader hears in place of the drawing."""
    frame = PATIENT_FRAME if for_patient else STAFF_FRAME
    answered = [reading for reading in series if reading.value is not None]
    return {
        "chart": {
            "id": name,
            "words": words,
            "caption": _("Pain by day"),
            "frame": _frame_numbers(frame),
            "grid": [_grid_line(value, frame) for value in (0, 5, 10)],
            "limit": _limit_line(limit, frame),
            "traces": _traces(series, frame),
            "dots": _thin_out([_dot(reading, series, limit, frame) for reading in answered]),
            "days": _day_labels(series, frame),
            "rows": [{"label": date_format(reading.on, _("j M")), "value": reading.value} for reading in answered],
        }
    }


def _frame_numbers(frame: Frame) -> dict[str, str]:
    return {
        "size": f"0 0 {frame.width} {frame.height}",
        "left": f"{frame.left:g}",
        "right": f"{frame.right + 8:g}",
        "label_x": f"{frame.left - 10:g}",
        "day_y": str(frame.height - 10),
    }


def _x(on: date, series: Sequence[Reading], frame: Frame) -> float:
    days = (series[-1].on - series[0].on).days
    return frame.left if days == 0 else frame.left + (on - series[0].on).days * (frame.right - frame.left) / days


def _y(value: int, frame: Frame) -> float:
    return frame.bottom - value * (frame.bottom - frame.top) / HIGHEST_PAIN


def _grid_line(value: int, frame: Frame) -> dict[str, str]:
    y = _y(value, frame)
    return {"y": f"{y:.1f}", "text_y": f"{y + 4.5:.1f}", "label": str(value)}


def _limit_line(limit: int | None, frame: Frame) -> dict[str, str] | None:
    if limit is None:
        return None
    return {"y": f"{_y(limit, frame):.1f}", "label": str(limit)}


def _traces(series: Sequence[Reading], frame: Frame) -> list[str]:
    """A day without an answer breaks the line: nothing is drawn that nobody said."""
    traces: list[list[str]] = [[]]
    for reading in series:
        if reading.value is None:
            traces.append([])
        else:
            traces[-1].append(f"{_x(reading.on, series, frame):.1f},{_y(reading.value, frame):.1f}")
    return [" ".join(points) for points in traces if len(points) > 1]


def _dot(reading: Reading, series: Sequence[Reading], limit: int | None, frame: Frame) -> dict[str, object]:
    value = reading.value or 0
    x, y = _x(reading.on, series, frame), _y(value, frame)
    near_start, near_end = x < frame.left + 40, x > frame.right - 40
    return {
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "over": limit is not None and value > limit,
        "diamond": f"M{x:.1f} {y - 6:.1f}l6 6-6 6-6-6z",
        "anchor": "start" if near_start else "end" if near_end else "middle",
        "text_y": f"{y - 10:.1f}" if y > frame.top + 8 else f"{y + 20:.1f}",
        "words": _("%(value)d on %(day)s") % {"value": value, "day": date_format(reading.on, _("j M"))},
    }


def _thin_out(dots: list[dict[str, object]]) -> list[dict[str, object]]:
    """Words that would run into those before them are left to the table; the mark itself always stays."""
    last = float("-inf")
    for dot in dots:
        begin = _begin(float(str(dot["x"])), str(dot["anchor"]), OVER_WORDS_WIDTH)
        if dot["over"] and begin < last:
            dot["words"] = ""
        elif dot["over"]:
            last = begin + OVER_WORDS_WIDTH
    return dots


def _begin(x: float, anchor: str, width: float) -> float:
    """Where words of this width begin that are anchored at `x`."""
    return x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]


def _day_labels(series: Sequence[Reading], frame: Frame) -> list[dict[str, str]]:
    if not series:
        return []
    last = len(series) - 1
    chosen = sorted({round(last * step / (frame.day_labels - 1)) for step in range(frame.day_labels)})
    labels, free_from = [], float("-inf")
    for index in chosen:
        x = _x(series[index].on, series, frame)
        anchor = "start" if index == 0 else "end" if index == last else "middle"
        begin = _begin(x, anchor, DAY_LABEL_WIDTH)
        # The last day is always named; one that would run into it, or into the one before, is not.
        is_in_the_way = begin + DAY_LABEL_WIDTH > frame.right - DAY_LABEL_WIDTH and index != last
        if begin < free_from or (is_in_the_way and index != 0):
            continue
        labels.append({"x": f"{x:.1f}", "anchor": anchor, "label": date_format(series[index].on, _("j M"))})
        free_from = begin + DAY_LABEL_WIDTH
    return labels
