"""The change notice: what a patient reads of a change. Pure, without the database."""

import itertools
from typing import Any

import pytest
from django.utils import translation

from exercises.models import Exercise, ExerciseText, ExerciseVariant
from portal.routines.models import PrescribedExercise
from portal.routines.publishing.changes import Part
from portal.routines.publishing.notice import Kind, Line, notice_lines
from tests.exercises.reading_grade import grade

NAMES = {"clamshell": "Clamshell", "heel-raise": "Heel raise", "step-up": "Step-up"}
KEYS = {slug: number for number, slug in enumerate(NAMES, start=1)}
numbers = itertools.count(1)


def given(slug: str = "clamshell", *, variant: str = "", **more: Any) -> PrescribedExercise:
    exercise = Exercise(pk=KEYS[slug], slug=slug)
    exercise._prefetched_objects_cache = {"texts": [ExerciseText(language="en", name=NAMES[slug])]}
    dose = {"side": "left", "sets": 2, "reps": 8, "order": next(numbers)} | more
    row = PrescribedExercise(exercise=exercise, **dose)
    if variant:
        row.variant = ExerciseVariant(pk=1, exercise=exercise)
        row.variant._prefetched_objects_cache = {"texts": [ExerciseText(language="en", name=variant)]}
    return row


def said(
    old: list[PrescribedExercise],
    new: list[PrescribedExercise],
    *,
    times: tuple[list[str], list[str]] = (["09:00"], ["09:00"]),
    reasons: dict[str, str] | None = None,
    helped: str = "",
) -> list[Line]:
    return notice_lines(Part(old, times[0]), Part(new, times[1]), reasons or {}, "en", helped=helped)


def one(old: PrescribedExercise, new: PrescribedExercise, **more: Any) -> tuple[Kind, str, str]:
    (line,) = said([old], [new], **more)
    return line.kind, line.title, " ".join(line.sentences)


def test_new_and_stopped_with_why() -> None:
    lines = said([given("heel-raise")], [given("step-up")], reasons={"heel-raise": "not_needed"})
    assert [(line.kind, line.title, line.sentences) for line in lines] == [
        (Kind.NEW, "New: Step-up", ("2 sets of 8.",)),
        (Kind.STOPPED, "Stopped: Heel raise", ("You do not need it any more.",)),
    ]


@pytest.mark.parametrize(
    ("kept", "helped", "words"),
    [
        ("hurt", "", ("It hurt.",)),
        ("not_needed", "Pat", ("Pat does not need it any more.",)),
        ("Your knee was sore.", "", ("Your knee was sore.",)),
        ("", "", ()),
    ],
)
def test_why_it_is_stopped(kept: str, helped: str, words: tuple[str, ...]) -> None:
    (_new, stopped) = said([given("heel-raise")], [given()], reasons={"heel-raise": kept}, helped=helped)
    assert stopped.sentences == words


MORE, LESS, CHANGED = Kind.MORE, Kind.LESS, Kind.CHANGED
MON_THU = 0b0001001


@pytest.mark.parametrize(
    ("before", "now", "kind", "words"),
    [
        ({}, {"reps": 10}, MORE, "Now 2 sets of 10. It was 2 sets of 8."),
        ({}, {"sets": 1}, LESS, "Now 8 times. It was 2 sets of 8."),
        ({}, {"sets": 3, "reps": 6}, CHANGED, "Now 3 sets of 6. It was 2 sets of 8."),
        ({"hold_seconds": 3}, {"hold_seconds": 5}, MORE, "Now hold 5 seconds. It was 3 seconds."),
        ({"hold_seconds": 3}, {"hold_seconds": 3, "reps": 10}, MORE, "Now 2 sets of 10. It was 2 sets of 8."),
        (
            {"reps": None, "hold_seconds": 20},
            {"reps": None, "hold_seconds": 30},
            MORE,
            "Now 30 seconds, 2 times. It was 20 seconds, 2 times.",
        ),
        ({}, {"rest_seconds": 30}, CHANGED, "Rest 30 seconds between sets."),
        (
            {"rest_seconds": 30},
            {"rest_seconds": 60},
            CHANGED,
            "Rest 60 seconds between sets. It was 30 seconds.",
        ),
        ({"rest_seconds": 30}, {}, CHANGED, "No rest between sets now."),
        ({}, {"side": "each_side"}, CHANGED, "Now: Each side. It was: Left leg."),
        ({}, {"weekdays": MON_THU}, LESS, "Now: Monday and Thursday. It was: every day."),
        ({"weekdays": MON_THU}, {}, MORE, "Now: every day. It was: Monday and Thursday."),
        ({}, {"resistance": "red band"}, CHANGED, "Now with: red band."),
        ({"resistance": "red band"}, {}, CHANGED, "Now without: red band."),
        ({"resistance": "red band"}, {"resistance": "blue band"}, CHANGED, "Now: blue band. It was: red band."),
        ({}, {"note": "Hold on."}, CHANGED, "The note with it says: “Hold on.”"),
        ({"note": "Hold on."}, {}, CHANGED, "The note “Hold on.” does not count any more."),
    ],
)
def test_more_less_and_something_else(before: dict[str, Any], now: dict[str, Any], kind: Kind, words: str) -> None:
    title = {MORE: "More: Clamshell", LESS: "Less: Clamshell", CHANGED: "Changed: Clamshell"}[kind]
    assert one(given(**before), given(**now)) == (kind, title, words)


