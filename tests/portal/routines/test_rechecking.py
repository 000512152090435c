"""What changes without anybody: a limit ends, a rule is new. The list follows by itself."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.precautions import Circumstances, Verdict
from portal.caseload.facts import ClashFacts, clash_of
from portal.caseload.models import CaseloadRow
from portal.routines import clashes, tasks
from portal.routines.checking import ClashSpan
from portal.routines.models import PrescribedExercise, Routine
from portal.routines.rechecking import recheck
from tests.cast import NOON, Cast, a_patient, give_routine

TODAY = NOON.date()
Says = Callable[[ClashSpan | None], None]


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Says:
    """What the check finds; which rules there are is tested elsewhere."""

    def say(span: ClashSpan | None) -> None:
        def found(rows: Sequence[PrescribedExercise], _limits: Circumstances, from_on: date) -> ClashSpan | None:
            assert [row.exercise.slug for row in rows] == ["glute-bridge", "clamshell", "heel-raise"]
            return span

        monkeypatch.setattr(clashes, "clash_span", found)

    return say


@pytest.fixture
def running(cast: Cast, library: None) -> Cast:
    give_routine(cast, cast.pat_record, now=NOON - timedelta(days=3))
    return cast


def row_of(cast: Cast) -> CaseloadRow:
    return CaseloadRow.objects.get(patient=cast.pat_record)


def avoid(from_on: date, until_on: date | None = None) -> ClashSpan:
    return ClashSpan(Verdict.AVOID, from_on, until_on)


def test_a_new_rule_brings_the_patient_onto_the_list_and_an_old_one_away(running: Cast, says: Says) -> None:
    CaseloadRow.objects.update(routine_since_on=None, review_by_on=None)
    says(avoid(TODAY))
    assert recheck(NOON) == 1
    assert (row_of(running).clash_from_on, row_of(running).attention_on) == (TODAY, TODAY)
    says(avoid(TODAY + timedelta(days=1)))
    assert recheck(NOON + timedelta(days=1)) == 0
    assert row_of(running).clash_from_on == TODAY
    says(None)
    assert recheck(NOON + timedelta(days=2)) == 1
    assert clash_of(row_of(running)) == ClashFacts()
    assert row_of(running).attention_on is None


def test_only_those_with_a_clash_on_record_are_asked_through_the_day(running: Cast, says: Says) -> None:
    says(avoid(TODAY, TODAY))
    assert recheck(NOON, only_clashing=True) == 0
    assert recheck(NOON) == 1
    says(None)
    assert recheck(NOON + timedelta(days=1), only_clashing=True) == 1
    assert clash_of(row_of(running)) == ClashFacts()


def test_a_routine_that_ended_is_left_alone(running: Cast, says: Says) -> None:
    Routine.objects.update(ended_on=TODAY)
    says(avoid(TODAY))
    assert recheck(NOON) == 0


def test_the_day_is_the_patients_own(running: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    days = []
    monkeypatch.setattr(clashes, "clash_span", lambda _rows, _limits, on: days.append(on))
    running.pat_record.time_zone = "Pacific/Kiritimati"  # 14 hours ahead of UTC
    running.pat_record.save()
    recheck(NOON)
    assert days == [TODAY + timedelta(days=1)]


def test_a_batch_costs_the_same_for_one_and_for_five(running: Cast) -> None:
    alone = cost()
    for number in range(4):
        patient = a_patient(running.northside, f"Patient {number}", date(1950, 1, 1), therapist=running.tess)
        give_routine(running, patient, now=NOON - timedelta(days=3))
    assert cost() == alone


def cost() -> int:
    with CaptureQueriesContext(connection) as queries:
        recheck(NOON)
    return len(queries)


def test_celery_and_the_command_do_it(running: Cast, says: Says, capsys: pytest.CaptureFixture[str]) -> None:
    says(avoid(date(2100, 1, 1)))
    call_command("recheck_routines")
    assert "changed: 1" in capsys.readouterr().out
    says(avoid(date(2101, 1, 1)))
    tasks.recheck_clashing()
    assert row_of(running).clash_from_on == date(2101, 1, 1)
    says(None)
    tasks.recheck_routines()
    assert row_of(running).clash_from_on is None
