"""Today: what is due now, what was done, what comes next. All answers are ready; the template only lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import PatientAccess, Scope, responsible_therapist
from portal.home.change import ChangeCard, change_card, is_news
from portal.routines.models import Routine
from portal.routines.publishing.notice import day_of_news
from portal.routines.schedule import Occurrence
from portal.sessions.due import DueSession, today_and_gaps
from portal.sessions.models import ExerciseSession
from portal.sessions.pages import NowCard, TickRow, address, clock, now_card, reading_language, tick_rows
from portal.sessions.session_page import day_words
from portal.sessions.standing import Schedule, Standing, schedule_of, standing_routine
from portal.sessions.stop import Stop, stop_text

NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Words:
    """A title with a sentence: a notice, or a page with nothing to do."""

    title: str
    words: str = ""


@dataclass(frozen=True)
class SessionPart:
    """The session that the page is open at."""

    time: str
    done: int
    total: int
    now_number: int
    now: NowCard | None
    rows: list[TickRow]
    list_title: str
    finish_url: str
    finish_label: str


@dataclass(frozen=True)
class OtherPart:
    """Another session of today, in one line."""

    time: str
    words: str
    href: str
    label: str


@dataclass(frozen=True)
class Gap:
    """An earlier session that nothing is recorded of."""

    words: str
    href: str


@dataclass(frozen=True)
class TodayPage:
    access: PatientAccess
    heading: str
    day: str
    stop: Stop
    chosen_by: str = ""
    current: SessionPart | None = None
    others: list[OtherPart] = field(default_factory=list)
    change: ChangeCard | None = None
    review: Words | None = None  # the day by which the therapist wanted to look again has passed
    note: Words | None = None
    thanks: Words | None = None
    empty: Words | None = None
    next_words: str = ""
    yesterday: list[Gap] = field(default_factory=list)
    earlier: list[Gap] = field(default_factory=list)
    may_record: bool = False
    saved: str = ""
    has_reading: bool = False  # Learn pages came with the routine
    is_elsewhere: bool = False  # the reader's clock is another one than the patient's


def today_page(access: PatientAccess, slot: int | None, *, is_saved: bool = False) -> TodayPage:
    """Four queries: the routine, its words, its times and pauses, the sessions with what was recorded.

    From the second revision on one more asks for what this reader read last (`change_card`).
    """
    standing = standing_routine(access, reading_language())
    if standing is None:
        return _without_routine(access)
    schedule = schedule_of(access, standing.routine, since=access.today)
    sessions, gaps = today_and_gaps(access, standing, schedule)
    current = _current(sessions, slot)
    may_record = access.may(Scope.RECORD)
    found = [_gap(access, row) for row in gaps] if may_record else []
    since_yesterday = len([row for row in gaps if row.local_date == access.today - timedelta(days=1)])
    return TodayPage(
        access=access,
        heading=heading(access),
        day=date_format(access.today, _("l j F")),
        stop=stop_text(access.patient.clinic, standing.therapist),
        chosen_by=standing.revision.author.first_name if standing.revision.author else "",
        current=_part(access, current) if current else None,
        others=[_other(access, one) for one in sessions if one is not current],
        change=change_card(access, standing),
        review=_review(access, standing),
        note=_first_note(access, standing),
        thanks=_thanks(access, sessions),
        empty=None if sessions else _empty(access, standing, schedule),
        next_words=_next_words(access, schedule.next_after(access.patient.zone, standing.prescribed, access.today)),
        yesterday=found[len(found) - since_yesterday :] if since_yesterday else [],
        earlier=found[: len(found) - since_yesterday],
        may_record=may_record,
        saved=_saved(access) if is_saved else "",
        has_reading=bool(standing.revision.learn_pages),
        is_elsewhere=access.user.time_zone != access.patient.time_zone and access.is_helping,
    )


def heading(access: PatientAccess) -> str:
    name = access.patient.first_name
    if access.on_behalf:
        return _("%(name)s’s exercises today") % {"name": name}
    hour = timezone.localtime(access.now, access.patient.zone).hour
    if hour < NOON:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < EVENING:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def _without_routine(access: PatientAccess) -> TodayPage:
    therapist = responsible_therapist(access.patient, access.today)
    return TodayPage(
        access=access,
        heading=heading(access),
        day=date_format(access.today, _("l j F")),
        stop=stop_text(access.patient.clinic, therapist.name if therapist else ""),
        empty=_ended(access) or _not_begun(access, therapist.first_name if therapist else ""),
    )


def _not_begun(access: PatientAccess, therapist: str) -> Words:
    clinic = access.patient.clinic
    facts = {"name": therapist or clinic.name, "clinic": clinic.name, "phone": clinic.phone}
    words = _("%(name)s will choose them. If you expected some, call %(clinic)s: %(phone)s.") % facts
    return Words(_("No exercises yet"), words)


def _ended(access: PatientAccess) -> Words | None:
    """When the last routine ended, and whom to ask. Why is told by the therapist, and stands under the history."""
    ended = access.rows(Routine).filter(ended_on__isnull=False, revisions__published_at__isnull=False)
    last_on = ended.order_by("-ended_on").values_list("ended_on", flat=True).first()
    if last_on is None:
        return None
    clinic = access.patient.clinic
    facts = {"day": _long_day(last_on), "clinic": clinic.name, "phone": clinic.phone}
    words = _("They ended on %(day)s. If you have a question, call %(clinic)s: %(phone)s.") % facts
    return Words(_("These exercises have ended"), words)


def _current(sessions: Sequence[DueSession], slot: int | None) -> DueSession | None:
    """The one asked for, else the first that is not complete, else the last one."""
    asked = next((one for one in sessions if one.slot == slot), None)
    open_ones = (one for one in sessions if not one.is_complete)
    return asked or next(open_ones, sessions[-1] if sessions else None)


def _part(access: PatientAccess, session: DueSession) -> SessionPart:
    may_record = access.may(Scope.RECORD)
    next_one = session.next_exercise if may_record else None
    total = len(session.exercises)
    is_over = session.is_complete or session.note is not None
    return SessionPart(
        time=clock(session.due_at, access),
        done=session.done_count,
        total=total,
        now_number=next_one.number if next_one else 0,
        now=now_card(access, session) if may_record else None,
        rows=tick_rows(access, session),
        list_title=ngettext("One exercise", "All %(total)s exercises", total) % {"total": total},
        finish_url=address("finish", access, session) if may_record and is_over else "",
        finish_label=_("Change what you said") if session.note else _("Say how it went"),
    )


def _other(access: PatientAccess, session: DueSession) -> OtherPart:
    return OtherPart(
        time=clock(session.due_at, access),
        words=_("%(done)s of %(total)s done") % {"done": session.done_count, "total": len(session.exercises)},
        href=f"{reverse('home:today', args=[access.patient.public_id])}?slot={session.slot}",
        label=_("Look at these") if session.is_complete else _("Open these"),
    )


def _gap(access: PatientAccess, row: ExerciseSession) -> Gap:
    day = day_words(row.local_date, access.today)
    words = _("%(day)s, %(time)s") % {"day": day, "time": clock(row.due_at, access)}
    parts = [access.patient.public_id, row.local_date, row.slot]
    return Gap(words, reverse("sessions:record_session", args=parts))


def _first_note(access: PatientAccess, standing: Standing) -> Words | None:
    """What came with the first routine: nothing changed, but somebody wrote."""
    revision = standing.revision
    if revision.number > 1 or not revision.change_notice or not is_news(access, revision):
        return None
    facts = {
        "therapist": revision.author.first_name if revision.author else access.patient.clinic.name,
        "name": access.patient.first_name,
        "day": day_of_news(revision.effective_on or access.today, access.today),
    }
    title = (
        _("%(therapist)s wrote to %(name)s %(day)s") % facts
        if access.on_behalf
        else _("%(therapist)s wrote to you %(day)s") % facts
    )
    return Words(title, revision.change_notice)


def _review(access: PatientAccess, standing: Standing) -> Words | None:
    """Says what stands still and whom to ask; whether to go on is for the therapist to say, not for this page."""
    due_on = standing.routine.review_by_on
    if due_on is None or due_on >= access.today:
        return None
    clinic = access.patient.clinic
    name = standing.first_name or clinic.name
    title = _("%(therapist)s wanted to look at these exercises again by %(day)s") % {
        "therapist": name,
        "day": date_format(due_on, _("j F")),
    }
    words = _(
        "Reminders wait until that is done. The exercises are still here. To ask about it, call %(clinic)s: %(phone)s."
    ) % {"clinic": clinic.name, "phone": clinic.phone}
    return Words(title, words)


def _thanks(access: PatientAccess, sessions: Sequence[DueSession]) -> Words | None:
    if not sessions or not all(one.is_complete for one in sessions):
        return None
    name = access.patient.first_name
    if access.on_behalf:
        return Words(_("That is today done for %(name)s.") % {"name": name})
    return Words(_("That is today done. Thank you, %(name)s.") % {"name": name})


def _saved(access: PatientAccess) -> str:
    name = access.patient.first_name
    return (
        _("Saved for %(name)s.") % {"name": name}
        if access.on_behalf
        else _("Saved. Thank you, %(name)s.") % {"name": name}
    )


def _empty(access: PatientAccess, standing: Standing, schedule: Schedule) -> Words:
    pause = schedule.pause_on(access.today)
    following = schedule.next_after(access.patient.zone, standing.prescribed, access.today)
    then = _("The next exercises are on %(day)s.") % {"day": _long_day(following.local_date)} if following else ""
    if pause is None:
        return Words(_("Nothing to do today"), then)
    paused = _("There is a pause until %(day)s.") % {"day": _long_day(pause.ends_on)}
    return Words(_("Nothing to do today"), f"{paused} {then}".strip())


def _next_words(access: PatientAccess, following: Occurrence | None) -> str:
    if following is None:
        return ""
    time = clock(following.due_at, access)
    if following.local_date == access.today + timedelta(days=1):
        return _("Tomorrow at %(time)s") % {"time": time}
    return _("%(day)s at %(time)s") % {"day": _long_day(following.local_date), "time": time}


def _long_day(day: date) -> str:
    return date_format(day, _("l j F"))
