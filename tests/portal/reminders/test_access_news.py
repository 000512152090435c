"""Help that ends soon is said to both sides, in good time, once; an emergency access is said to admins at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.access import Role
from accounts.grants import actions
from accounts.models import CareGrant, ClinicMember, EmergencyAccess, Suspension
from portal.reminders import ledger
from portal.reminders.heartbeat import Clock
from portal.reminders.models import DeliveryKind, DeliveryState, Reason, ReminderDelivery, ReminderPreference
from portal.reminders.pump import pump_once
from portal.reminders.recheck import read_facts, still_wanted
from tests.cast import NOON, Cast, a_user, access_of

MIDNIGHT = NOON.replace(hour=23)
SOON = NOON.date() + timedelta(days=14)


@pytest.fixture
def ending(cast: Cast) -> CareGrant:
    """Cara's help for Pat ends in two weeks; Walt's grant is far from its end."""
    CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(expires_on=SOON)
    cast.cara_for_pat.refresh_from_db()
    return cast.cara_for_pat


def addresses(mailoutbox: list[Any]) -> list[str]:
    return sorted(mail.to[0] for mail in mailoutbox)


def emergency(cast: Cast, at: datetime = NOON) -> EmergencyAccess:
    return EmergencyAccess.objects.create(
        patient=cast.pat_record,
        staff=cast.tess,
        reason="covering",
        words="Tim is ill",
        started_at=at,
        ends_at=at + timedelta(hours=1),
    )


def test_both_hear_of_it_once(ending: CareGrant, mailoutbox: list[Any]) -> None:
    pump_once(NOON - timedelta(days=1))
    assert mailoutbox == []
    for hours in (0, 1, 24, 48):
        pump_once(NOON + timedelta(hours=hours))
    assert addresses(mailoutbox) == ["cara@example.org", "pat@example.org"]
    assert {mail.subject for mail in mailoutbox} == {"Something on your page ends soon"}


def test_who_has_no_login_is_not_written_to(cast: Cast, mailoutbox: list[Any]) -> None:
    CareGrant.objects.filter(pk=cast.cara_for_walt.pk).update(expires_on=SOON)
    pump_once(NOON)
    assert addresses(mailoutbox) == ["cara@example.org"]


def test_the_night_is_quiet(ending: CareGrant, mailoutbox: list[Any]) -> None:
    pump_once(MIDNIGHT)
    assert mailoutbox == []
    pump_once(MIDNIGHT + timedelta(hours=9, minutes=1))
    assert len(mailoutbox) == 2


def test_a_renewed_grant_is_told_of_before_its_new_end(cast: Cast, ending: CareGrant, mailoutbox: list[Any]) -> None:
    pump_once(NOON)
    actions.renew_grant(ending, at=NOON, by=access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOON))
    pump_once(NOON + timedelta(days=1))
    assert len(mailoutbox) == 2
    pump_once(NOON.replace(year=ending.expires_on.year, month=ending.expires_on.month, day=ending.expires_on.day - 13))
    assert len(mailoutbox) == 4


def revoke(cast: Cast, grant: CareGrant) -> None:
    actions.end_grant(grant, at=NOON, by=access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOON))


def suspend(cast: Cast, grant: CareGrant) -> None:
    by = access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOON)
    actions.suspend_grant(grant, why=Suspension.PATIENT, at=NOON, by=by)


def renew(cast: Cast, grant: CareGrant) -> None:
    actions.renew_grant(grant, at=NOON, by=access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOON))


CHANGES = [(revoke, Reason.NO_CONSENT), (suspend, Reason.NO_CONSENT), (renew, Reason.SUPERSEDED)]


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_what_changed_since_it_was_planned_is_not_sent(
    cast: Cast, ending: CareGrant, mailoutbox: list[Any], change: Callable[..., None], reason: Reason
) -> None:
    pump_once(MIDNIGHT)
    change(cast, ending)
    pump_once(MIDNIGHT + timedelta(hours=10))
    assert mailoutbox == []
    assert set(ReminderDelivery.objects.values_list("state", "reason")) == {(DeliveryState.SUPPRESSED, reason)}


@pytest.mark.parametrize(("change", "_reason"), CHANGES)
def test_what_changes_at_the_last_moment_is_not_claimed(
    cast: Cast, ending: CareGrant, change: Callable[..., None], _reason: Reason
) -> None:
    pump_once(MIDNIGHT)
    clock = Clock.fixed(MIDNIGHT + timedelta(hours=10))
    batch = ledger.candidates(clock, set())
    facts = read_facts(batch, clock.now())
    change(cast, ending)
    assert len(batch) == 2
    assert [ledger.claim(one, still_wanted(one, facts), clock) for one in batch] == [None, None]


def test_one_who_stopped_all_mail_hears_nothing_of_it(cast: Cast, ending: CareGrant, mailoutbox: list[Any]) -> None:
    ReminderPreference.objects.create(patient=cast.pat_record, recipient=cast.cara, stopped_at=NOON)
    pump_once(NOON)
    assert addresses(mailoutbox) == ["pat@example.org"]


def test_a_former_login_of_the_patient_hears_nothing(cast: Cast, ending: CareGrant, mailoutbox: list[Any]) -> None:
    pump_once(MIDNIGHT)
    cast.pat_record.user = a_user("patricia", "Patricia Ellis")
    cast.pat_record.save()
    pump_once(MIDNIGHT + timedelta(hours=10))
    assert "pat@example.org" not in addresses(mailoutbox)


@pytest.mark.parametrize("at", [NOON, MIDNIGHT])
def test_every_admin_hears_of_an_emergency_at_any_hour(cast: Cast, mailoutbox: list[Any], at: datetime) -> None:
    emergency(cast, at)
    pump_once(at + timedelta(seconds=30))
    pump_once(at + timedelta(seconds=60))
    (mail,) = mailoutbox
    assert mail.to == ["ada@example.org"]
    assert mail.subject == "Something needs your look"
    headers = mail.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in headers
    for told in ("Pat", "Ellis", "Tess", "Northside", "Tim", "ill"):
        assert told not in f"{mail.body} {mail.alternatives[0][0]}".replace("will", "").split()
    assert not ReminderPreference.objects.filter(recipient=cast.ada).exists()


def test_an_admin_who_left_meanwhile_hears_nothing(cast: Cast, mailoutbox: list[Any]) -> None:
    emergency(cast)
    clock = Clock.fixed(NOON)
    ClinicMember.objects.filter(user=cast.ada).update(is_active=False)
    pump_once(NOON)
    assert mailoutbox == []
    ClinicMember.objects.filter(user=cast.ada).update(is_active=True)
    pump_once_without_sending(NOON)
    (one,) = ledger.candidates(clock, set())
    facts = read_facts([one], NOON)
    ClinicMember.objects.filter(user=cast.ada).update(is_active=False)
    assert ledger.claim(one, still_wanted(one, facts), clock) is None
    pump_once(NOON)
    one.refresh_from_db()
    assert (one.state, one.reason) == (DeliveryState.SUPPRESSED, Reason.NO_CONSENT)


def pump_once_without_sending(now: datetime) -> None:
    pump_once(now, is_stopping=lambda: True)


def test_an_emergency_goes_before_a_rush_of_reminders(cast: Cast, ending: CareGrant) -> None:
    pump_once_without_sending(NOON)
    emergency(cast)
    pump_once_without_sending(NOON + timedelta(seconds=30))
    first, *others = ledger.candidates(Clock.fixed(NOON + timedelta(minutes=1)), set())
    assert first.kind == DeliveryKind.EMERGENCY_ACCESS
    assert {one.kind for one in others} == {DeliveryKind.GRANT_ENDS}


def test_what_was_claimed_by_a_sender_that_died_is_asked_about_again(
    cast: Cast, ending: CareGrant, mailoutbox: list[Any]
) -> None:
    pump_once(MIDNIGHT)
    clock = Clock.fixed(MIDNIGHT + timedelta(hours=10))
    batch = ledger.candidates(clock, set())
    facts = read_facts(batch, clock.now())
    assert all(ledger.claim(one, still_wanted(one, facts), clock) for one in batch)
    revoke(cast, ending)
    pump_once(clock.now() + ledger.LEASE + timedelta(minutes=1))
    assert mailoutbox == []
    assert set(ReminderDelivery.objects.values_list("reason", flat=True)) == {Reason.NO_CONSENT}
