"""Why a patient is for the therapist to look at, in words with a date. Pure: the facts and today come in.

A reason appears because time passes, so it is worked out when the page is read and stored nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.caseload.facts import is_clash_over, phase_over_from, silent_from, unread_from
from portal.caseload.models import CaseloadRow

# Precautions that end within this many days are named, so that the next routine can be thought of.
PRECAUTIONS_SHOWN_DAYS = 14


class DatedOrder(Protocol):
    ends_on: date | None
    lifted_on: date | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Reason:
    """`drawing` is an icon's name. `is_first` gives the warm tint of the look: pain above the limit, silence."""

    words: str
    on: date
    drawing: str
    is_first: bool = False


def reasons(row: CaseloadRow, *, today: date, zone: ZoneInfo) -> list[Reason]:
    """What holds on this day, the oldest first.

    Empty exactly when `attention_on` is a day to come or none; also for the minutes between the end of a clash and its
    recheck, so whoever lists patients by `attention_on` leaves out those without a reason.
    """
    found = [_pain(row), _unread(row, zone), _silent(row), _review(row, today), _clash(row, today), _phase(row)]
    return sorted((one for one in found if one and one.on <= today), key=lambda one: one.on)


def circumstances(row: CaseloadRow, *, today: date, precautions_end_on: date | None = None) -> list[Reason]:
    """Good to know beside the reasons; never what brings a patient onto the list."""
    return [one for one in (_paused(row, today), _precautions(precautions_end_on, today), _unconfirmed(row)) if one]


def day_words(day: date) -> str:
    return date_format(day, _("D j M"))


def _pain(row: CaseloadRow) -> Reason | None:
    if row.pain_above_limit_on is None:
        return None
    words = _("Pain %(pain)s on %(day)s, your limit is %(limit)s") % {
        "pain": row.pain_above_limit,
        "day": day_words(row.pain_above_limit_on),
        "limit": row.pain_limit,
    }
    return Reason(words, row.pain_above_limit_on, "pain", is_first=True)


def _unread(row: CaseloadRow, zone: ZoneInfo) -> Reason | None:
    since = unread_from(row, zone)
    if since is None:
        return None
    words = ngettext("1 note unread since %(day)s", "%(count)s notes unread since %(day)s", row.unread_count)
    return Reason(words % {"count": row.unread_count, "day": day_words(since)}, since, "message")


def _silent(row: CaseloadRow) -> Reason | None:
    on = silent_from(row)
    if on is None:
        return None
    if row.last_recorded_on is None:
        return Reason(_("Nothing recorded yet"), on, "calendar", is_first=True)
    words = _("Nothing recorded since %(day)s") % {"day": day_words(row.last_recorded_on)}
    return Reason(words, on, "calendar", is_first=True)


def _review(row: CaseloadRow, today: date) -> Reason | None:
    on = row.review_by_on
    if on is None:
        return None
    words = _("Review due today") if on == today else _("Review due since %(day)s") % {"day": day_words(on)}
    return Reason(words, on, "clock")


def _clash(row: CaseloadRow, today: date) -> Reason | None:
    on = row.clash_from_on
    if on is None or is_clash_over(row, today):
        return None
    if row.clash_verdict == "avoid":
        words = _("An exercise is outside the precautions since %(day)s") % {"day": day_words(on)}
        return Reason(words, on, "urgent", is_first=True)
    return Reason(_("An exercise asks for caution since %(day)s") % {"day": day_words(on)}, on, "urgent")


def _phase(row: CaseloadRow) -> Reason | None:
    on = phase_over_from(row)
    if on is None or row.phase_ends_on is None:
        return None
    return Reason(_("Phase over since %(day)s") % {"day": day_words(row.phase_ends_on)}, on, "clock")


def _unconfirmed(row: CaseloadRow) -> Reason | None:
    on = row.unconfirmed_since_on
    if on is None:
        return None
    return Reason(_("Change of %(day)s not confirmed yet") % {"day": day_words(on)}, on, "message")


def _paused(row: CaseloadRow, today: date) -> Reason | None:
    first, last = row.paused_from_on, row.paused_until_on
    if first is None or last is None or not first <= today <= last:
        return None
    return Reason(_("Paused until %(day)s") % {"day": day_words(last)}, first, "pause")


def _precautions(ends_on: date | None, today: date) -> Reason | None:
    if ends_on is None or not today <= ends_on <= today + timedelta(days=PRECAUTIONS_SHOWN_DAYS):
        return None
    return Reason(_("Precautions end %(day)s") % {"day": day_words(ends_on)}, ends_on, "calendar")


def precautions_end_on(orders: Iterable[DatedOrder], today: date) -> date | None:
    """The next end among the orders that still stand. What was lifted or withdrawn is over already."""
    standing = (one for one in orders if not one.lifted_on and not one.withdrawn_at)
    return min((one.ends_on for one in standing if one.ends_on and one.ends_on >= today), default=None)
