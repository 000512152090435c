"""The pages: who may, being asked once more who one is, the request and its answer, closing the account."""

from datetime import date, timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Patient, TermsAcceptance, User
from portal.privacy.models import ErasureAnswer, ErasureRequest
from tests.cast import PASSWORD, Cast, a_patient
from tests.conftest import SignIn


def url(name: str, cast: Cast) -> str:
    return reverse(f"privacy:{name}", args=[cast.pat_record.public_id])


def said_who(client: Client, address: str) -> HttpResponse:
    """Opens a page that asks for the password, and gives it."""
    asked = client.get(address)
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    return client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)  # type: ignore[return-value]


def test_pat_takes_a_copy_after_saying_who_she_is(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    page = said_who(client, url("take_copy", cast))
    assert "Save my copy" in page.content.decode()
    answer = client.post(url("take_copy", cast))
    assert answer.headers["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert AuditEvent.objects.filter(action="data.copied", patient_id=cast.pat_record.pk).count() == 1


def test_a_copy_is_told_to_pats_own_address_and_says_nothing(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    said_who(client, url("take_copy", cast))
    client.post(url("take_copy", cast))
    [message] = [one for one in mail.outbox if "copy" in one.subject]
    assert message.to == [cast.pat.email]
    text = f"{message.subject}{message.body}{message.alternatives}"  # type: ignore[attr-defined]
    assert not [word for word in ("Pat", "Ellis", "Northside", "exercise", "hip") if word in text]


def test_a_look_at_the_page_makes_no_copy(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    said_who(client, url("take_copy", cast))
    assert not AuditEvent.objects.filter(action="data.copied").exists()
    assert not [one for one in mail.outbox if "copy" in one.subject]


@pytest.mark.parametrize("who", ["cara", "tess", "ada", "sam"])
@pytest.mark.parametrize("name", ["my_data", "take_copy", "ask_for_erasure"])
def test_nobody_else_gets_there(cast: Cast, signed_in: SignIn, who: str, name: str) -> None:
    assert signed_in(getattr(cast, who)).get(url(name, cast)).status_code == 404


def test_who_signs_in_by_code_signs_in_anew(cast: Cast, signed_in: SignIn) -> None:
    cast.pat.set_unusable_password()
    cast.pat.save()
    client = signed_in(cast.pat)
    page = client.get(url("take_copy", cast)).content.decode()
    assert "Sign in again" in page
    assert client.post(url("take_copy", cast)).headers["Content-Type"] != "application/zip"
    left = client.post("/account/logout/", {"next": f"/account/login/code/?next={url('take_copy', cast)}"})
    assert left.headers["Location"] == f"/account/login/code/?next={url('take_copy', cast)}"


@pytest.mark.parametrize(("minutes", "is_fresh"), [(1, True), (14, True), (16, False)])
def test_a_code_counts_for_a_quarter_of_an_hour(cast: Cast, signed_in: SignIn, minutes: int, is_fresh: bool) -> None:
    cast.pat.set_unusable_password()
    cast.pat.save()
    client = signed_in(cast.pat)
    session = client.session
    at = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": at}]
    session["account_authentication_methods_user"] = str(cast.pat.pk)
    session.save()
    assert ("Save my copy" in client.get(url("take_copy", cast)).content.decode()) is is_fresh


def test_pat_asks_once_however_often_she_sends(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    for _time in range(2):
        client.post(url("ask_for_erasure", cast), {"words": "I move away."})
    asked = ErasureRequest.objects.get()
    assert asked.answer_by_on == cast.pat_record.today(timezone.now()) + timedelta(days=30)
    assert "I move away." in client.get(url("my_data", cast)).content.decode()
    assert [one.to for one in mail.outbox] == [[cast.ada.email]]


def test_pat_takes_her_request_back(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    client.post(url("ask_for_erasure", cast), {"words": ""})
    client.post(url("withdraw_request", cast))
    assert not ErasureRequest.objects.exists()
    client.post(url("withdraw_request", cast))
    assert AuditEvent.objects.filter(action="erasure.withdrawn").count() == 1


def test_too_many_words_come_back_as_typed(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.pat).post(url("ask_for_erasure", cast), {"words": "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()
    assert not ErasureRequest.objects.exists()


@pytest.fixture
def asked(cast: Cast) -> ErasureRequest:
    now = timezone.now()
    return ErasureRequest.objects.create(
        patient=cast.pat_record,
        asked_by=cast.pat,
        asked_at=now - timedelta(days=26),
        answer_by_on=now.date() + timedelta(days=4),
        words="please",
    )


def answer_url(name: str, asked: ErasureRequest) -> str:
    return reverse(f"privacy:{name}", args=[asked.public_id])


def test_ada_sees_the_clock_and_nothing_clinical(cast: Cast, signed_in: SignIn, asked: ErasureRequest) -> None:
    client = signed_in(cast.ada)
    queue = client.get(reverse("privacy:requests")).content.decode()
    assert "Pat Ellis" in queue
    assert "<b>4</b>" in queue
    page = client.get(answer_url("request", asked)).content.decode()
    assert "4 days left" in page
    assert "please" in page


def test_ada_keeps_the_record_and_pat_reads_why(cast: Cast, signed_in: SignIn, asked: ErasureRequest) -> None:
    client = signed_in(cast.ada)
    assert client.post(answer_url("keep_record", asked), {"reason": " "}).status_code == 422
    client.post(answer_url("keep_record", asked), {"reason": "The law says 10 years."})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == (ErasureAnswer.KEPT, cast.ada)
    assert "The law says 10 years." in signed_in(cast.pat).get(url("my_data", cast)).content.decode()
    [message] = mail.outbox
    assert message.to == [cast.pat.email]
    assert "10 years" not in str(message.body)


def test_what_is_answered_is_not_answered_again(cast: Cast, signed_in: SignIn, asked: ErasureRequest) -> None:
    client = signed_in(cast.ada)
    client.post(answer_url("keep_record", asked), {"reason": "First."})
    client.post(answer_url("keep_record", asked), {"reason": "Second."})
    client.post(answer_url("erase_record", asked), {"typed_name": "Pat Ellis"})
    asked.refresh_from_db()
    assert asked.reason == "First."


def test_ada_erases_when_she_types_the_name(cast: Cast, signed_in: SignIn, asked: ErasureRequest) -> None:
    client = signed_in(cast.ada)
    refused = client.post(answer_url("erase_record", asked), {"typed_name": "Walt Hanna"})
    assert refused.status_code == 422
    assert "not the name" in refused.content.decode()
    client.post(answer_url("erase_record", asked), {"typed_name": " pat  ellis "})
    assert not Patient.objects.filter(pk=cast.pat_record.pk).exists()
    assert [one.to for one in mail.outbox] == [[cast.pat.email]]
    assert User.objects.get(pk=cast.pat.pk).is_active
    assert signed_in(cast.pat).get(url("my_data", cast)).status_code == 404


def test_another_clinics_request_is_not_there(cast: Cast, signed_in: SignIn, asked: ErasureRequest) -> None:
    for who in (cast.otto, cast.tess, cast.pat):
        assert signed_in(who).get(answer_url("request", asked)).status_code == 404
        assert signed_in(who).post(answer_url("erase_record", asked), {"typed_name": "Pat Ellis"}).status_code == 404


def test_cara_closes_her_account(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cara)
    page = said_who(client, reverse("privacy:close_account")).content.decode()
    assert "as from “a helper”" in page
    answer = client.post(reverse("privacy:close_account"), follow=True)
    assert "Your account is closed" in answer.content.decode()
    assert not User.objects.get(pk=cast.cara.pk).is_active
    assert client.get(reverse("home:start")).status_code == 302
    assert "cara@example.org" in [one.to[0] for one in mail.outbox]


def test_tess_is_told_to_hand_over(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.tess)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "at": timezone.now().timestamp(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(cast.tess.pk)
    session.save()
    page = client.get(reverse("privacy:close_account")).content.decode()
    assert "2 patients in treatment" in page
    client.post(reverse("privacy:close_account"))
    assert User.objects.get(pk=cast.tess.pk).is_active


def test_cara_takes_a_copy_of_her_account(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cara)
    assert "Take a copy" in client.get(reverse("privacy:account_data")).content.decode()
    said_who(client, reverse("privacy:take_account_copy"))
    assert client.post(reverse("privacy:take_account_copy")).headers["Content-Type"] == "application/zip"


def test_ada_notes_what_walt_asked_at_the_desk(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.ada)
    asks = {"patient": str(cast.walt_record.public_id), "words": "By letter."}
    for _time in range(2):
        client.post(reverse("privacy:note_request"), asks)
    asked = ErasureRequest.objects.get()
    assert (asked.patient, asked.asked_by) == (cast.walt_record, cast.ada)
    assert "Walt Hanna" not in client.get(reverse("privacy:note_request")).content.decode()
    assert AuditEvent.objects.filter(action="erasure.asked", patient_id=cast.walt_record.pk).count() == 1


def test_another_clinics_patient_cannot_be_noted(cast: Cast, signed_in: SignIn) -> None:
    elsewhere = a_patient(cast.southgate, "Luis Other", date(1951, 2, 3))
    for value in (str(elsewhere.public_id), str(elsewhere.pk), "", "\x00"):
        assert signed_in(cast.ada).post(reverse("privacy:note_request"), {"patient": value}).status_code == 422
    assert not ErasureRequest.objects.exists()


def test_who_does_not_agree_to_the_terms_can_still_take_everything_along(cast: Cast, signed_in: SignIn) -> None:
    TermsAcceptance.objects.filter(user=cast.pat).delete()
    client = signed_in(cast.pat)
    assert client.get(reverse("home:today", args=[cast.pat_record.public_id])).status_code == 302
    assert client.get(url("my_data", cast)).status_code == 200
    assert client.get(reverse("privacy:account_data")).status_code == 200
