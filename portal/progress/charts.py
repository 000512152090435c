"""Turns days and pain scores into what the calendar and the chart of the look draw. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.progress.adherence import Day
from portal.templatetags.portal_charts import Reading


@dataclass(frozen=True)
class Pain:
    """One answer to "how much did it hurt"."""

    on: date
    value: int


def calendar(weeks: Sequence[Sequence[Day]], reasons: Mapping[date, str]) -> dict[str, Any]:
    """For components/weeks.html: a row for each day of the week, a column for each week."""
    return {
        "caption": ngettext(
            "%(count)d week from %(day)s, one column a week",
            "%(count)d weeks from %(day)s, one column a week",
            len(weeks),
        )
        % {"count": len(weeks), "day": date_format(weeks[0][0].on, _("j F"))},
        "name": _("Calendar"),
        "has_pause": any(day.state == "paused" for week in weeks for day in week),
        "heads": [{"day": week[0].on.day, "month": date_format(week[0].on, _("M"))} for week in weeks],
        "rows": [
            {"name": str(WEEKDAYS_ABBR[number]), "days": [_mark(week[number], reasons) for week in weeks]}
            for number in range(7)
        ],
    }


def _mark(day: Day, reasons: Mapping[date, str]) -> dict[str, Any]:
    words = ""
    if day.state == "skipped" and day.on in reasons:
        words = _("not done: %(reason)s") % {"reason": reasons[day.on]}
    elif day.state == "paused":
        words = _("paused")
    elif day.state == "partly" and day.is_open:
        words = _("partly so far")
    return {"state": day.state, "is_today": day.is_today, "words": words}


def pain_series(pains: Sequence[Pain], *, first: date, last: date) -> list[Reading]:
    """One reading a day, the day's highest; days without an answer break the line."""
    highest: dict[date, int] = {}
    for pain in pains:
        highest[pain.on] = max(pain.value, highest.get(pain.on, 0))
    days = [day for day in highest if first <= day <= last]
    if not days:
        return []
    begin = min(days)
    span = [begin + timedelta(days=number) for number in range((last - begin).days + 1)]
    return [Reading(day, highest.get(day)) for day in span]


def without_gaps(series: Sequence[Reading]) -> list[Reading]:
    """Only the answered days, so that the line runs on where exercises are not done daily."""
    return [reading for reading in series if reading.value is not None]


def pain_in_words(series: Sequence[Reading], limit: int | None) -> str:
    """The sentence that stands for the drawing."""
    answered = [(reading.on, reading.value) for reading in series if reading.value is not None]
    values = [value for _on, value in answered]
    parts = [_span_in_words(answered[0][0], answered[-1][0], min(values), max(values))]
    if limit is not None:
        above = sum(value > limit for value in values)
        parts.append(
            ngettext("Above %(limit)d on %(count)d day.", "Above %(limit)d on %(count)d days.", above)
            % {"limit": limit, "count": above}
        )
    if min(values) != max(values):
        parts.append(_("Latest: %(value)d.") % {"value": values[-1]})
    return " ".join(parts)


def _span_in_words(first: date, last: date, low: int, high: int) -> str:
    facts = {"first": date_format(first, _("j F")), "last": date_format(last, _("j F")), "low": low, "high": high}
    if first == last:
        return _("Pain on %(first)s: %(high)d.") % facts
    if low == high:
        return _("Pain from %(first)s to %(last)s: always %(high)d.") % facts
    return _("Pain from %(first)s to %(last)s: between %(low)d and %(high)d.") % facts