def test_more_here_and_less_there_is_neither() -> None:
    kind, _title, words = one(given(), given(reps=10, weekdays=MON_THU))
    assert kind == CHANGED
    assert words == "Now 2 sets of 10. It was 2 sets of 8. Now: Monday and Thursday. It was: every day."


def test_another_form() -> None:
    found = one(given(), given(variant="Clamshell with a pillow"))
    assert found == (CHANGED, "Changed: Clamshell with a pillow", "This is another form. It was: Clamshell.")


TWICE = ["09:00", "16:00"]


@pytest.mark.parametrize(
    ("slots", "times", "lines"),
    [
        ((0, 0), (TWICE, ["10:00", "16:00"]), [(CHANGED, "Times of the day", "10 a.m. and 4 p.m", "9 a.m. and 4 p.m")]),
        ((0, 0), (["09:00"], TWICE), [(MORE, "Times of the day", "9 a.m. and 4 p.m", "9 a.m")]),
        ((0, 0b01), (TWICE, TWICE), [(LESS, "Less: Clamshell", "9 a.m", "9 a.m. and 4 p.m")]),
        ((0b01, 0b10), (TWICE, TWICE), [(CHANGED, "Changed: Clamshell", "4 p.m", "9 a.m")]),
        # The same as before, said in another way.
        ((0, 0b01), (["09:00"], TWICE), [(MORE, "Times of the day", "9 a.m. and 4 p.m", "9 a.m")]),
    ],
)
def test_times_of_the_day(slots: tuple[int, int], times: tuple[list[str], list[str]], lines: list[Any]) -> None:
    found = said([given(slots=slots[0])], [given(slots=slots[1])], times=times)
    expected = [(kind, title, f"Now: {now}. It was: {before}.") for kind, title, now, before in lines]
    assert [(line.kind, line.title, *line.sentences) for line in found] == expected


def test_the_order_is_said_only_where_nothing_else_changed() -> None:
    first, second = given("clamshell"), given("heel-raise")
    turned = [given("heel-raise"), given("clamshell")]
    assert [line.title for line in said([first, second], turned)] == ["The order has changed."]
    assert [line.title for line in said([first, second], [*turned, given("step-up")])] == ["New: Step-up"]
    assert [line.title for line in said([first], [given("clamshell")])] == ["The exercises are the same as before."]


def test_the_same_exercise_twice_is_matched_in_its_order() -> None:
    found = said([given(side="left"), given(side="right")], [given(side="left"), given(side="right", reps=9)])
    assert [line.title for line in found] == ["More: Clamshell"]


def test_it_is_easy_to_read_and_neither_praises_nor_judges() -> None:
    lines = said(
        [given("heel-raise"), given("clamshell")],
        [given("step-up"), given("clamshell", reps=10, weekdays=MON_THU)],
        reasons={"heel-raise": "replaced"},
    )
    texts = [text for line in lines for text in (f"{line.title}.", *line.sentences)]
    text = " ".join(texts)
    assert grade(texts) <= 6
    for word in ("well done", "great", "good", "progress", "ready", "!", "should", "must"):
        assert word not in text.lower()


def test_it_is_in_the_active_language() -> None:
    with translation.override("fr"):
        (line,) = said([given(weekdays=MON_THU)], [given()])
        assert "lundi" in " ".join(line.sentences)
