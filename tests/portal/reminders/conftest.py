from datetime import timedelta
from typing import Any

import pytest

from portal.reminders.pump import pump_once
from portal.routines.models import RoutineRevision
from portal.sessions.models import ExerciseSession
from tests.cast import NOON, Cast, give_routine

# Pat's clock is UTC in tests. The routine is published the evening before.
EVENING = NOON - timedelta(hours=17)  # 19:00
NINE = NOON - timedelta(hours=3)


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    settings.MAIL_MAX_PER_MINUTE = 0
    settings.REMINDER_SPREAD_SECONDS = 0


@pytest.fixture
def routine(cast: Cast, library: None) -> RoutineRevision:
    """Pat exercises at 9:00; published the evening before. The pump has been round and told her so."""
    revision = give_routine(cast, cast.pat_record, now=EVENING)
    pump_once(EVENING)
    return revision


@pytest.fixture
def session(routine: RoutineRevision) -> ExerciseSession:
    """Pat's session of today, 9:00."""
    return ExerciseSession.objects.get(routine=routine.routine, local_date=NINE.date())


@pytest.fixture
def outbox(routine: RoutineRevision, mailoutbox: list[Any]) -> list[Any]:
    """What is sent from now on."""
    mailoutbox.clear()
    return mailoutbox
