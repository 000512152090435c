"""What a routine adds up to."""

from exercises.models import Exercise
from portal.routines.models import PrescribedExercise
from portal.routines.summary import seconds_a_day, summarise


def row(**dose: object) -> PrescribedExercise:
    exercise = Exercise(slug="x", laterality="bilateral", seconds_per_rep=6, equipment=["chair"])
    return PrescribedExercise(exercise=exercise, **{"side": "bilateral", "sets": 1, "reps": 10, **dose})


def test_each_time_of_the_day_counts() -> None:
    assert seconds_a_day(row(), 1) == 60
    assert seconds_a_day(row(), 2) == 120
    assert seconds_a_day(row(slots=0b10), 2) == 60


def test_the_shortest_and_the_longest_day() -> None:
    summary = summarise([row(), row(weekdays=0b0000001, sets=2)], 1)
    assert (summary.fewest_minutes, summary.most_minutes) == (1, 3)
    assert summary.equipment == ["chair"]


def test_a_day_off_is_not_the_shortest_day() -> None:
    assert summarise([row(weekdays=1)], 1).is_the_same_each_day


def test_more_than_six_is_said_gently() -> None:
    assert not summarise([row()] * 6, 1).is_long
    assert summarise([row()] * 7, 1).is_long
    assert summarise([], 1).most_minutes == 0
