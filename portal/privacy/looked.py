"""Who looked at a patient's information: by day, the newest first, a month at a time.

The database counts, so that a page costs what one month holds, however long the record is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from accounts.access import PatientAccess, Role
from accounts.models import AuditEvent, EmergencyAccess
from accounts.record.names import Names, role_words
from accounts.record.words import words_for

MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


@dataclass
class Look:
    """What was done, in these words, and when on that day."""

    what: str
    times: int
    first: datetime
    last: datetime

    @property
    def when(self) -> str:
        first, last = _clock(self.first), _clock(self.last)
        if self.times == 1:
            return first
        if first == last:
            return _("%(times)d times, at %(first)s") % {"times": self.times, "first": first}
        return _("%(times)d times, %(first)s to %(last)s") % {"times": self.times, "first": first, "last": last}


@dataclass(frozen=True)
class Visitor:
    """One person in one role on one day."""

    who: str
    role: str
    is_emergency: bool
    looks: list[Look]


@dataclass(frozen=True)
class Emergency:
    who: str
    on: date
    first: str
    last: str
    reason: str
    words: str
    decision: str


@dataclass(frozen=True)
class Day:
    on: date
    visitors: list[Visitor]


@dataclass(frozen=True)
class LookedPage:
    month: date
    days: list[Day]
    emergencies: list[Emergency]
    with_own: bool
    earlier: str
    later: str


def looked_page(access: PatientAccess, *, month: str, with_own: bool) -> LookedPage:
    """The patient's own visits are left out unless asked for: they would hide the others'."""
    first = _first_of(month, access.today)
    start, end = _moment(access, first), _moment(access, _next_month(first))
    events = AuditEvent.objects.filter(patient_id=access.patient.pk)
    shown = events.filter(at__gte=start, at__lt=end)
    if not with_own:
        shown = shown.exclude(role=Role.PATIENT)
    names = Names()
    return LookedPage(
        month=first,
        days=_days(access, shown, names),
        emergencies=_emergencies(access, start, end, names),
        with_own=with_own,
        earlier=_month_of(access, events.filter(at__lt=start).order_by("-at")),
        later=_month_of(access, events.filter(at__gte=end).order_by("at")),
    )


def _days(access: PatientAccess, events: Any, names: Names) -> list[Day]:
    zone = access.patient.zone
    rows = list(
        events.values("actor_id", "role", "action", "emergency_id", on=TruncDate("at", tzinfo=zone))
        .annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-on", "-last")
    )
    names.learn(row["actor_id"] for row in rows)
    days: dict[date, dict[tuple[int | None, str, bool], list[Look]]] = {}
    for row in rows:
        visitor = (row["actor_id"], row["role"], row["emergency_id"] is not None)
        looks = days.setdefault(row["on"], {}).setdefault(visitor, [])
        first, last = row["first"].astimezone(zone), row["last"].astimezone(zone)
        _add(looks, Look(str(words_for(row["action"])), row["times"], first, last))
    return [
        Day(on, [_visitor(access, names, key, looks) for key, looks in found.items()]) for on, found in days.items()
    ]


def _visitor(access: PatientAccess, names: Names, key: tuple[int | None, str, bool], looks: list[Look]) -> Visitor:
    pk, role, is_emergency = key
    is_you = role == Role.PATIENT and pk == access.user.pk
    return Visitor(_("You") if is_you else names.of(pk, role), role_words(role), is_emergency, looks)


def _add(looks: list[Look], new: Look) -> None:
    """Several pages that are one thing to the reader count as one."""
    for look in looks:
        if look.what == new.what:
            look.times += new.times
            look.first, look.last = min(look.first, new.first), max(look.last, new.last)
            return
    looks.append(new)


def _emergencies(access: PatientAccess, start: datetime, end: datetime, names: Names) -> list[Emergency]:
    found = EmergencyAccess.objects.filter(patient=access.patient, started_at__gte=start, started_at__lt=end)
    rows = list(found.order_by("-started_at"))
    names.learn(row.staff_id for row in rows)
    zone = access.patient.zone
    return [
        Emergency(
            who=names.of(row.staff_id, Role.COVERING),
            on=row.started_at.astimezone(zone).date(),
            first=_clock(row.started_at.astimezone(zone)),
            last=_clock(row.ends_at.astimezone(zone)),
            reason=row.get_reason_display(),
            words=row.words,
            decision=row.get_decision_display(),
        )
        for row in rows
    ]


def _first_of(month: str, today: date) -> date:
    """Anything odd, or still to come, means this month."""
    asked = date.fromisoformat(f"{month}-01") if MONTH.fullmatch(month) else today
    return min(asked, today).replace(day=1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _moment(access: PatientAccess, on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=access.patient.zone)


def _month_of(access: PatientAccess, events: Any) -> str:
    """The month of the next event in that order, for a link; empty when there is none."""
    at = events.values_list("at", flat=True).first()
    return f"{at.astimezone(access.patient.zone):%Y-%m}" if at else ""


def _clock(at: datetime) -> str:
    return time_format(at.time(), "TIME_FORMAT")
