"""What changed, on today's page: until it is read, by each person; then one quiet line for the rest of the week."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Role, Scope
from accounts.models import AuditEvent, CareGrant
from exercises.models import Exercise
from portal.caseload.models import CaseloadRow
from portal.home.change import NEWS_DAYS
from portal.routines import actions as routine_actions
from portal.routines.models import RevisionConfirmation, Routine, RoutineRevision
from portal.routines.publishing.actions import LastTouches, publish
from portal.routines.publishing.confirming import confirm_change
from tests.cast import Cast, access_of
from tests.portal.home.test_today import MOST_STATEMENTS, at, page_of, statements
from tests.portal.sessions.exercising import NOW, Exercising


def change(
    exercising: Exercising, *, now: datetime = NOW, touches: LastTouches | None = None, **dose: Any
) -> RoutineRevision:
    """Tess changes the dose of the glute bridge."""
    by = access_of(exercising.cast.tess, exercising.patient, Role.THERAPIST, now=now)
    draft = routine_actions.open_draft(by=by)
    draft.prescribed.filter(exercise__slug="glute-bridge").update(**dose)
    return publish(draft, by=by, touches=touches)


def stop(exercising: Exercising, slug: str, why: str, *, now: datetime = NOW) -> RoutineRevision:
    by = access_of(exercising.cast.tess, exercising.patient, Role.THERAPIST, now=now)
    draft = routine_actions.open_draft(by=by)
    draft.prescribed.filter(exercise__slug=slug).delete()
    return publish(draft, by=by, touches=LastTouches({slug: why}))


def confirm(client: Client, exercising: Exercising, revision: RoutineRevision | str) -> int:
    path = reverse("home:confirm_change", args=[exercising.patient.public_id])
    sent = revision if isinstance(revision, str) else str(revision.public_id)
    return client.post(path, {"revision": sent}).status_code


def card(client: Client, exercising: Exercising) -> Any:
    return client.get(exercising.today_url).context["page"].change


def lines(client: Client, exercising: Exercising) -> list[str]:
    return [line.title for line in card(client, exercising).notice.lines]


def unconfirmed(exercising: Exercising) -> bool:
    return CaseloadRow.objects.get(patient=exercising.patient).unconfirmed_since_on is not None


def test_the_card_says_what_changed_and_waits(exercising: Exercising) -> None:
    change(exercising, sets=4)
    page = page_of(exercising.pat, exercising.patient)
    for words in ("Tess changed your exercises today", "More: Glute bridge", "I have read this"):
        assert words in page
    with at(NOW + timedelta(days=NEWS_DAYS + 20)):
        exercising.pat.force_login(exercising.cast.pat)
        assert "Tess changed your exercises on 19 November" in page_of(exercising.pat, exercising.patient)


def test_after_it_is_read_one_line_stays_for_the_rest_of_the_week(exercising: Exercising) -> None:
    revision = change(exercising, sets=4)
    assert unconfirmed(exercising)
    confirm(exercising.pat, exercising, revision)
    assert not unconfirmed(exercising)
    page = page_of(exercising.pat, exercising.patient)
    assert "Tess changed your exercises today. You have read it." in page
    assert "I have read this" not in page
    assert "More: Glute bridge" not in page
    with at(NOW + timedelta(days=NEWS_DAYS)):
        exercising.pat.force_login(exercising.cast.pat)
        assert card(exercising.pat, exercising) is None


def test_each_person_reads_it_once(exercising: Exercising) -> None:
    revision = change(exercising, sets=4)
    for client in (exercising.cara, exercising.cara, exercising.pat):
        assert confirm(client, exercising, revision) == 302
    found = RevisionConfirmation.objects.order_by("pk").values_list("confirmed_by__email", "is_on_behalf")
    assert list(found) == [("cara@example.org", True), ("pat@example.org", False)]
    assert AuditEvent.objects.filter(action="routine.change_confirmed").count() == 2


def test_cara_says_it_for_pat(exercising: Exercising) -> None:
    revision = change(exercising, sets=4)
    page = page_of(exercising.cara, exercising.patient)
    assert "Tess changed Pat’s exercises today" in page
    assert "You say this for Pat." in page
    confirm(exercising.cara, exercising, revision)
    assert not unconfirmed(exercising)
    assert card(exercising.pat, exercising).notice  # Pat has not read it herself


def test_who_missed_one_reads_what_changed_since(exercising: Exercising) -> None:
    second = change(exercising, sets=4)
    confirm(exercising.pat, exercising, second)
    stop(exercising, "heel-raise", "hurt")
    change(exercising, sets=5)
    notice = card(exercising.pat, exercising).notice
    assert [(line.title, line.sentences[:1]) for line in notice.lines] == [
        ("Stopped: Heel raise", ("It hurt.",)),
        ("More: Glute bridge", ("Now 5 sets of 10. It was 4 sets of 10.",)),
    ]
    # Cara has read none: she is told of the newest change.
    assert lines(exercising.cara, exercising) == ["More: Glute bridge"]


def test_what_was_read_is_named_so_a_newer_change_is_not(exercising: Exercising) -> None:
    second = change(exercising, sets=4)
    change(exercising, sets=5)
    confirm(exercising.pat, exercising, second)
    assert unconfirmed(exercising)
    assert lines(exercising.pat, exercising) == ["More: Glute bridge"]


@pytest.mark.parametrize("odd", ["", "x", "\0", "9" * 500, "00000000-0000-0000-0000-000000000000"])
def test_something_else_confirms_nothing(exercising: Exercising, odd: str) -> None:
    change(exercising, sets=4)
    assert confirm(exercising.pat, exercising, odd) == 302
    assert not RevisionConfirmation.objects.exists()


def test_a_first_revision_asks_nothing(exercising: Exercising) -> None:
    assert card(exercising.pat, exercising) is None
    confirm(exercising.pat, exercising, exercising.revision)
    assert not RevisionConfirmation.objects.exists()


def test_who_may_only_look_reads_it_for_a_week_and_cannot_confirm(exercising: Exercising) -> None:
    revision = change(exercising, sets=4)
    CareGrant.objects.update(scopes=[Scope.VIEW_ROUTINE.value])
    assert "I have read this" not in page_of(exercising.cara, exercising.patient)
    assert confirm(exercising.cara, exercising, revision) == 404
    exercising.cara.force_login(exercising.cast.tess)
    assert confirm(exercising.cara, exercising, revision) == 404


def test_confirming_after_the_end_of_the_routine_tells_the_caseload_nothing(exercising: Exercising) -> None:
    revision = change(exercising, sets=4)
    Routine.objects.update(ended_on=NOW.date())
    row = CaseloadRow.objects.get(patient=exercising.patient)
    by = access_of(exercising.cast.pat, exercising.patient, Role.PATIENT, now=NOW)
    assert confirm_change(revision, by=by)
    assert CaseloadRow.objects.get(patient=exercising.patient).unconfirmed_since_on == row.unconfirmed_since_on


def test_it_needs_one_statement_more_however_much_changed(exercising: Exercising) -> None:
    change(exercising, sets=4)
    assert statements(exercising.pat, exercising.today_url, is_first=False) == MOST_STATEMENTS
    by = access_of(exercising.cast.tess, exercising.patient, Role.THERAPIST, now=NOW)
    draft = routine_actions.open_draft(by=by)
    for slug in ("heel-slide", "ankle-pumps", "quad-set", "seated-march", "mini-squat"):
        routine_actions.add_exercise(draft, Exercise.objects.get(slug=slug), by=by)
    revision = publish(draft, by=by)
    assert statements(exercising.pat, exercising.today_url, is_first=False) == MOST_STATEMENTS
    confirm(exercising.pat, exercising, revision)
    assert statements(exercising.pat, exercising.today_url, is_first=False) == MOST_STATEMENTS


class TestReviewIsDue:
    @pytest.mark.parametrize(("days", "is_said"), [(0, False), (1, True)])
    def test_from_the_day_after_both_know(self, exercising: Exercising, days: int, is_said: bool) -> None:
        Routine.objects.update(review_by_on=NOW.date() - timedelta(days=days))
        page = page_of(exercising.pat, exercising.patient)
        assert ("wanted to look at these exercises again by" in page) == is_said
        if is_said:
            assert "Tess wanted to look at these exercises again by 18 November" in page
            assert "call Northside Clinic: 555 0142" in page
            assert "Start number 1" in page

    def test_it_costs_no_statement(self, exercising: Exercising) -> None:
        Routine.objects.update(review_by_on=NOW.date() - timedelta(days=9))
        assert statements(exercising.pat, exercising.today_url) == MOST_STATEMENTS


def test_without_a_routine_nothing_is_said(at_ten: None, cast: Cast, library: None) -> None:
    client = Client()
    client.force_login(cast.pat)
    page = client.get(reverse("home:today", args=[cast.pat_record.public_id])).context["page"]
    assert (page.change, page.review) == (None, None)
