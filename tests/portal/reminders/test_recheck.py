"""Whatever changes between planning and sending is respected, and written down in words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.access import Role, Scope
from portal.progress.actions import mark_reviewed
from portal.reminders import blocks, recheck
from portal.reminders.models import BlockCause, DeliveryState, Reason, ReminderDelivery, ReminderPreference
from portal.reminders.pump import pump_once
from portal.routines import actions as routine_actions
from portal.routines.course import actions as course
from portal.routines.models import Routine
from portal.routines.publishing.actions import publish
from portal.sessions.models import ExerciseSession, SessionStatus
from tests.cast import NOON, Cast, access_of, give_routine
from tests.portal.reminders.conftest import NINE

Change = Callable[[Cast, ExerciseSession], Any]
BEFORE = NINE - timedelta(minutes=2)


def wish(**wishes: Any) -> Change:
    return lambda cast, _session: ReminderPreference.objects.filter(recipient=cast.pat).update(**wishes)


def record(status: str) -> Change:
    return lambda _cast, session: ExerciseSession.objects.filter(pk=session.pk).update(status=status)


def tess(cast: Cast) -> Any:
    return access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=BEFORE)


def pause_routine(cast: Cast, session: ExerciseSession) -> None:
    course.pause_routine(
        session.routine, starts_on=session.local_date, ends_on=session.local_date, reason="", by=tess(cast)
    )


def let_the_review_pass(_cast: Cast, session: ExerciseSession) -> None:
    Routine.objects.filter(pk=session.routine_id).update(review_by_on=NINE.date() - timedelta(days=1))


def drop_the_day(cast: Cast, session: ExerciseSession) -> None:
    draft = routine_actions.open_draft(by=tess(cast))
    draft.prescribed.update(weekdays=127 & ~(1 << session.local_date.weekday()))
    publish(draft, by=tess(cast))


def end_routine(cast: Cast, session: ExerciseSession) -> None:
    course.end_routine(session.routine, by=tess(cast))


def close_sign_in(cast: Cast, _session: ExerciseSession) -> None:
    cast.pat.is_active = False
    cast.pat.save()


def unconfirm(cast: Cast, _session: ExerciseSession) -> None:
    EmailAddress.objects.filter(user=cast.pat).update(verified=False)


def bounce(cast: Cast, _session: ExerciseSession) -> None:
    blocks.block("Pat@example.org", BlockCause.HARD_BOUNCE, at=BEFORE)


def hand_over_login(cast: Cast, _session: ExerciseSession) -> None:
    cast.pat_record.user = cast.sam
    cast.pat_record.save()


CHANGES = [
    (record(SessionStatus.DONE), Reason.ALREADY_DONE),
    (record(SessionStatus.PARTLY), Reason.ALREADY_DONE),
    (record(SessionStatus.SKIPPED), Reason.ALREADY_DONE),
    (pause_routine, Reason.ROUTINE_PAUSED),
    (let_the_review_pass, Reason.REVIEW_OVERDUE),
    (drop_the_day, Reason.NOT_DUE),
    (end_routine, Reason.ROUTINE_ENDED),
    (wish(session_due=False), Reason.SWITCHED_OFF),
    (wish(paused_until_on=date(2026, 11, 20)), Reason.REMINDERS_PAUSED),
    (wish(stopped_at=BEFORE), Reason.STOPPED),
    (close_sign_in, Reason.ACCOUNT_CLOSED),
    (unconfirm, Reason.NO_ADDRESS),
    (bounce, Reason.ADDRESS_BLOCKED),
    (hand_over_login, Reason.NO_CONSENT),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES, ids=[str(reason) for _change, reason in CHANGES])
def test_it_is_not_sent_and_says_why(
    cast: Cast, session: ExerciseSession, outbox: list[Any], change: Change, reason: Reason
) -> None:
    pump_once(BEFORE)
    change(cast, session)
    pump_once(NINE)
    pats = ReminderDelivery.objects.get(recipient=cast.pat, exercise_session=session)
    assert (pats.state, pats.reason) == (DeliveryState.SUPPRESSED, reason)
    assert "pat@example.org" not in [mail.to[0] for mail in outbox if mail.subject == "A reminder for you"]


def test_every_reason_not_to_send_is_tried_here() -> None:
    elsewhere = {Reason.COLLAPSED, Reason.SUPERSEDED}
    terminal = {
        Reason.SYSTEM_DOWN,
        Reason.NOT_TAKEN,
        Reason.REFUSED,
        Reason.OWN_ERROR,
        Reason.UNKNOWN_OUTCOME,
    }
    assert {reason for _change, reason in CHANGES} == set(Reason) - elsewhere - terminal


def test_a_pause_that_is_over_hinders_nothing(cast: Cast, session: ExerciseSession, outbox: list[Any]) -> None:
    pump_once(BEFORE)
    wish(paused_until_on=NINE.date())(cast, session)
    assert pump_once(NINE).sent == 2


@pytest.mark.parametrize(("days_left", "sent"), [(0, 2), (-1, 0)])
def test_reminders_stop_the_day_after_the_review_was_due(
    cast: Cast, session: ExerciseSession, outbox: list[Any], days_left: int, sent: int
) -> None:
    pump_once(BEFORE)
    session.routine.review_by_on = NINE.date() + timedelta(days=days_left)
    session.routine.save()
    assert pump_once(NINE).sent == sent


def test_the_day_is_the_one_where_the_patient_lives(cast: Cast, session: ExerciseSession, outbox: list[Any]) -> None:
    """When it is noon in UTC, tomorrow has begun in Auckland; at midnight it is still today on Hawaii."""
    pump_once(BEFORE)
    session.routine.review_by_on = NINE.date()
    session.routine.save()
    delivery = ReminderDelivery.objects.get(exercise_session=session, recipient=cast.pat)
    for zone, at, reason in (
        ("Pacific/Auckland", NINE.replace(hour=12), Reason.REVIEW_OVERDUE),
        ("Pacific/Honolulu", NINE.replace(hour=23, minute=59), None),
    ):
        delivery.patient.time_zone = zone
        facts = recheck.read_facts([delivery], at)
        assert recheck.hindrance(delivery, facts) == reason
        stands = ReminderDelivery.objects.filter(recheck.still_wanted(delivery, facts), pk=delivery.pk)
        assert stands.exists() == (reason is None)


def test_once_the_therapist_has_looked_reminders_go_on(cast: Cast, session: ExerciseSession, outbox: list[Any]) -> None:
    let_the_review_pass(cast, session)
    mark_reviewed(next_review_by_on=NINE.date() + timedelta(days=28), seen_at=BEFORE, by=tess(cast))
    pump_once(BEFORE)
    assert pump_once(NINE).sent == 2


def test_news_of_a_change_goes_out_all_the_same(cast: Cast, session: ExerciseSession, outbox: list[Any]) -> None:
    draft = routine_actions.open_draft(by=tess(cast))
    publish(draft, by=tess(cast))
    let_the_review_pass(cast, session)
    pump_once(BEFORE)
    assert [mail.to for mail in outbox] == [["pat@example.org"]]


@pytest.mark.parametrize("change", ["revoked", "suspended", "expired", "scope"])
def test_a_caregiver_whose_access_ended_meanwhile_gets_nothing(
    cast: Cast, session: ExerciseSession, outbox: list[Any], change: str
) -> None:
    pump_once(BEFORE)
    grant = cast.cara_for_pat
    if change == "scope":
        grant.scopes = [Scope.VIEW_ROUTINE.value]
    elif change == "expired":
        grant.expires_on = NINE.date() - timedelta(days=1)
    else:
        setattr(grant, f"{change}_at", BEFORE)
    grant.save()
    pump_once(NINE)
    assert [mail.to for mail in outbox] == [["pat@example.org"]]
    caras = ReminderDelivery.objects.get(recipient=cast.cara)
    assert (caras.state, caras.reason) == (DeliveryState.SUPPRESSED, Reason.NO_CONSENT)


def test_news_that_was_overtaken_is_not_sent(cast: Cast, library: None, mailoutbox: list[Any]) -> None:
    late = NOON.replace(hour=22)
    first = give_routine(cast, cast.pat_record, now=late)
    pump_once(late)
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=late)
    publish(routine_actions.open_draft(by=by), by=by)
    pump_once(late + timedelta(minutes=5))
    pump_once(NOON.replace(hour=8) + timedelta(days=1))
    overtaken = ReminderDelivery.objects.get(occasion=f"revision:{first.pk}")
    assert (overtaken.state, overtaken.reason) == (DeliveryState.SUPPRESSED, Reason.SUPERSEDED)
    assert [mail.subject for mail in mailoutbox] == ["Your page has something new"]


def test_one_who_switched_off_still_hears_that_the_routine_changed(
    cast: Cast, session: ExerciseSession, outbox: list[Any]
) -> None:
    wish(session_due=False)(cast, session)
    draft = routine_actions.open_draft(by=tess(cast))
    publish(draft, by=tess(cast))
    pump_once(BEFORE)
    assert [mail.to for mail in outbox] == [["pat@example.org"]]


def test_one_who_stopped_all_mail_hears_nothing(cast: Cast, session: ExerciseSession, outbox: list[Any]) -> None:
    wish(stopped_at=BEFORE)(cast, session)
    draft = routine_actions.open_draft(by=tess(cast))
    publish(draft, by=tess(cast))
    pump_once(BEFORE)
    assert outbox == []
