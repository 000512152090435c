"""What the pages of a session show, as ready answers: templates ask nothing and branch on nothing raw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import PatientAccess, Role, Scope
from exercises.dosage import Dosage, for_patient, rest_for_patient
from exercises.models.texts import FALLBACK_LANGUAGE
from exercises.pictures import Picture
from portal.sessions.due import DueExercise, DueSession
from portal.sessions.models import ExerciseResult, NotDoneReason, Outcome, RecordSource


@dataclass(frozen=True)
class Figure:
    """One number of the dose, as it stands large on the page."""

    term: str
    number: int
    unit: str = ""


@dataclass(frozen=True)
class NowCard:
    number: int
    total: int
    name: str
    name_lang: str
    side: str
    dose: str
    picture: Picture | None
    href: str


@dataclass(frozen=True)
class TickRow:
    key: str
    name: str
    name_lang: str
    side: str
    dose: str
    picture: Picture | None
    href: str
    is_now: bool = False
    is_done: bool = False
    state_words: str = ""
    who: str = ""
    tick_url: str = ""
    untick_url: str = ""
    hidden: dict[str, str] = field(default_factory=dict)


def reading_language() -> str:
    return get_language() or FALLBACK_LANGUAGE


def address(view: str, access: PatientAccess, session: DueSession, exercise: DueExercise | None = None) -> str:
    parts = [access.patient.public_id, session.local_date, session.slot]
    return reverse(f"sessions:{view}", args=[*parts, exercise.prescribed.public_id] if exercise else parts)


def now_card(access: PatientAccess, session: DueSession) -> NowCard | None:
    one = session.next_exercise
    if one is None:
        return None
    return NowCard(
        number=one.number,
        total=len(session.exercises),
        name=one.shown.shown_name,
        name_lang=foreign(one.shown.shown_name_lang),
        side=one.prescribed.side,
        dose=dose_words(one.prescribed.dosage),
        picture=picture(access, one, "end"),
        href=address("exercise", access, session, one),
    )


def tick_rows(access: PatientAccess, session: DueSession) -> list[TickRow]:
    may_record = access.may(Scope.RECORD)
    return [_tick_row(access, session, one, may_record=may_record) for one in session.exercises]


def _tick_row(access: PatientAccess, session: DueSession, one: DueExercise, *, may_record: bool) -> TickRow:
    next_one = session.next_exercise
    return TickRow(
        key=str(one.prescribed.public_id),
        name=one.shown.shown_name,
        name_lang=foreign(one.shown.shown_name_lang),
        side=one.prescribed.side,
        dose=dose_words(one.prescribed.dosage),
        picture=picture(access, one, "end"),
        href=address("exercise", access, session, one),
        is_now=may_record and next_one is not None and next_one.number == one.number,
        is_done=one.is_done,
        state_words=state_words(one.results),
        who=who_words(one.results, access),
        tick_url=address("tick", access, session, one) if may_record else "",
        untick_url=address("untick", access, session, one) if may_record else "",
    )


def state_words(results: Iterable[ExerciseResult]) -> str:
    """Why it was not done; nothing where it was."""
    undone = next((one for one in results if one.outcome == Outcome.NOT_DONE), None)
    if undone is None:
        return ""
    if not undone.reason:
        return _("Not today")
    return _("Not today: %(reason)s") % {"reason": str(NotDoneReason(undone.reason).label).lower()}


def who_words(results: Iterable[ExerciseResult], access: PatientAccess) -> str:
    """Whoever ticks for oneself needs no name beside each tick; everyone else does."""
    last = max(results, key=lambda one: one.recorded_at, default=None)
    if last is not None and last.source == RecordSource.PAPER:
        return _from_paper_words(last, access)
    if last is None or (access.role is Role.PATIENT and last.recorded_by_id == access.user.pk):
        return ""
    when = clock(last.recorded_at, access)
    if last.recorded_by_id == access.user.pk:
        return _("Ticked by you, %(time)s") % {"time": when}
    return _("Ticked by %(name)s, %(time)s") % {"name": _who_ticked(last, access), "time": when}


def _from_paper_words(result: ExerciseResult, access: PatientAccess) -> str:
    """Always said: when it was typed in is not when it was done."""
    if result.recorded_by_id == access.user.pk:
        return _("From paper")
    return _("From paper, typed in by %(name)s") % {"name": _who_ticked(result, access)}


def _who_ticked(result: ExerciseResult, access: PatientAccess) -> str:
    """The patient by the record's own name, which outlives the sign-in."""
    if result.recorded_by is None:
        return access.patient.clinic.name
    return result.recorded_by.first_name if result.on_behalf_of_id else access.patient.first_name


def clock(moment: datetime, access: PatientAccess) -> str:
    """The clock where the patient lives, whoever reads it."""
    return date_format(timezone.localtime(moment, access.patient.zone), "TIME_FORMAT")


def dose_words(dosage: Dosage, resistance: str = "") -> str:
    words = for_patient(dosage)
    return f"{words} {resistance}." if resistance else words


def dose_extra(dosage: Dosage) -> str:
    return rest_for_patient(dosage)


def dose_figures(dosage: Dosage) -> list[Figure]:
    figures = [Figure(_("Sets"), dosage.sets)] if dosage.sets > 1 and not dosage.is_one_long_hold else []
    if not dosage.is_one_long_hold:
        figures.append(Figure(_("Times"), dosage.reps or 1))
    elif dosage.sets > 1:
        figures.append(Figure(_("Times"), dosage.sets))
    if dosage.hold_seconds:
        figures.append(Figure(_("Hold"), dosage.hold_seconds, _("seconds")))
    elif dosage.breaths:
        figures.append(Figure(_("Hold"), dosage.breaths, _("breaths")))
    return figures


def picture(access: PatientAccess, one: DueExercise, view: str) -> Picture | None:
    """With the person in it whom the patient, or else the clinic, has chosen."""
    alt = one.shown.pictures.get(view, "")
    figure = access.patient.shown_figure
    return one.prescribed.exercise.picture(view, one.prescribed.side, one.prescribed.variant, alt=alt, figure=figure)


def foreign(language: str) -> str:
    """For a lang attribute: empty where the words are in the page's own language."""
    return "" if language == reading_language() else language
