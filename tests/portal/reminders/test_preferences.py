from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access import Scope
from accounts.models import Patient, User
from portal.reminders.models import DeliveryKind, DeliveryState, Reason, ReminderDelivery, ReminderPreference
from portal.reminders.pump import pump_once
from portal.routines.models import Routine
from portal.sessions.models import ExerciseSession, SessionStatus
from tests.cast import Cast, a_patient, give_routine
from tests.conftest import SignIn


def address(patient: Patient, name: str = "preferences") -> str:
    return reverse(f"reminders:{name}", args=[patient.public_id])


@pytest.fixture
def running(cast: Cast, library: None, mailoutbox: list[Any]) -> ExerciseSession:
    """Pat's routine began a week ago; the page reads the real clock."""
    now = timezone.now()
    revision = give_routine(cast, cast.pat_record, times=["00:01", "12:00", "23:58"], now=now - timedelta(days=7))
    pump_once(now)
    return ExerciseSession.objects.filter(routine=revision.routine, due_at__lt=now).latest("due_at")


def delivery(session: ExerciseSession, user: User, **fields: Any) -> ReminderDelivery:
    given = {"state": DeliveryState.SENT, "sent_at": session.due_at, "next_attempt_at": None} | fields
    row, _created = ReminderDelivery.objects.update_or_create(
        occasion=f"session:{session.pk}",
        recipient=user,
        kind=DeliveryKind.SESSION_DUE,
        defaults=given
        | {
            "patient": session.routine.patient,
            "exercise_session": session,
            "planned_for": session.due_at,
            "expires_at": session.due_at,
        },
    )
    return row


