"""What stands on the sheet, whatever the leg and the days: pure, without a request."""

from datetime import date, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from portal.routines import cautions
from portal.routines.cautions import cautions_left_in
from portal.routines.models import PrescribedExercise
from portal.sessions.paper import sheet as sheets
from portal.sessions.paper.lines import tick_lines, when_words
from portal.sessions.paper.read import read_sheet
from portal.sessions.paper.sheet import Sheet, side_boxes
from portal.sessions.standing import Pause, Schedule
from tests.cast import access_of
from tests.portal.sessions.exercising import NOW, TODAY, Exercising

ZONE = ZoneInfo("America/New_York")
DAYS = [date(2026, 11, day) for day in range(16, 30)]  # Monday to Sunday, two weeks
MORNING, EVENING = (1, time(9)), (2, time(18))


def row(side: str = "bilateral", *, weekdays: int = 127, slots: int = 0) -> PrescribedExercise:
    return PrescribedExercise(side=side, weekdays=weekdays, slots=slots, reps=8)


def words(one: PrescribedExercise, *times: tuple[int, time]) -> list[str]:
    return [line.words for line in tick_lines(one, Schedule(times), ZONE, DAYS)]


@pytest.mark.parametrize(
    ("side", "once", "twice"),
    [
        ("left", ["Left leg"], ["Left leg, 9 a.m.", "Left leg, 6 p.m."]),
        ("right", ["Right leg"], ["Right leg, 9 a.m.", "Right leg, 6 p.m."]),
        ("bilateral", ["Done"], ["9 a.m.", "6 p.m."]),
        ("alternating", ["Done"], ["9 a.m.", "6 p.m."]),
        (
            "each_side",
            ["Left leg", "Right leg"],
            ["Left leg, 9 a.m.", "Right leg, 9 a.m.", "Left leg, 6 p.m.", "Right leg, 6 p.m."],
        ),
    ],
)
def test_each_leg_and_each_time_has_its_own_line_of_boxes(side: str, once: list[str], twice: list[str]) -> None:
    assert words(row(side), MORNING) == once
    assert words(row(side), EVENING, MORNING) == twice
    assert words(row(side, slots=0b10), MORNING, EVENING) == once


def test_what_is_not_due_is_grey_and_so_is_a_pause() -> None:
    schedule = Schedule((MORNING,), (Pause(date(2026, 11, 25), date(2026, 12, 3)),))
    [line] = tick_lines(row(weekdays=0b0010101), schedule, ZONE, DAYS)
    due = [day.day for day, is_due in zip(DAYS, line.days, strict=True) if is_due]
    assert due == [16, 18, 20, 23]


@pytest.mark.parametrize(
    ("side", "boxes"),
    [
        ("left", [("Left leg", True), ("Right leg", False)]),
        ("right", [("Left leg", False), ("Right leg", True)]),
        ("each_side", [("Left leg", True), ("Right leg", True)]),
        ("bilateral", [("Both legs", True)]),
        ("alternating", [("In turn, left and right", True)]),
    ],
)
def test_the_boxes_say_which_leg(side: str, boxes: list[tuple[str, bool]]) -> None:
    assert [(one.words, one.is_on) for one in side_boxes(side)] == boxes


@pytest.mark.parametrize(
    ("weekdays", "slots", "times", "said"),
    [
        (127, 0, [MORNING], "Every day"),
        (0b0101010, 0, [MORNING], "Tuesday, Thursday, Saturday"),
        (127, 0, [MORNING, EVENING], "Every day, at 9 a.m. · 6 p.m."),
        (0b1, 0b10, [MORNING, EVENING], "Monday, at 6 p.m."),
    ],
)
def test_days_and_times_in_words(weekdays: int, slots: int, times: list[tuple[int, time]], said: str) -> None:
    assert when_words(row(weekdays=weekdays, slots=slots), times) == said


def test_days_and_times_in_french() -> None:
    with translation.override("fr"):
        assert when_words(row(weekdays=0b101), [MORNING]) == "Lundi, mercredi"


def test_only_the_cautions_that_were_left_in_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"A": "Hold on.", "B": "Use a pillow.", "C": "Hold on."}
    monkeypatch.setattr(cautions, "patient_words", lambda code: said.get(code, ""))
    one = row()
    one.published_check = {"verdict": "caution", "codes": ["A", "B", "C", "NOT-FOR-PATIENTS"]}
    one.cautions_left_out = ["B"]
    assert cautions_left_in(one) == ("Hold on.",)


@pytest.mark.parametrize(
    ("core", "said"),
    [
        ([], ""),
        ([2], "On a bad day, just number 2."),
        ([1, 3], "On a bad day, just these two: numbers 1 and 3."),
        ([1, 2, 3], "On a bad day, just these: numbers 1, 2, 3."),
    ],
)
def test_a_bad_day(core: list[int], said: str) -> None:
    exercises = [SimpleNamespace(number=number, is_core=number in core) for number in (1, 2, 3)]
    assert sheets._core(exercises) == said  # type: ignore[arg-type]


def sheet_for(exercising: Exercising) -> Sheet:
    sheet = read_sheet(access_of(exercising.cast.tess, exercising.patient, "therapist", now=NOW))  # type: ignore[arg-type]
    assert sheet is not None
    return sheet


def test_the_whole_sheet(exercising: Exercising, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    exercising.revision.prescribed.filter(order=exercising.prescribed[0].order).update(note="Mind the rug.")
    sheet_for(exercising)  # the words of a version are read once a process
    with django_assert_num_queries(3):
        sheet = sheet_for(exercising)
    assert (sheet.title, sheet.phone, sheet.language) == ("Pat’s exercises", "555 0142", "en")
    assert sheet.sender == "From Tess Moran, Northside Clinic"
    assert sheet.revision == "Revision 1, from 19 November 2026"
    assert sheet.printed == "Printed 19 November 2026. Throw older sheets away."
    assert [one.note for one in sheet.exercises] == ["Mind the rug.", "", ""]
    assert sheet.draft == "Draft text, not yet reviewed by a clinician."
    assert [len(one.pictures) for one in sheet.exercises] == [2, 2, 2]
    assert all(picture.alt for one in sheet.exercises for picture in one.pictures)
    assert sheet.days[0].number == TODAY.day
    assert len(sheet.days) == 14
    assert sheet.stop.call_signs
    assert sheet.link.endswith(f"/s/{sheet.code}/")
    assert sheet.code.replace("-", "") == exercising.revision.sheet_code


def test_it_is_in_the_patients_language_whoever_prints(exercising: Exercising) -> None:
    exercising.patient.language = "es"
    sheet = sheet_for(exercising)
    assert sheet.revision.endswith("19 de noviembre de 2026")
    assert sheet.exercises[0].boxes[0].words == "Las dos piernas"
    assert sheet.exercises[1].name == "Almeja"
