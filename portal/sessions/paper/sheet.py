"""What stands on the printed sheet: one content, made once, rendered as a PDF (pdf.py) and as a page (views.py).

All words are in the patient's language, whoever prints; the caller has it active. Nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Patient
from exercises.laterality import Laterality
from exercises.models.texts import ShownExercise
from exercises.pictures import Picture
from portal.routines.cautions import cautions_left_in
from portal.routines.models import PrescribedExercise
from portal.routines.sheet_codes import spoken
from portal.sessions.pages import dose_extra, dose_words
from portal.sessions.paper.lines import TickLine, tick_lines, when_words
from portal.sessions.standing import Schedule, Standing
from portal.sessions.stop import Stop

DAYS = 14
VIEWS = ("start", "end")


@dataclass(frozen=True)
class SideBox:
    """Left and right as boxes; the filled one is the side that works."""

    words: str
    is_on: bool


@dataclass(frozen=True)
class SheetDay:
    weekday: str
    number: int


@dataclass(frozen=True)
class SheetExercise:
    """`…_lang` is the language of those words; `note` is the therapist's, as typed."""

    key: str
    number: int
    name: str
    name_lang: str
    boxes: tuple[SideBox, ...]
    dose: str
    when: str
    rest: str
    steps: str
    steps_lang: str
    instead: str
    instead_lang: str
    note: str
    cautions: tuple[str, ...]
    is_core: bool
    pictures: tuple[Picture, ...]
    lines: tuple[TickLine, ...]

    @property
    def is_tall(self) -> bool:
        return bool(self.pictures) and self.pictures[-1].is_tall

    @property
    def shows_usual_form(self) -> bool:
        return bool(self.pictures) and self.pictures[-1].shows_usual_form


@dataclass(frozen=True)
class Sheet:
    language: str
    title: str
    sender: str
    phone: str
    emergency_number: str
    revision: str
    printed: str
    core: str
    days: tuple[SheetDay, ...]
    exercises: tuple[SheetExercise, ...]
    note_by: str
    stop: Stop
    draft: str
    code: str  # as printed; empty where the revision has none
    address: str  # to be typed
    link: str  # behind the square


def sheet_of(patient: Patient, standing: Standing, schedule: Schedule, stop: Stop, *, today: date, site: str) -> Sheet:
    """`site` is the portal's address, without a slash at its end."""
    days = [today + timedelta(days=number) for number in range(DAYS)]
    exercises = tuple(
        _exercise(number, row, patient, standing.language, schedule, days)
        for number, row in enumerate(standing.prescribed, start=1)
    )
    revision = standing.revision
    code = spoken(revision.sheet_code) if revision.sheet_code else ""
    path = reverse("sessions:sheet", args=[code]) if code else ""
    return Sheet(
        language=standing.language,
        title=_("%(name)s’s exercises") % {"name": patient.first_name},
        sender=_sender(standing.therapist, patient.clinic.name),
        phone=patient.clinic.phone,
        emergency_number=patient.clinic.emergency_number,
        revision=_("Revision %(number)s, from %(day)s")
        % {"number": revision.number, "day": _day(revision.effective_on or today)},
        printed=_("Printed %(day)s. Throw older sheets away.") % {"day": _day(today)},
        core=_core(exercises),
        days=tuple(SheetDay(str(WEEKDAYS_ABBR[day.weekday()]), day.day) for day in days),
        exercises=exercises,
        note_by=revision.author.first_name if revision.author else patient.clinic.name,
        stop=stop,
        draft=_draft(standing.prescribed),
        code=code,
        address=site.partition("://")[2] + path if path else "",
        link=site + path if path else "",
    )


def _exercise(
    number: int, row: PrescribedExercise, patient: Patient, language: str, schedule: Schedule, days: Sequence[date]
) -> SheetExercise:
    shown = row.exercise.shown_in(language, row.variant)
    return SheetExercise(
        key=str(row.public_id),
        number=number,
        name=shown.shown_name,
        name_lang=shown.shown_name_lang,
        boxes=side_boxes(row.side),
        dose=dose_words(row.dosage, row.resistance),
        when=when_words(row, schedule.times),
        rest=dose_extra(row.dosage),
        steps=" ".join(filter(None, [shown.start, *shown.steps])),
        steps_lang=shown.lang,
        instead=shown.variant.instead if shown.variant else "",
        instead_lang=shown.variant.instead_lang if shown.variant else language,
        note=row.note,
        cautions=cautions_left_in(row),
        is_core=row.is_core,
        pictures=_pictures(row, shown, patient.shown_figure),
        lines=tick_lines(row, schedule, patient.zone, days),
    )


def side_boxes(side: str) -> tuple[SideBox, ...]:
    """Left and right where the leg matters; one box with words where both work together or in turn."""
    if side in (Laterality.BILATERAL, Laterality.ALTERNATING):
        return (SideBox(str(Laterality(side).label), is_on=True),)
    return tuple(
        SideBox(str(leg.label), is_on=side in (leg, Laterality.EACH_SIDE))
        for leg in (Laterality.LEFT, Laterality.RIGHT)
    )


def _pictures(row: PrescribedExercise, shown: ShownExercise, figure: str) -> tuple[Picture, ...]:
    """Start and end of the prescribed form. Each says what it shows: the PDF is refused otherwise."""
    found = (
        row.exercise.picture(
            view, row.side, row.variant, alt=shown.pictures.get(view) or shown.shown_name, figure=figure
        )
        for view in VIEWS
    )
    return tuple(one for one in found if one is not None)


def _sender(therapist: str, clinic: str) -> str:
    if not therapist:
        return _("From %(clinic)s") % {"clinic": clinic}
    return _("From %(therapist)s, %(clinic)s") % {"therapist": therapist, "clinic": clinic}


def _core(exercises: Iterable[SheetExercise]) -> str:
    numbers = [f"{one.number}" for one in exercises if one.is_core]
    if not numbers:
        return ""
    if len(numbers) == 1:
        return _("On a bad day, just number %(number)s.") % {"number": numbers[0]}
    if len(numbers) == 2:
        return _("On a bad day, just these two: numbers %(first)s and %(second)s.") % {
            "first": numbers[0],
            "second": numbers[1],
        }
    return _("On a bad day, just these: numbers %(numbers)s.") % {"numbers": ", ".join(numbers)}


def _draft(rows: Sequence[PrescribedExercise]) -> str:
    numbers = [str(number) for number, row in enumerate(rows, start=1) if not row.exercise.is_reviewed]
    if not numbers:
        return ""
    if len(numbers) == len(rows):
        return _("Draft text, not yet reviewed by a clinician.")
    return _("Draft text, not yet reviewed by a clinician: %(numbers)s.") % {"numbers": ", ".join(numbers)}


def _day(day: date) -> str:
    return date_format(day, _("j F Y"))
