"""A tempo that is written for people becomes seconds for a moving picture."""

import pytest

from exercises.dosage import Dosage
from exercises.models import Exercise
from exercises.tempo import Pace, pace_of


@pytest.mark.parametrize(
    ("tempo", "dosage", "pace"),
    [
        ("up 2 s, hold 3 to 5 s, down 2 to 3 s", Dosage(2, 10, hold_seconds=4), Pace(2, 4, 3, is_counted=True)),
        ("down 2 s, pause 1 s, up 2 s", Dosage(1, 10), Pace(2, 1, 2)),
        ("1 s each way", Dosage(1, 10), Pace(1, 0, 1)),
        ("2 s up, 2 to 3 s down", Dosage(1, 10, hold_seconds=3), Pace(2, 3, 3, is_counted=True)),
        ("about 1 s up and 1 s down for each leg", Dosage(1, 10), Pace(1, 0, 1)),
        ("ease in 3 s, hold 30 s, ease out", Dosage(2, hold_seconds=30), Pace(3, 30, 3, is_counted=True)),
        ("5 slow breaths (about 20 to 30 s)", Dosage(1, breaths=4), Pace(2, 20, 2, is_counted=True, breaths=4)),
        ("hold 30 s", Dosage(2, hold_seconds=20), Pace(2, 20, 2, is_counted=True)),
        ("", Dosage(1, hold_seconds=10), Pace(2, 10, 2, is_counted=True)),
        ("", Dosage(1, 10), Pace(2, 0, 2)),
    ],
)
def test_the_moves_are_the_tempos_and_the_hold_is_the_doses(tempo: str, dosage: Dosage, pace: Pace) -> None:
    assert pace_of(tempo, dosage) == pace


def test_five_minutes_of_walking_are_no_hold() -> None:
    assert pace_of("comfortable pace", Dosage(1, hold_seconds=300)) == Pace(2, 0, 2)


def test_every_tempo_of_the_library_can_be_shown(library: None) -> None:
    for exercise in Exercise.objects.filter(clinic__isnull=True):
        pace = pace_of(exercise.tempo, exercise.default_dosage)
        assert 1 <= pace.out_seconds <= 5, exercise.slug
        assert 1 <= pace.back_seconds <= 5, exercise.slug
        assert pace.hold_seconds <= 60, exercise.slug
        assert pace.is_counted is bool(pace.breaths or exercise.default_hold_seconds) or pace.hold_seconds == 0
