"""Pausing, resuming and ending a routine."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from portal.caseload.models import CaseloadRow
from portal.routines.course.forms import PauseEndForm
from portal.routines.models import Routine, RoutinePause, RoutineRevision
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import start, url


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=3))
    return signed_in(cast.tess)


def days(first: int, last: int) -> dict[str, str]:
    today = timezone.now().date()
    return {
        "starts_on": (today + timedelta(days=first)).isoformat(),
        "ends_on": (today + timedelta(days=last)).isoformat(),
        "reason": "With her sister",
    }


def test_tess_can_pause_and_resume(cast: Cast, tess: Client) -> None:
    tess.post(url("pause", cast.pat_record), days(0, 5))
    pause = RoutinePause.objects.get()
    assert pause.reason == "With her sister"
    assert Routine.objects.get(patient=cast.pat_record).sessions_until_on is None
    assert "Resume today" in tess.get(url("course", cast.pat_record)).content.decode()
    tess.post(url("resume", cast.pat_record))
    assert not RoutinePause.objects.exists()


def test_resuming_keeps_the_days_that_were_paused(cast: Cast, tess: Client) -> None:
    today = timezone.now().date()
    routine = Routine.objects.get(patient=cast.pat_record)
    RoutinePause.objects.create(routine=routine, starts_on=today - timedelta(days=2), ends_on=today + timedelta(days=2))
    tess.post(url("resume", cast.pat_record))
    assert RoutinePause.objects.get().ends_on == today - timedelta(days=1)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (days(3, 1), "The last day must not be before the first day."),
        (days(-3, 1), "Choose today or a later day."),
        (days(0, 900), "A pause can last a year at most."),
        ({}, "Fill in the date."),
        (days(0, 3) | {"reason": "x" * 1_000_000}, "This text is too long."),
        (days(0, 3) | {"reason": "\0"}, "hidden character"),
        (days(0, 3) | {"ends_on": "soon"}, "Write the date as year, month, day"),
        (days(0, 3) | {"kind": "circus"}, "Choose one from the list."),
    ],
)
def test_a_pause_that_cannot_be_is_said(cast: Cast, tess: Client, sent: dict[str, str], sentence: str) -> None:
    response = tess.post(url("pause", cast.pat_record), sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not RoutinePause.objects.exists()


def test_a_second_pause_is_refused(cast: Cast, tess: Client) -> None:
    tess.post(url("pause", cast.pat_record), days(5, 9))
    response = tess.post(url("pause", cast.pat_record), days(0, 3))
    assert response.status_code == 409
    assert "There is a pause already" in response.content.decode()
    assert RoutinePause.objects.count() == 1


def test_the_kind_of_a_pause_is_kept_and_its_end_can_move(cast: Cast, tess: Client) -> None:
    today = timezone.now().date()
    tess.post(url("pause", cast.pat_record), days(1, 5) | {"kind": "hospital"})
    assert RoutinePause.objects.get().kind == "hospital"
    page = tess.get(url("course", cast.pat_record)).content.decode()
    assert "In hospital: “With her sister”" in page
    Routine.objects.update(sessions_until_on=today)
    later = today + timedelta(days=9)
    tess.post(url("change_pause", cast.pat_record), {"new_end_on": later.isoformat()})
    assert RoutinePause.objects.get().ends_on == later
    assert Routine.objects.get().sessions_until_on is None
    assert CaseloadRow.objects.get(patient=cast.pat_record).paused_until_on == later
    assert AuditEvent.objects.filter(action="routine.pause_changed").count() == 1


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (-1, "Choose today or a later day."),
        (1, "The last day must not be before the first day."),
        (900, "A pause can last a year at most."),
        (None, "Fill in the date."),
    ],
)
def test_an_end_that_cannot_be_is_said(cast: Cast, last: int | None, sentence: str) -> None:
    today = timezone.now().date()
    pause = RoutinePause(starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=5))
    sent = {} if last is None else {"new_end_on": (today + timedelta(days=last)).isoformat()}
    form = PauseEndForm(sent, today=today, pause=pause)
    assert sentence in str(form.errors)


def test_without_a_pause_its_end_cannot_move(cast: Cast, tess: Client) -> None:
    response = tess.post(url("change_pause", cast.pat_record), {"new_end_on": "2030-01-01"}, follow=True)
    assert "There is no pause any more." in response.content.decode()


def test_ending_is_asked_first_with_a_way_out(cast: Cast, tess: Client) -> None:
    page = tess.get(url("end", cast.pat_record)).content.decode()
    assert "Keep it as it is" in page
    assert Routine.objects.get(patient=cast.pat_record).ended_on is None


def test_ending_keeps_the_record_and_the_reason_and_drops_the_draft(cast: Cast, tess: Client) -> None:
    start(tess, cast.pat_record)
    tess.post(url("end", cast.pat_record), {"reason": "goals_met", "words": "Walks to the shop"})
    routine = Routine.objects.get(patient=cast.pat_record)
    assert routine.ended_on == timezone.now().date()
    assert (routine.end_reason, routine.end_words, routine.ended_by) == ("goals_met", "Walks to the shop", cast.tess)
    assert RoutineRevision.objects.filter(published_at__isnull=False).count() == 1
    assert not RoutineRevision.objects.filter(published_at__isnull=True).exists()
    assert "The goals are met" in tess.get(f"/patients/{cast.pat_record.public_id}/").content.decode()


def test_without_a_reason_it_does_not_end_and_what_was_typed_stays(cast: Cast, tess: Client) -> None:
    response = tess.post(url("end", cast.pat_record), {"words": "Walks to the shop"})
    assert response.status_code == 422
    assert "Walks to the shop" in response.content.decode()
    assert Routine.objects.get(patient=cast.pat_record).ended_on is None


@pytest.mark.parametrize("name", ["pause", "resume", "end"])
def test_without_a_routine_there_is_a_sentence(cast: Cast, tess: Client, name: str) -> None:
    response = tess.post(url(name, cast.walt_record), days(0, 3), follow=True)
    assert response.status_code == 200
    assert "There is no routine at the moment." in response.content.decode()
