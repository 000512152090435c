"""One month on a page, for whoever leaves another page quickly. It says nothing about anybody."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Month:
    today: date
    weekdays: list[date]
    weeks: list[list[date | None]]


def month_of(today: date) -> Month:
    weeks = Calendar().monthdatescalendar(today.year, today.month)
    return Month(
        today=today,
        weekdays=[MONDAY + timedelta(days=number) for number in range(7)],
        weeks=[[day if day.month == today.month else None for day in week] for week in weeks],
    )
