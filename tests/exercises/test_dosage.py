import pytest
from django.utils import translation

from exercises.dosage import (
    Dosage,
    estimated_seconds,
    for_patient,
    for_staff,
    length_in_words,
    rest_for_patient,
)
from exercises.laterality import Laterality, choices_for


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        (Dosage(sets=2, reps=8, hold_seconds=3), "2 sets of 8. Hold 3 seconds."),
        (Dosage(sets=1, reps=8), "8 times."),
        (Dosage(sets=1, reps=1), "1 time."),
        (Dosage(sets=1, reps=8, side=Laterality.EACH_SIDE), "8 times each side."),
        (Dosage(sets=2, reps=8, side=Laterality.EACH_SIDE), "2 sets of 8 each side."),
        (Dosage(sets=1, reps=10, side=Laterality.ALTERNATING), "10 times with each leg."),
        (Dosage(sets=2, reps=10, side=Laterality.ALTERNATING), "2 sets of 10 with each leg."),
        (Dosage(sets=2, reps=8, side=Laterality.LEFT), "2 sets of 8."),
        (Dosage(sets=1, reps=8, hold_seconds=1), "8 times. Hold 1 second."),
        (Dosage(sets=2, hold_seconds=30), "30 seconds, 2 times."),
        (Dosage(sets=2, reps=1, hold_seconds=30), "30 seconds, 2 times."),
        (Dosage(sets=2, hold_seconds=30, side=Laterality.EACH_SIDE), "30 seconds each side, 2 times."),
        (Dosage(sets=1, hold_seconds=300), "5 minutes."),
        (Dosage(sets=1, breaths=5), "5 slow breaths."),
        (Dosage(sets=2, breaths=5), "5 slow breaths, 2 times."),
        (Dosage(sets=1, reps=6, breaths=3), "6 times. Hold for 3 breaths."),
    ],
)
def test_a_patient_reads_the_dose_as_a_sentence(dosage: Dosage, words: str) -> None:
    assert for_patient(dosage) == words


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        (Dosage(sets=2, reps=8, hold_seconds=3), "2 × 8, hold 3 s"),
        (Dosage(sets=1, reps=8), "1 × 8"),
        (Dosage(sets=2, hold_seconds=30, side=Laterality.EACH_SIDE), "2 × 30 s, each side"),
        (Dosage(sets=1, reps=10, side=Laterality.ALTERNATING), "1 × 10 each leg, in turn"),
        (Dosage(sets=1, hold_seconds=300), "1 × 5 min"),
        (Dosage(sets=2, breaths=5), "2 × 5 breaths"),
    ],
)
def test_staff_read_the_dose_in_short(dosage: Dosage, words: str) -> None:
    assert for_staff(dosage) == words


def test_the_rest_is_said_only_between_sets() -> None:
    assert rest_for_patient(Dosage(sets=2, reps=8, rest_seconds=30)) == "Rest 30 seconds between sets."
    assert rest_for_patient(Dosage(sets=1, reps=8, rest_seconds=30)) == ""
    assert rest_for_patient(Dosage(sets=2, reps=8)) == ""


def test_lengths_are_said_as_people_say_them() -> None:
    assert [length_in_words(seconds) for seconds in (1, 60, 90, 120, 150)] == [
        "1 second",
        "60 seconds",
        "90 seconds",
        "2 minutes",
        "2 minutes 30 seconds",
    ]


def test_the_time_counts_sets_sides_holds_and_rests() -> None:
    each_side = Dosage(sets=2, reps=8, hold_seconds=3, rest_seconds=30, side=Laterality.EACH_SIDE)
    assert estimated_seconds(each_side, seconds_per_rep=8, usual_hold_seconds=3) == 2 * 2 * 8 * 8 + 30
    longer_hold = Dosage(sets=1, reps=10, hold_seconds=5)
    assert estimated_seconds(longer_hold, seconds_per_rep=6, usual_hold_seconds=2) == 10 * (4 + 5)
    stretch = Dosage(sets=2, hold_seconds=30, rest_seconds=15)
    assert estimated_seconds(stretch, seconds_per_rep=5) == 2 * 35 + 15


def test_sides_that_a_therapist_may_choose() -> None:
    assert choices_for(Laterality.BILATERAL) == (Laterality.BILATERAL,)
    assert choices_for(Laterality.EACH_SIDE) == (Laterality.EACH_SIDE, Laterality.LEFT, Laterality.RIGHT)


def test_the_words_for_sides_are_plain() -> None:
    with translation.override("en"):
        assert [str(side.label) for side in Laterality] == [
            "Left leg",
            "Right leg",
            "Both legs",
            "Each side",
            "In turn, left and right",
        ]
