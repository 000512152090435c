"""What wants doing stands on the admin's first page, and nothing of anybody's care."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ClinicMember, ClinicRole, EmergencyAccess, Invitation, InvitationKind
from exercises.models import StopText
from portal.privacy.models import ErasureRequest
from portal.routines.models import ClinicalProfile
from tests.cast import Cast, a_patient
from tests.conftest import SignIn

ROOM = "/clinic/"
NOW = timezone.now


def page(client: Client) -> str:
    return client.get(ROOM).content.decode()


def test_ada_starts_here(ada: Client) -> None:
    assert ada.get("/").headers["Location"] == ROOM


def test_who_is_both_starts_at_the_caseload_and_finds_the_clinic(cast: Cast, signed_in: SignIn) -> None:
    ClinicMember.objects.create(clinic=cast.northside, user=cast.tess, role=ClinicRole.ADMIN)
    tess = signed_in(cast.tess)
    assert tess.get("/").headers["Location"] == reverse("home:caseload")
    assert f'href="{ROOM}"' in tess.get("/caseload/").content.decode()
    assert 'href="/caseload/"' in page(tess)


def test_ada_finds_no_room_that_is_closed_to_her(ada: Client) -> None:
    assert 'href="/caseload/"' not in page(ada)
    assert 'href="/library/"' not in page(ada)


def test_with_nothing_to_do_the_page_says_so(cast: Cast, ada: Client) -> None:
    assert "Nothing waits for you" in page(ada)


def test_what_is_missing_at_the_clinic(cast: Cast, ada: Client) -> None:
    cast.northside.emergency_number = " "
    cast.northside.save()
    assert "phone or emergency number is missing" in page(ada)


def test_what_waits(cast: Cast, ada: Client) -> None:
    now = NOW()
    EmergencyAccess.objects.create(
        patient=cast.pat_record, staff=cast.tess, reason="called", words="x", started_at=now, ends_at=now + timedelta(1)
    )
    Invitation.objects.create(
        kind=InvitationKind.STAFF,
        clinic=cast.northside,
        email="new@example.org",
        role="therapist",
        token_hash="x",
        created_at=now,
        sent_at=now,
        expires_at=now - timedelta(1),
    )
    ErasureRequest.objects.create(patient=cast.pat_record, asked_at=now, answer_by_on=now.date())
    StopText.objects.create(
        clinic=cast.northside, language="en", version=1, follow_note="x", written_by="Ada Quist", written_at=now
    )
    a_patient(cast.northside, "Nobody's Own", cast.pat_record.born_on)
    cast.tess.authenticator_set.all().delete()
    html = page(ada)
    for words in (
        "1 emergency access waits for your review",
        "1 invitation ran out before anybody came",
        "1 patient asks to have the record erased",
        "A new stop-and-call text waits",
        "Nobody treats 1 patient",
        "No mail reaches 1 patient",
        "1 person of the team has no second factor yet",
    ):
        assert words in html


def test_nothing_of_another_clinic_waits_here(cast: Cast, ada: Client) -> None:
    now = NOW()
    other = a_patient(cast.southgate, "Somebody Else", cast.pat_record.born_on)
    EmergencyAccess.objects.create(
        patient=other, staff=cast.otto, reason="called", words="x", started_at=now, ends_at=now + timedelta(1)
    )
    assert "Nothing waits for you" in page(ada)


@pytest.mark.parametrize("who", ["tess", "otto", "pat", "cara", "sam"])
def test_nobody_else_comes_in(cast: Cast, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for name in ("overview", "team", "patients", "details", "hand_over"):
        assert client.get(reverse(f"clinic:{name}")).status_code == 404
    assert client.get(reverse("clinic:patient", args=[cast.pat_record.public_id])).status_code == 404
    assert client.get(reverse("emergency:reviews")).status_code == 404


def test_an_admin_reads_nothing_of_the_care(cast: Cast, ada: Client) -> None:
    ClinicalProfile.objects.create(
        patient=cast.pat_record, side="left", diagnosis="Quetzalcoatl", operation="Quetzalcoatl", goals="Quetzalcoatl"
    )
    here = [cast.pat_record.public_id]
    for url in (
        ROOM,
        reverse("clinic:patients"),
        reverse("clinic:patient", args=here),
        reverse("clinic:change_record", args=here),
        reverse("routines:time_zone", args=here),
    ):
        answer = ada.get(url)
        assert answer.status_code == 200
        assert "Quetzalcoatl" not in answer.content.decode()
    for url in (f"/patients/{here[0]}/", f"/p/{here[0]}/", f"/p/{here[0]}/history/", f"/patients/{here[0]}/profile/"):
        assert ada.get(url).status_code == 404
