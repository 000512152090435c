from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Patient
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.sessions.models import ExerciseResult, ExerciseSession
from tests.cast import Cast, give_routine

NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)  # a Thursday, an hour after the session was due
TODAY = NOW.date()


@dataclass
class Exercising:
    """Pat with three exercises a day at nine, and addresses of everything about one session."""

    cast: Cast
    revision: RoutineRevision
    pat: Client
    cara: Client

    @property
    def patient(self) -> Patient:
        return self.cast.pat_record

    @property
    def prescribed(self) -> list[PrescribedExercise]:
        return list(self.revision.prescribed.order_by("order"))

    def url(self, view: str, *, of: PrescribedExercise | UUID | None = None, day: date = TODAY, slot: int = 1) -> str:
        parts: list[object] = [self.patient.public_id, day, slot]
        if of is not None:
            parts.append(of.public_id if isinstance(of, PrescribedExercise) else of)
        return reverse(f"sessions:{view}", args=parts)

    @property
    def today_url(self) -> str:
        return reverse("home:today", args=[self.patient.public_id])

    def whole_session(self, **more: str) -> dict[str, str]:
        """What the form of a whole session sends when everything is ticked off."""
        answers = {f"answer-{one.public_id}": "done" for one in self.prescribed}
        return {"revision": str(self.revision.public_id), **answers, **more}

    def made(self, day: date, *, status: str = "due", slot: int = 1) -> ExerciseSession:
        """A session row, as the pump makes it."""
        due_at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        return ExerciseSession.objects.create(
            routine=self.revision.routine,
            revision=self.revision,
            local_date=day,
            slot=slot,
            due_at=due_at,
            status=status,
        )


@pytest.fixture
def at_ten():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def exercising(at_ten: None, cast: Cast, library: None) -> Exercising:
    revision = give_routine(cast, cast.pat_record)
    pat, cara = Client(), Client()
    pat.force_login(cast.pat)
    cara.force_login(cast.cara)
    return Exercising(cast, revision, pat, cara)


def live() -> list[ExerciseResult]:
    return list(ExerciseResult.objects.filter(voided_at__isnull=True).order_by("pk"))


def yesterday() -> date:
    return TODAY - timedelta(days=1)
