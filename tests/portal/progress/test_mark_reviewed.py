"""Marking as reviewed and as read: only what stood on the page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.caseload.models import CaseloadRow
from portal.routines.models import Routine, RoutineRevision
from portal.sessions.caseload_facts import tell_caseload
from portal.sessions.models import SessionNote
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.progress.recording import a_note, a_session


@pytest.fixture
def revision(cast: Cast, library: None) -> RoutineRevision:
    return give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=40))


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def path(cast: Cast, name: str) -> str:
    return reverse(f"progress:{name}", args=[cast.pat_record.public_id])


def seen(cast: Cast, client: Client) -> str:
    return str(client.get(path(cast, "patient")).context["seen_at"])


def row(cast: Cast) -> CaseloadRow:
    return CaseloadRow.objects.get(patient=cast.pat_record)


def in_days(number: int) -> str:
    return (timezone.now().date() + timedelta(days=number)).isoformat()


def test_a_review_takes_every_reason_away(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    a_note(a_session(revision, 1, "done"), cast.pat, "It hurts", pain_during=8)
    tell_caseload(cast.pat_record, with_notes=True)
    assert (row(cast).pain_above_limit, row(cast).unread_count) == (8, 1)
    tess.post(path(cast, "mark_reviewed"), {"seen_at": seen(cast, tess), "next_review_by_on": in_days(14)})
    assert (row(cast).pain_above_limit, row(cast).unread_count) == (None, 0)
    assert row(cast).review_by_on == timezone.now().date() + timedelta(days=14)
    assert Routine.objects.get(patient=cast.pat_record).review_by_on == row(cast).review_by_on
    assert SessionNote.objects.get().read_by == cast.tess


def test_pain_of_before_the_review_does_not_come_back(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    a_note(a_session(revision, 2, "done"), cast.pat, pain_during=8)
    tess.post(path(cast, "mark_reviewed"), {"seen_at": seen(cast, tess), "next_review_by_on": in_days(14)})
    a_note(a_session(revision, 0, "done"), cast.pat, pain_during=2, at=timezone.now())
    tell_caseload(cast.pat_record, with_notes=True)
    assert row(cast).pain_above_limit_on is None


def test_what_came_in_meanwhile_is_not_marked_as_seen(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    opened = seen(cast, tess)
    a_note(a_session(revision, 0, "done"), cast.pat, "I fell over the carpet", at=timezone.now())
    sent = {"seen_at": opened, "next_review_by_on": in_days(14)}
    response = tess.post(path(cast, "mark_reviewed"), sent, follow=True)
    assert "Something new came in" in response.content.decode()
    assert SessionNote.objects.get().read_at is None
    assert row(cast).reviewed_at is None
    tess.post(path(cast, "mark_notes_read"), {"seen_at": opened})
    assert SessionNote.objects.get().read_at is None


def test_notes_can_be_marked_as_read(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    a_note(a_session(revision, 1, "done"), cast.pat, "All fine", pain_during=9)
    tell_caseload(cast.pat_record, with_notes=True)
    tess.post(path(cast, "mark_notes_read"), {"seen_at": seen(cast, tess)})
    assert row(cast).unread_count == 0
    assert row(cast).pain_above_limit == 9  # reading is not reviewing


@pytest.mark.parametrize("seen_at", ["", "x", "nan", "inf", "1e400", "-1e30", "\0"])
def test_without_a_page_nothing_counts_as_seen(
    cast: Cast, revision: RoutineRevision, tess: Client, seen_at: str
) -> None:
    a_note(a_session(revision, 1, "done"), cast.pat, "All fine")
    tess.post(path(cast, "mark_reviewed"), {"seen_at": seen_at, "next_review_by_on": in_days(14)})
    tess.post(path(cast, "mark_notes_read"), {"seen_at": seen_at})
    assert SessionNote.objects.get().read_at is None


@pytest.mark.parametrize("day", ["", "soon", "\0", "2020-01-01", "9999-12-31"])
def test_an_odd_day_is_said(cast: Cast, revision: RoutineRevision, tess: Client, day: str) -> None:
    before = row(cast).review_by_on
    response = tess.post(path(cast, "mark_reviewed"), {"seen_at": seen(cast, tess), "next_review_by_on": day})
    assert response.status_code == 422
    assert row(cast).review_by_on == before
