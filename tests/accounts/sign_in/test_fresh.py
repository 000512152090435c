"""A phone that was signed in weeks ago opens the exercises, but lets nobody else in before it is signed in again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareGrant
from accounts.sessions.limits import OWN_DEVICE, SIGNED_IN_AT
from tests.cast import Cast
from tests.conftest import SignIn


def signed_in_days_ago(client: Client, days: int) -> Client:
    session = client.session
    now = timezone.now()
    session[OWN_DEVICE] = True
    session[SIGNED_IN_AT] = (now - timedelta(days=days)).timestamp()
    session["seen_at"] = now.timestamp()
    session["factors"] = ""
    session.save()
    return client


def invite_url(cast: Cast) -> str:
    return reverse("invitations:invite_caregiver", args=[cast.pat_record.public_id])


def test_an_old_sign_in_is_asked_again_before_somebody_is_invited(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in_days_ago(signed_in(cast.pat), 9)
    answer = client.get(invite_url(cast))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_who_signs_in_by_code_is_led_to_a_new_code(cast: Cast, signed_in: SignIn) -> None:
    cast.pat.set_unusable_password()
    cast.pat.save()
    client = signed_in_days_ago(signed_in(cast.pat), 9)
    assert "Is it you?" in client.get(invite_url(cast)).content.decode()


def test_a_sign_in_of_today_is_enough(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in_days_ago(signed_in(cast.pat), 0)
    assert client.get(invite_url(cast)).status_code == 200


@pytest.mark.parametrize("name", ["renew", "allow_again"])
def test_more_is_not_allowed_by_an_old_sign_in(cast: Cast, signed_in: SignIn, name: str) -> None:
    client = signed_in_days_ago(signed_in(cast.pat), 9)
    grant = cast.cara_for_pat
    before = CareGrant.objects.filter(pk=grant.pk).values().get()
    client.post(reverse(f"grants:{name}", args=[cast.pat_record.public_id, grant.public_id]))
    assert CareGrant.objects.filter(pk=grant.pk).values().get() == before


def test_ending_and_stopping_never_ask(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in_days_ago(signed_in(cast.pat), 9)
    grant = cast.cara_for_pat
    client.post(reverse("grants:suspend", args=[cast.pat_record.public_id, grant.public_id]))
    assert CareGrant.objects.get(pk=grant.pk).suspended_at
    client.post(reverse("grants:end", args=[cast.pat_record.public_id, grant.public_id]))
    assert CareGrant.objects.get(pk=grant.pk).revoked_at
