"""What one person reads about their reminders: what comes next, what happened, and why something was not sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from portal.reminders import blocks
from portal.reminders.books import read_books
from portal.reminders.models import DeliveryKind, DeliveryState, Reason, ReminderDelivery, ReminderPreference
from portal.routines.models import Routine
from portal.sessions.models import ExerciseSession, SessionStatus

NEXT_SHOWN = 3
PAST_SHOWN = 8
DAYS_AHEAD = 14


@dataclass(frozen=True)
class Line:
    """One reminder: when or what it was for, and what became of it."""

    title: str
    words: str
    is_sent: bool = False


@dataclass(frozen=True)
class MyReminders:
    email: str
    is_on: bool
    is_stopped: bool
    paused_until_on: date | None
    is_reachable: bool
    # The day by which the therapist wanted to look again, once it has passed: until she does, none goes out.
    review_was_by_on: date | None
    upcoming: list[Line]
    past: list[Line]

    @property
    def is_running(self) -> bool:
        return self.is_on and self.paused_until_on is None


def read_my_reminders(access: PatientAccess) -> MyReminders:
    preference = access.rows(ReminderPreference).filter(recipient=access.user).first() or ReminderPreference()
    is_on = preference.session_due and preference.stopped_at is None
    paused = preference.paused_until_on
    paused = paused if paused and paused > access.today else None
    is_reachable = _is_reachable(access)
    review_by = access.rows(Routine).filter(ended_on__isnull=True).values_list("review_by_on", flat=True).first()
    will_come = is_on and is_reachable
    return MyReminders(
        email=access.user.email,
        is_on=is_on,
        is_stopped=preference.stopped_at is not None,
        paused_until_on=paused,
        is_reachable=is_reachable,
        review_was_by_on=review_by if review_by and review_by < access.today else None,
        upcoming=list(islice(_upcoming(access, paused or access.today), NEXT_SHOWN)) if will_come else [],
        past=[_past_line(one, access) for one in _past(access)],
    )


def _is_reachable(access: PatientAccess) -> bool:
    email = access.user.email
    confirmed = EmailAddress.objects.filter(user=access.user, verified=True, email__iexact=email)
    return confirmed.exists() and not blocks.blocked_among([email])


def _upcoming(access: PatientAccess, first: date) -> Iterator[Line]:
    active = access.rows(Routine).filter(ended_on__isnull=True)
    recorded = set(
        access.rows(ExerciseSession)
        .filter(local_date__gte=access.today)
        .exclude(status__in=[SessionStatus.DUE, SessionStatus.WITHDRAWN])
        .values_list("routine_id", "local_date", "slot")
    )
    for book in read_books(active, access.now):
        ahead = access.today + timedelta(days=DAYS_AHEAD)
        book.first, book.last = access.today, min(filter(None, [ahead, book.routine.review_by_on]))
        for (day, slot), wanted in sorted(book.wanted.items(), key=lambda item: item[1].due_at):
            if wanted.due_at > access.now and day >= first and (book.routine.pk, day, slot) not in recorded:
                yield Line(day_words(day, access.today), _clock(wanted.due_at, access.patient.zone))


def _past(access: PatientAccess) -> list[ReminderDelivery]:
    mine = access.rows(ReminderDelivery).filter(recipient=access.user, planned_for__lte=access.now)
    return list(mine.select_related("exercise_session").order_by("-planned_for")[:PAST_SHOWN])


def _past_line(one: ReminderDelivery, access: PatientAccess) -> Line:
    zone = access.patient.zone
    at = one.exercise_session.due_at if one.exercise_session else one.planned_for
    day = day_words(at.astimezone(zone).date(), access.today)
    # A word inside an f-string would not be collected for translation.
    news = _("news about help") if one.kind == DeliveryKind.GRANT_ENDS else _("routine news")
    what = _clock(at, zone) if one.kind == DeliveryKind.SESSION_DUE else news
    title = f"{day}, {what}"
    return Line(title, _what_happened(one, zone), one.state == DeliveryState.SENT)


def _what_happened(one: ReminderDelivery, zone: ZoneInfo) -> str:
    if one.sent_at is not None:
        return _("Sent at %(time)s") % {"time": _clock(one.sent_at, zone)}
    if one.state in (DeliveryState.PLANNED, DeliveryState.SENDING):
        return _("Being sent now")
    if one.state == DeliveryState.RETRY_WAIT:
        return _("Not sent yet: we will try again")
    return _("Not sent: %(reason)s") % {"reason": Reason(one.reason).label}


def day_words(day: date, today: date) -> str:
    close = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    return close.get((day - today).days) or date_format(day, _("l j F"))


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return time_format(moment.astimezone(zone), "TIME_FORMAT")
