"""What nobody used for 180 days is stopped for now; one press allows it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import Role
from accounts.grants import actions
from accounts.grants.sweeping import suspend_unused_grants
from accounts.models import AuditEvent, CareGrant, Suspension
from tests.cast import Cast, access_of

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=181)


@pytest.fixture
def old(cast: Cast) -> CareGrant:
    """Cara's grant for Pat is half a year old; the one for Walt is new."""
    CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(decided_at=LONG_AGO)
    return cast.cara_for_pat


def why(grant: CareGrant) -> str:
    return CareGrant.objects.get(pk=grant.pk).suspended_why


def test_what_nobody_used_is_stopped_once(cast: Cast, old: CareGrant) -> None:
    assert suspend_unused_grants(NOW) == 1
    assert suspend_unused_grants(NOW) == 0
    assert (why(old), why(cast.cara_for_walt)) == (Suspension.UNUSED, "")
    assert AuditEvent.objects.get(action="grant.suspended").purpose == "portal"


@pytest.mark.parametrize(("days", "stopped"), [(179, 0), (181, 1)])
def test_one_look_within_the_time_is_use(old: CareGrant, days: int, stopped: int) -> None:
    AuditEvent.objects.create(at=NOW - timedelta(days=days), action="opened.home:today", grant_id=old.pk)
    assert suspend_unused_grants(NOW) == stopped


def test_what_was_allowed_again_has_its_time_anew(cast: Cast, old: CareGrant) -> None:
    suspend_unused_grants(NOW)
    old.refresh_from_db()
    actions.allow_again(old, at=NOW, by=access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOW))
    assert suspend_unused_grants(NOW + timedelta(days=1)) == 0
    CareGrant.objects.filter(pk=old.pk).update(expires_on=NOW.date() + timedelta(days=200))
    assert suspend_unused_grants(NOW + timedelta(days=181)) == 1


def test_what_has_ended_stays_as_it_is(cast: Cast, old: CareGrant) -> None:
    actions.end_grant(old, at=NOW, by=access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOW))
    assert suspend_unused_grants(NOW) == 0