def test_pat_reads_what_comes_next(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    response = signed_in(cast.pat).get(address(cast.pat_record))
    assert response.status_code == 200
    assert len(response.context["mine"].upcoming) == 3
    assert "Reminders are on" in response.text
    assert "Tomorrow" in response.text


def test_pat_reads_what_happened_and_why_not(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    delivery(running, cast.pat)
    page = signed_in(cast.pat).get(address(cast.pat_record)).text
    assert "Sent at" in page
    suppressed = {"state": DeliveryState.SUPPRESSED, "sent_at": None, "reason": Reason.ALREADY_DONE}
    delivery(running, cast.pat, **suppressed)
    page = signed_in(cast.pat).get(address(cast.pat_record)).text
    assert "Not sent: it was already recorded" in page


def test_pat_reads_that_reminders_wait_for_the_review(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    today = cast.pat_record.today(timezone.now())
    Routine.objects.update(review_by_on=today)
    mine = signed_in(cast.pat).get(address(cast.pat_record)).context["mine"]
    assert {line.title for line in mine.upcoming} <= {"Today"}  # none is promised for a day after the review
    Routine.objects.update(review_by_on=today - timedelta(days=1))
    response = signed_in(cast.pat).get(address(cast.pat_record))
    assert response.context["mine"].upcoming == []
    text = response.content.decode()
    assert "Reminders wait for now" in text
    assert "No reminder is sent until that is done. To ask about it, call Northside Clinic: 555 0142." in text


def test_what_is_recorded_already_is_not_announced(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    before = signed_in(cast.pat).get(address(cast.pat_record)).context["mine"].upcoming
    following = ExerciseSession.objects.filter(due_at__gt=timezone.now()).earliest("due_at")
    ExerciseSession.objects.filter(pk=following.pk).update(status=SessionStatus.DONE)
    after = signed_in(cast.pat).get(address(cast.pat_record)).context["mine"].upcoming
    assert after[:2] == before[1:]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(cast: Cast, running: ExerciseSession, signed_in: SignIn, reason: Reason) -> None:
    delivery(running, cast.pat, state=DeliveryState.FAILED, sent_at=None, reason=reason)
    assert f"Not sent: {reason.label}" in signed_in(cast.pat).get(address(cast.pat_record)).text


def test_reading_the_page_writes_nothing_but_the_audit(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    ReminderPreference.objects.all().delete()
    signed_in(cast.pat).get(address(cast.pat_record))
    assert not ReminderPreference.objects.exists()


def test_cara_has_wishes_of_her_own_for_each_person(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    cara = signed_in(cast.cara)
    assert "Your reminders about Walt" in cara.get(address(cast.walt_record)).text
    cara.post(address(cast.pat_record, "switch"), {"wanted": "off"})
    wishes = {(one.patient, one.recipient): one.session_due for one in ReminderPreference.objects.all()}
    assert wishes[cast.pat_record, cast.cara] is False
    assert wishes.get((cast.pat_record, cast.pat), True) is True
    assert wishes.get((cast.walt_record, cast.cara), True) is True


def test_cara_reads_nothing_of_pats_mails(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    ReminderDelivery.objects.all().delete()
    delivery(running, cast.pat)
    page = signed_in(cast.cara).get(address(cast.pat_record)).text
    assert "Sent at" not in page
    assert "pat@example.org" not in page


@pytest.mark.parametrize("name", ["preferences", "switch", "pause", "resume"])
@pytest.mark.parametrize("who", ["tess", "ada", "otto", "sam"])
def test_nobody_else_has_a_say(cast: Cast, signed_in: SignIn, who: str, name: str) -> None:
    client = signed_in(getattr(cast, who))
    ask = client.get if name == "preferences" else client.post
    assert ask(address(cast.pat_record, name), {"wanted": "off"}).status_code == 404
    assert not ReminderPreference.objects.exists()


def test_a_caregiver_without_the_scope_has_no_say(cast: Cast, signed_in: SignIn) -> None:
    cast.cara_for_pat.scopes = [Scope.VIEW_ROUTINE.value]
    cast.cara_for_pat.save()
    assert signed_in(cast.cara).get(address(cast.pat_record)).status_code == 404


def test_pat_switches_off_and_on(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    pat = signed_in(cast.pat)
    page = pat.post(address(cast.pat_record, "switch"), {"wanted": "off"}, follow=True)
    assert "Reminders are off" in page.text
    assert page.context["mine"].upcoming == []
    page = pat.post(address(cast.pat_record, "switch"), {"wanted": "on"}, follow=True)
    assert "Reminders are on" in page.text


def test_pat_pauses_and_starts_again(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    pat = signed_in(cast.pat)
    until = cast.pat_record.today(timezone.now()) + timedelta(days=5)
    page = pat.post(address(cast.pat_record, "pause"), {"until": until.isoformat()}, follow=True)
    assert "Reminders are paused" in page.text
    assert "They start again on" in page.text
    assert page.context["mine"].paused_until_on == until
    page = pat.post(address(cast.pat_record, "resume"), follow=True)
    assert "Reminders are on" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Choose the day on which reminders start again."),
        ("soon", "Write the day like this: 2026-12-24."),
        ("2026-13-45", "Write the day like this: 2026-12-24."),
        ("2001-01-01", "Choose a day after today."),
        ("9999-12-31", "Choose a day within a year."),
        ("2026\x00", "Write the day like this: 2026-12-24."),
        ("9" * 1_000_000, "Write the day like this: 2026-12-24."),
    ],
)
def test_a_day_that_cannot_be_keeps_what_was_typed(cast: Cast, signed_in: SignIn, typed: str, sentence: str) -> None:
    response = signed_in(cast.pat).post(address(cast.pat_record, "pause"), {"until": typed})
    assert response.status_code == 200
    assert sentence in response.text
    assert not ReminderPreference.objects.exists()


@pytest.mark.parametrize("wanted", ["", "maybe", "\x00"])
def test_a_switch_to_nowhere_changes_nothing(cast: Cast, signed_in: SignIn, wanted: str) -> None:
    response = signed_in(cast.pat).post(address(cast.pat_record, "switch"), {"wanted": wanted})
    assert response.status_code == 302
    assert not ReminderPreference.objects.exists()


@pytest.mark.parametrize("name", ["switch", "pause", "resume"])
def test_a_change_needs_a_post(cast: Cast, signed_in: SignIn, name: str) -> None:
    assert signed_in(cast.pat).get(address(cast.pat_record, name)).status_code == 405


def test_pat_reads_that_her_address_is_not_confirmed(cast: Cast, running: ExerciseSession, signed_in: SignIn) -> None:
    cast.pat.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    assert "We cannot reach you by e-mail" in signed_in(cast.pat).get(address(cast.pat_record)).text


def test_without_a_routine_the_page_stands(cast: Cast, signed_in: SignIn) -> None:
    lonely = a_patient(cast.southgate, "Sam Reyes", cast.pat_record.born_on, user=cast.sam)
    assert signed_in(cast.sam).get(address(lonely)).status_code == 200


def test_the_page_costs_the_same_with_much_history(
    cast: Cast, running: ExerciseSession, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.pat)
    with django_assert_max_num_queries(20):
        client.get(address(cast.pat_record))
