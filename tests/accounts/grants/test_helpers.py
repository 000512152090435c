"""People who help me: Pat sees who may do what, changes it and stops it; her therapist can too."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareGrant, GrantBasis, GrantChange, Suspension
from tests.cast import Cast
from tests.conftest import SignIn


def url(name: str, grant: CareGrant) -> str:
    return reverse(f"grants:{name}", args=[grant.patient.public_id, grant.public_id])


def list_of(cast: Cast) -> str:
    return reverse("grants:helpers", args=[cast.pat_record.public_id])


@pytest.fixture
def pat(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.pat)


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def text(client: Client, address: str, **data: Any) -> str:
    answer = client.post(address, data, follow=True) if data else client.get(address)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def fresh(grant: CareGrant) -> CareGrant:
    return CareGrant.objects.get(pk=grant.pk)


def answers(**more: Any) -> dict[str, Any]:
    return {"may": ["record"], "until": "keep", "relation": "daughter"} | more


def by_staff(**more: Any) -> dict[str, Any]:
    consent = {"basis": "staff_recorded", "evidence_note": "Told me at her visit", "talked_alone": "on"}
    return answers(**consent | more)


def test_pat_reads_who_may_do_what(cast: Cast, pat: Client) -> None:
    page = text(pat, list_of(cast))
    for words in (
        "Cara Ellis",
        "Daughter. You said yes on",
        "Can tick exercises for you",
        "Can see what you did before",
        "Cannot read any of your notes",
        "Cara has not opened your page yet.",
        "This ends on",
        "Tess Moran",
    ):
        assert words in page


def test_pat_reads_when_cara_was_last_there(cast: Cast, pat: Client, signed_in: SignIn) -> None:
    signed_in(cast.cara).get(reverse("home:today", args=[cast.pat_record.public_id]))
    assert "Cara last opened your page today." in text(pat, list_of(cast))


def test_pat_changes_what_cara_may_do(cast: Cast, pat: Client) -> None:
    page = text(pat, url("helper", cast.cara_for_pat), **answers(may=["view_history", "view_shared_notes"], until="1"))
    assert "Saved. This holds from now on." in page
    grant = fresh(cast.cara_for_pat)
    assert grant.scopes == ["view_routine", "view_history", "view_shared_notes"]
    assert grant.expires_on < timezone.now().date() + timedelta(days=32)
    assert (grant.basis, grant.decided_by) == (GrantBasis.PATIENT_CONSENT, cast.pat)


@pytest.mark.parametrize(
    "sent",
    [
        answers(may=["prescribe"]),
        answers(may=["private_notes"]),
        answers(until=""),
        answers(until="12"),
        answers(until="\x00"),
        answers(relation="x" * 61),
        answers(relation="a\x00b"),
    ],
)
def test_what_is_no_answer_changes_nothing_and_keeps_what_was_typed(
    cast: Cast, pat: Client, sent: dict[str, Any]
) -> None:
    answer = pat.post(url("helper", cast.cara_for_pat), sent | {"relation": sent["relation"]})
    assert answer.status_code == 422
    assert answer.context["form"].data["relation"] == sent["relation"]
    assert not GrantChange.objects.exists()


def test_pat_stops_cara_with_one_question_and_nobody_is_told(
    cast: Cast, pat: Client, signed_in: SignIn, mailoutbox: list[Any]
) -> None:
    cara = signed_in(cast.cara)
    assert cara.get(reverse("home:today", args=[cast.pat_record.public_id])).status_code == 200
    assert "Stop Cara’s access?" in text(pat, url("end", cast.cara_for_pat))
    assert fresh(cast.cara_for_pat).revoked_at is None
    for _press in range(2):
        assert "Cara cannot see this page any more." in text(pat, url("end", cast.cara_for_pat), sure="1")
    assert GrantChange.objects.count() == 1
    assert cara.get(reverse("home:today", args=[cast.pat_record.public_id])).status_code == 404
    assert mailoutbox == []


def test_stop_for_now_and_allow_again(cast: Cast, pat: Client) -> None:
    page = text(pat, url("suspend", cast.cara_for_pat), x="1")
    assert "You stopped this for now. Cara sees nothing now." in page
    assert "Allow Cara again" in page
    assert "Cara can help again." in text(pat, url("allow_again", cast.cara_for_pat), x="1")


def test_what_the_clinic_stopped_pat_reads_whom_to_call(cast: Cast, pat: Client, tess: Client) -> None:
    tess.post(url("suspend", cast.cara_for_pat))
    assert fresh(cast.cara_for_pat).suspended_why == Suspension.STAFF
    page = text(pat, list_of(cast))
    assert "Northside Clinic has stopped this for now. To talk about it, call 555 0142." in page
    assert "Allow Cara again" not in page
    assert pat.post(url("allow_again", cast.cara_for_pat)).status_code == 404
    tess.post(url("allow_again", cast.cara_for_pat))
    assert fresh(cast.cara_for_pat).suspended_at is None


def test_what_ends_soon_goes_on_with_one_press(cast: Cast, pat: Client) -> None:
    assert "Let it go on until" not in text(pat, list_of(cast))
    CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(expires_on=timezone.now().date() + timedelta(days=10))
    assert "Let it go on until" in text(pat, list_of(cast))
    assert "Cara can go on helping" in text(pat, url("renew", cast.cara_for_pat), x="1")
    assert fresh(cast.cara_for_pat).expires_on > timezone.now().date() + timedelta(days=170)


def test_what_was_decided_for_pat_only_staff_let_go_on(cast: Cast, pat: Client, tess: Client) -> None:
    soon = timezone.now().date() + timedelta(days=10)
    CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(expires_on=soon, basis=GrantBasis.BEST_INTERESTS)
    assert "Let it go on until" not in text(pat, list_of(cast))
    assert pat.post(url("renew", cast.cara_for_pat)).status_code == 404
    assert pat.post(url("helper", cast.cara_for_pat), answers(until="6")).status_code == 422
    assert "Let it go on until" in text(tess, list_of(cast))
    assert tess.post(url("renew", cast.cara_for_pat)).status_code == 302
    assert fresh(cast.cara_for_pat).review_on is not None


def test_tess_is_asked_for_a_talk_alone(cast: Cast, tess: Client) -> None:
    without = {key: value for key, value in by_staff(may=["view_history"]).items() if key != "talked_alone"}
    answer = tess.post(url("helper", cast.cara_for_pat), without)
    assert answer.status_code == 422
    assert "Talk with the patient alone first" in answer.content.decode()
    assert tess.post(url("helper", cast.cara_for_pat), by_staff(may=["view_history"])).status_code == 302
    grant = fresh(cast.cara_for_pat)
    assert (grant.basis, grant.talked_alone, grant.decided_by) == (GrantBasis.STAFF_RECORDED, True, cast.tess)


def test_a_power_of_attorney_needs_what_was_seen(cast: Cast, tess: Client) -> None:
    sent = by_staff(basis="power_of_attorney", evidence_note="")
    assert tess.post(url("helper", cast.cara_for_pat), sent).status_code == 422
    assert tess.post(url("helper", cast.cara_for_pat), sent | {"evidence_note": "Seen, 114/25"}).status_code == 302
    assert fresh(cast.cara_for_pat).review_on is not None


def test_pat_cannot_say_that_staff_decided(cast: Cast, pat: Client) -> None:
    more = {"basis": "power_of_attorney", "decided_by": cast.tess.pk, "expires_on": "2099-01-01", "revoked_at": "x"}
    pat.post(url("helper", cast.cara_for_pat), answers(**more))
    grant = fresh(cast.cara_for_pat)
    assert (grant.basis, grant.decided_by, grant.revoked_at) == (GrantBasis.PATIENT_CONSENT, cast.pat, None)
    assert grant.expires_on == cast.cara_for_pat.expires_on


@pytest.mark.parametrize("name", ["helper", "end", "suspend", "allow_again", "renew"])
@pytest.mark.parametrize("who", ["pat", "tess", "cara"])
def test_a_grant_of_another_patient_is_not_there(cast: Cast, signed_in: SignIn, name: str, who: str) -> None:
    mixed = reverse(f"grants:{name}", args=[cast.pat_record.public_id, cast.cara_for_walt.public_id])
    assert signed_in(getattr(cast, who)).post(mixed, by_staff()).status_code == 404
    assert not GrantChange.objects.exists()


def test_a_form_that_was_open_while_it_ended_says_so(cast: Cast, pat: Client, tess: Client) -> None:
    tess.post(url("end", cast.cara_for_pat))
    for name in ("helper", "suspend", "allow_again", "renew"):
        assert "This had ended already." in text(pat, url(name, cast.cara_for_pat), **answers())
    assert GrantChange.objects.count() == 1
