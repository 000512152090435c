"""One exercise of one session: everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.access import PatientAccess, Scope
from exercises.learn import pages_about
from exercises.models.learn import ShownLearnPage
from exercises.models.texts import ShownExercise
from exercises.picture_steps import ShownPictures, pictures_for
from portal.routines.cautions import cautions_left_in
from portal.sessions.due import DueExercise, DueSession
from portal.sessions.pages import (
    Figure,
    address,
    dose_extra,
    dose_figures,
    dose_words,
    foreign,
    reading_language,
    state_words,
    who_words,
)


@dataclass(frozen=True)
class ExercisePage:
    number: int
    total: int
    done: int
    shown: ShownExercise
    name_lang: str
    text_lang: str
    instead: str
    instead_lang: str
    side: str
    figures: list[Figure]
    dose: str
    dose_extra: str
    hold_seconds: int | None
    cautions: tuple[str, ...]
    note: str
    note_by: str
    pictures: ShownPictures
    is_done: bool
    state_words: str
    who: str
    may_record: bool
    tick_label: str
    tick_url: str
    untick_url: str
    not_today_url: str
    next_url: str
    next_label: str
    reading: list[ShownLearnPage]


def exercise_page(access: PatientAccess, session: DueSession, one: DueExercise) -> ExercisePage:
    prescribed, shown = one.prescribed, one.shown
    following = following_open(session, one)
    return ExercisePage(
        number=one.number,
        total=len(session.exercises),
        done=session.done_count,
        shown=shown,
        name_lang=foreign(shown.shown_name_lang),
        text_lang=foreign(shown.lang),
        instead=shown.variant.instead if shown.variant else "",
        instead_lang=foreign(shown.variant.instead_lang) if shown.variant else "",
        side=prescribed.side,
        figures=dose_figures(prescribed.dosage),
        dose=dose_words(prescribed.dosage, prescribed.resistance),
        dose_extra=dose_extra(prescribed.dosage),
        hold_seconds=prescribed.hold_seconds,
        cautions=cautions_left_in(prescribed),
        note=prescribed.note,
        note_by=session.revision.author.first_name if session.revision.author else access.patient.clinic.name,
        pictures=pictures_for(
            prescribed.exercise,
            prescribed.variant,
            prescribed.dosage,
            shown.pictures,
            figure=access.patient.shown_figure,
        ),
        is_done=one.is_done,
        state_words=state_words(one.results),
        who=who_words(one.results, access),
        may_record=access.may(Scope.RECORD),
        tick_label=_tick_label(session, one),
        tick_url=address("tick", access, session, one),
        untick_url=address("untick", access, session, one),
        not_today_url=address("not_today", access, session, one),
        next_url=address("exercise", access, session, following) if following else "",
        next_label=_("Go to number %(number)s") % {"number": following.number} if following else "",
        reading=pages_about(
            access.patient.clinic, session.revision.learn_pages, prescribed.exercise.slug, reading_language()
        ),
    )


def following_open(session: DueSession, one: DueExercise) -> DueExercise | None:
    """The next one without a record: first those after it, then those before."""
    after = [other for other in session.exercises if other.number > one.number]
    before = [other for other in session.exercises if other.number < one.number]
    return next((other for other in [*after, *before] if not other.is_recorded), None)


def _tick_label(session: DueSession, one: DueExercise) -> str:
    following = following_open(session, one)
    if following is None:
        return _("Done, that was the last")
    return _("Done, go to number %(number)s") % {"number": following.number}
