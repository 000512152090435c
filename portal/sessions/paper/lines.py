"""The tick boxes of one exercise, and its days and times in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.laterality import Laterality
from exercises.weekdays import EVERY_DAY
from portal.routines.models import PrescribedExercise, Side
from portal.sessions.records import sides_of
from portal.sessions.standing import Schedule

Times = Sequence[tuple[int, time]]


@dataclass(frozen=True)
class TickLine:
    """One line of boxes: one leg at one time of the day. `days` says of each day whether it is due."""

    words: str
    days: tuple[bool, ...]


def tick_lines(
    row: PrescribedExercise, schedule: Schedule, zone: ZoneInfo, days: Sequence[date]
) -> tuple[TickLine, ...]:
    """Each leg that is counted apart and each time of the day has its own line. Days of a pause are not due."""
    due = {(one.local_date, one.slot) for one in schedule.planned(zone, [row], days[0], days[-1])}
    times = times_of(row, schedule.times)
    return tuple(
        TickLine(line_words(side, clock if len(times) > 1 else None), tuple((day, slot) in due for day in days))
        for slot, clock in times
        for side in sides_of(row)
    )


def times_of(row: PrescribedExercise, times: Times) -> list[tuple[int, time]]:
    """The slots of the day in which this exercise is done, with their clock times, in the day's order."""
    chosen = [(slot, clock) for slot, clock in times if row.slots == 0 or row.slots >> (slot - 1) & 1]
    return sorted(chosen, key=lambda one: one[1])


def line_words(side: str, clock: time | None) -> str:
    """ "Done", "Left leg", "9 a.m.", "Left leg, 9 a.m." """
    leg = {Side.LEFT: str(Laterality.LEFT.label), Side.RIGHT: str(Laterality.RIGHT.label)}.get(Side(side), "")
    if clock is None:
        return leg or _("Done")
    if not leg:
        return time_words(clock)
    return _("%(leg)s, %(time)s") % {"leg": leg, "time": time_words(clock)}


def when_words(row: PrescribedExercise, times: Times) -> str:
    """ "Every day", "Monday, Thursday, at 9 a.m. · 6 p.m."; the time only where there are several a day."""
    days = days_in_words(row.weekdays)
    if len(times) < 2:
        return days
    clocks = [time_words(clock) for _slot, clock in times_of(row, times)]
    return _("%(days)s, at %(times)s") % {"days": days, "times": " · ".join(clocks)}


def days_in_words(weekdays: int) -> str:
    if weekdays & EVERY_DAY == EVERY_DAY:
        return _("Every day")
    return capfirst(", ".join(str(WEEKDAYS[day]) for day in range(7) if weekdays >> day & 1))


def time_words(clock: time) -> str:
    return time_format(clock, "TIME_FORMAT")
