"""What is older than its time goes, every night, and nothing else does."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.models import CareGrant, GrantChange, Invitation, InvitationKind, KeptForm, User
from portal.privacy import purging
from portal.privacy.tasks import purge as purge_task
from portal.reminders.models import AttemptOutcome, DeliveryAttempt, DeliveryState, ReminderDelivery
from tests.cast import Cast, a_grant, a_user


def ago(**days: float) -> datetime:
    return timezone.now() - timedelta(**days)


def purge(*, dry_run: bool = False) -> dict[str, int]:
    """What it printed: words → number."""
    out = StringIO()
    call_command("purge", dry_run=dry_run, stdout=out)
    lines = [line.rpartition(": ") for line in out.getvalue().splitlines() if ": " in line]
    return {words: int(count.split()[0]) for words, _colon, count in lines}


def a_delivery(cast: Cast, planned_for: datetime, occasion: str, **more: Any) -> ReminderDelivery:
    values = {"kind": "session_due", "state": DeliveryState.SENT, "sent_at": planned_for} | more
    return ReminderDelivery.objects.create(
        patient=cast.pat_record,
        recipient=cast.pat,
        occasion=occasion,
        planned_for=planned_for,
        expires_at=planned_for,
        **values,
    )


def an_invitation(cast: Cast, token: str, expires_at: datetime, **more: Any) -> Invitation:
    return Invitation.objects.create(
        kind=InvitationKind.CAREGIVER,
        clinic=cast.northside,
        patient=cast.pat_record,
        email=f"{token}@example.org",
        token_hash=token,
        created_at=expires_at - timedelta(days=3),
        sent_at=expires_at - timedelta(days=3),
        expires_at=expires_at,
        **more,
    )


def a_device(user: User, key: str, ip: str, seen_at: datetime) -> UserSession:
    return UserSession.objects.create(
        user=user, ip=ip, user_agent="x", session_key=key, created_at=seen_at, last_seen_at=seen_at
    )


@pytest.fixture
def aged(cast: Cast) -> dict[str, Any]:
    """Of each kind one that is too old and one that is not. `old` goes, `young` stays."""
    now = timezone.now()
    young_mail = a_delivery(cast, ago(days=360), "session:1")
    old = [
        a_delivery(cast, ago(days=370), "session:2"),
        an_invitation(cast, "expired", ago(days=31)),
        an_invitation(cast, "withdrawn", ago(days=-1), withdrawn_at=ago(days=31)),
        a_device(cast.pat, "a", "192.0.2.77", ago(days=91)),
        DeliveryAttempt.objects.create(delivery=young_mail, started_at=ago(days=31), outcome=AttemptOutcome.SENT),
        Session.objects.create(session_key="ended", session_data="x", expire_date=ago(minutes=1)),
        KeptForm.objects.create(user=cast.pat, path="/", kept_at=ago(hours=25)),
    ]
    young = [
        young_mail,
        a_delivery(cast, ago(days=370), "session:3", state=DeliveryState.PLANNED, sent_at=None, next_attempt_at=now),
        an_invitation(cast, "waits", ago(days=-2)),
        an_invitation(cast, "used", ago(days=27), accepted_at=ago(days=29)),
        a_device(cast.pat, "b", "192.0.2.78", ago(days=89)),
        a_device(cast.pat, "c", "192.0.2.79", ago(hours=2)),
        DeliveryAttempt.objects.create(delivery=young_mail, started_at=ago(days=29), outcome=AttemptOutcome.SENT),
        Session.objects.create(session_key="runs", session_data="x", expire_date=ago(minutes=-9)),
        KeptForm.objects.create(user=cast.pat, path="/", kept_at=ago(hours=23)),
    ]
    return {"old": old, "young": young}


def is_there(row: Any) -> bool:
    return bool(type(row)._default_manager.filter(pk=row.pk).exists())


def test_what_is_old_goes_and_what_is_young_stays(aged: dict[str, Any]) -> None:
    purge()
    assert [row for row in aged["old"] if is_there(row)] == []
    assert [row for row in aged["young"] if not is_there(row)] == []


def test_a_dry_run_changes_nothing_and_says_the_same(aged: dict[str, Any]) -> None:
    said = purge(dry_run=True)
    assert [row for row in aged["old"] if not is_there(row)] == []
    assert purge() == said
    assert sum(said.values()) == len(aged["old"]) + 1  # and one address of a device was cut


def test_a_second_purge_finds_nothing(aged: dict[str, Any]) -> None:
    purge()
    assert set(purge().values()) == {0}


def test_it_works_in_batches(aged: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 1)
    purge()
    assert [row for row in aged["old"] if is_there(row)] == []


def test_the_queue_calls_the_same(aged: dict[str, Any], settings: Any) -> None:
    assert purge_task.name == settings.CELERY_BEAT_SCHEDULE["purge"]["task"]
    purge_task.delay()
    assert [row for row in aged["old"] if is_there(row)] == []


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0"), ("192.0.2.0", "192.0.2.0"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")],
)
def test_an_address_is_cut_to_its_network(cast: Cast, address: str, network: str) -> None:
    device = a_device(cast.pat, "x", address, ago(hours=25))
    purge()
    device.refresh_from_db()
    assert device.ip == network


def end(grant: CareGrant, **changes: Any) -> None:
    CareGrant.objects.filter(pk=grant.pk).update(**changes)


def test_a_helper_goes_ninety_days_after_the_last_grant(cast: Cast) -> None:
    end(cast.cara_for_pat, revoked_at=ago(days=91))
    end(cast.cara_for_walt, revoked_at=ago(days=89))
    purge()
    assert User.objects.get(pk=cast.cara.pk).erased_at is None
    end(cast.cara_for_walt, revoked_at=None, expires_on=ago(days=92).date())
    purge()
    cara = User.objects.get(pk=cast.cara.pk)
    assert cara.erased_at is not None
    assert cara.name == ""


@pytest.mark.parametrize("who", ["pat", "tess", "sam"])
def test_who_is_something_else_here_stays(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    if who != "sam":
        end(a_grant(cast.walt_record, person), revoked_at=ago(days=400))
    purge()
    assert User.objects.get(pk=person.pk).erased_at is None


def test_a_helper_with_an_invitation_waiting_stays(cast: Cast) -> None:
    vera = a_user("vera", "Vera Ellis")
    end(a_grant(cast.pat_record, vera), revoked_at=ago(days=91))
    Invitation.objects.filter(pk=an_invitation(cast, "again", ago(days=-1)).pk).update(email="Vera@example.org")
    purge()
    assert User.objects.get(pk=vera.pk).erased_at is None


def test_a_grant_that_nobody_uses_is_stopped_for_now(cast: Cast) -> None:
    end(cast.cara_for_pat, decided_at=ago(days=181))
    GrantChange.objects.filter(grant=cast.cara_for_pat).delete()
    said = purge(dry_run=True)
    assert purge() == said
    assert CareGrant.objects.get(pk=cast.cara_for_pat.pk).suspended_at is not None


def test_who_has_not_come_for_a_year_is_only_listed(cast: Cast) -> None:
    User.objects.filter(pk=cast.sam.pk).update(last_login=ago(days=366))
    out = StringIO()
    call_command("purge", stdout=out)
    assert f"only listed: 1 (numbers {cast.sam.pk})" in out.getvalue()
    assert User.objects.get(pk=cast.sam.pk).erased_at is None
