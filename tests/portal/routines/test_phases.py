"""How long a phase lasts."""

from datetime import date

import pytest

from exercises.models import RoutineTemplate
from portal.routines.phases.length import proposed_end

BEGUN = date(2026, 11, 19)  # a Thursday


def a_phase(**more: object) -> dict[str, object]:
    return {"name": "Weeks 1 to 4", "from_week": 1, "to_week": 4, "lasts_weeks": 4, "move_on_when": [], **more}


@pytest.mark.parametrize(
    ("phase", "last_day"),
    [
        (1, date(2026, 12, 16)),  # four weeks with both ends, a Wednesday
        (2, date(2026, 11, 25)),
        (3, None),  # no end foreseen
        (4, None),  # not there
        (0, None),
        (None, None),
    ],
)
def test_a_phase_ends_after_its_weeks(phase: int | None, last_day: date | None) -> None:
    template = RoutineTemplate(phases=[a_phase(), a_phase(lasts_weeks=1), a_phase(to_week=None, lasts_weeks=None)])
    assert proposed_end(template, phase, BEGUN) == last_day


def test_a_template_without_phases_proposes_no_end() -> None:
    assert proposed_end(RoutineTemplate(phase="Long term", from_week=1, to_week=8), 1, BEGUN) is None
