"""The pages about a whole session: the questions after it, all of it as one form, and why not today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.forms import BoundField
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.pictures import Picture
from portal.sessions.due import CORRECTION_DAYS, DueExercise, DueSession
from portal.sessions.forms import ExerciseAnswer, RecordSessionForm
from portal.sessions.pages import clock, dose_words, foreign, picture
from portal.sessions.stop import Stop, stop_text


@dataclass(frozen=True)
class Frame:
    """What every page of a session needs."""

    access: PatientAccess
    stop: Stop
    back_url: str
    back_label: str
    day_words: str


@dataclass(frozen=True)
class AnswerRow:
    name: str
    name_lang: str
    side: str
    dose: str
    picture: Picture | None
    answer: BoundField
    reason: BoundField
    was: BoundField


def frame(access: PatientAccess, session: DueSession, therapist: str, *, is_list: bool = False) -> Frame:
    """Back to today, or to the one page of an earlier day, unless that is where we are (`is_list`)."""
    is_today = is_list or session.local_date == access.today
    return Frame(
        access=access,
        stop=stop_text(access.patient.clinic, therapist),
        back_url=reverse("home:today", args=[access.patient.public_id])
        if is_today
        else reverse("sessions:record_session", args=[access.patient.public_id, session.local_date, session.slot]),
        back_label=_("Back to today") if is_today else _("Back to that day"),
        day_words=session_words(access, session),
    )


def session_words(access: PatientAccess, session: DueSession) -> str:
    """ "Today, 9:00 a.m." or "Tuesday 17 November, 9:00 a.m." """
    day = day_words(session.local_date, access.today)
    return _("%(day)s, %(time)s") % {"day": day, "time": clock(session.due_at, access)}


def day_words(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return date_format(day, _("l j F"))


def finish_words(access: PatientAccess, session: DueSession) -> tuple[str, str]:
    """Heading and sentence; what was recorded decides, never how much of it."""
    total = len(session.exercises)
    name = access.patient.first_name
    if not session.is_complete:
        heading = _("How did it go?")
        return heading, _("%(done)s of %(total)s are ticked.") % {"done": session.done_count, "total": total}
    is_all_of_today = session.local_date == access.today and len(session.revision.times) == 1
    heading = _("That is today done") if is_all_of_today else _("This session is done")
    if access.on_behalf:
        return heading, _("All of it is recorded for %(name)s.") % {"name": name}
    if session.done_count == total:
        return heading, _("All %(total)s are ticked. Thank you, %(name)s.") % {"total": total, "name": name}
    return heading, _("All of it is recorded. Thank you, %(name)s.") % {"name": name}


def answer_rows(access: PatientAccess, form: RecordSessionForm, exercises: tuple[DueExercise, ...]) -> list[AnswerRow]:
    shown = {one.prescribed.pk: one for one in exercises}
    return [_answer_row(access, answer, shown[answer.prescribed.pk]) for answer in form.answers()]


def _answer_row(access: PatientAccess, answer: ExerciseAnswer, one: DueExercise) -> AnswerRow:
    return AnswerRow(
        name=one.shown.shown_name,
        name_lang=foreign(one.shown.shown_name_lang),
        side=one.prescribed.side,
        dose=dose_words(one.prescribed.dosage),
        picture=picture(access, one, "end"),
        answer=answer.answer,
        reason=answer.reason,
        was=answer.was,
    )


def open_until_words(session: DueSession) -> str:
    last = date.fromordinal(session.local_date.toordinal() + CORRECTION_DAYS)
    return _("You can change this until %(day)s.") % {"day": date_format(last, _("l j F"))}
