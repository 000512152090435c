"""How long a phase lasts, on the calendar. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from exercises.models import RoutineTemplate
from exercises.phases import phase_of

ONE_DAY = timedelta(days=1)


def proposed_end(template: RoutineTemplate, phase: int | None, from_on: date) -> date | None:
    """The last day of a phase that begins on `from_on`. None where the template foresees no end, or has no such phase.

    A proposal: the therapist sets the day when she publishes, and nothing moves by itself when it comes.
    """
    found = phase_of(template, phase)
    if found is None or not found.lasts_weeks:
        return None
    return from_on + timedelta(weeks=found.lasts_weeks) - ONE_DAY
