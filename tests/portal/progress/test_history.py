"""The patient's own look back, and what a caregiver sees of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Scope
from portal.routines.models import RoutineRevision
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.progress.recording import a_note, a_result, a_session


@pytest.fixture
def revision(cast: Cast, library: None) -> RoutineRevision:
    return give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=30))


def path(cast: Cast) -> str:
    return reverse("progress:history", args=[cast.pat_record.public_id])


def scopes(cast: Cast, *given: Scope) -> None:
    cast.cara_for_pat.scopes = [scope.value for scope in given]
    cast.cara_for_pat.save()


def test_pat_sees_her_weeks_in_words(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    for days_ago in range(1, 20):
        a_session(revision, days_ago, "done" if days_ago % 5 else "due")
    response = signed_in(cast.pat).get(path(cast))
    counts = response.context["page"].four_weeks
    assert (counts.kept, counts.due) == (16, 19)
    assert "16 of 19 sessions" in response.content.decode()


def test_there_is_no_score_and_no_streak(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    a_note(a_session(revision, 1, "done"), cast.pat, pain_during=8)
    text = signed_in(cast.pat).get(path(cast)).content.decode().lower()
    for word in ("streak", "score", "points", "%", "missed", "limit you set", "well done", "failed"):
        assert word not in text


def test_pat_sees_her_private_note_and_caras(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    a_note(a_session(revision, 2, "done"), cast.pat, "Only for Tess")
    a_note(a_session(revision, 1, "done"), cast.cara, "She was brave", is_shared=True)
    text = signed_in(cast.pat).get(path(cast)).content.decode()
    assert "Only for Tess" in text
    assert "She was brave" in text


def test_cara_sees_only_what_is_shared(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    scopes(cast, Scope.VIEW_HISTORY, Scope.VIEW_SHARED_NOTES)
    a_note(a_session(revision, 3, "done"), cast.pat, "Only for Tess", pain_during=9)
    a_note(a_session(revision, 2, "done"), cast.pat, "For both of you", is_shared=True, pain_during=4)
    response = signed_in(cast.cara).get(path(cast))
    text = response.content.decode()
    assert "For both of you" in text
    assert "Only for Tess" not in text
    assert [reading.value for reading in response.context["page"].pain] == [4]


def test_without_the_scope_for_notes_cara_sees_only_her_own(
    cast: Cast, revision: RoutineRevision, signed_in: SignIn
) -> None:
    scopes(cast, Scope.VIEW_HISTORY)
    a_note(a_session(revision, 2, "done"), cast.pat, "For both of you", is_shared=True)
    a_note(a_session(revision, 1, "done"), cast.cara, "I was there", is_shared=True)
    text = signed_in(cast.cara).get(path(cast)).content.decode()
    assert "For both of you" not in text
    assert "I was there" in text


def test_without_the_scope_for_history_there_is_no_page(cast: Cast, signed_in: SignIn) -> None:
    scopes(cast, Scope.VIEW_ROUTINE, Scope.VIEW_SHARED_NOTES)
    assert signed_in(cast.cara).get(path(cast)).status_code == 404


def test_strangers_get_nothing(cast: Cast, signed_in: SignIn) -> None:
    for user in (cast.sam, cast.otto, cast.ada):
        assert signed_in(user).get(path(cast)).status_code == 404


def test_an_empty_history_says_what_will_stand_here(cast: Cast, signed_in: SignIn) -> None:
    assert "What you tick off appears here" in signed_in(cast.pat).get(path(cast)).content.decode()


def test_history_costs_the_same_after_weeks(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    a_result(a_session(revision, 0, "done"), cast.pat)
    with CaptureQueriesContext(connection) as few:
        client.get(path(cast))
    for days_ago in range(1, 29):
        session = a_session(revision, days_ago, "done")
        a_result(session, cast.pat)
        a_note(session, cast.pat, "Fine", pain_during=2)
    with CaptureQueriesContext(connection) as many:
        client.get(path(cast))
    assert len(many) == len(few) <= 12
