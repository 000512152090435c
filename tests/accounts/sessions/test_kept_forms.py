"""What was typed survives the end of a session: kept, given back to the same person, once, for a day."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import KeptForm, User
from accounts.sessions.kept_forms import LONGEST, forget_old_kept_forms
from tests.cast import Cast, give_routine
from tests.conftest import SignIn

WORDS = "Sharp in the groin\nwhen I turned over, 3 times"


def out_of_time(client: Client) -> None:
    client.get("/people/")
    session = client.session
    session["seen_at"] = timezone.now().timestamp() - 3600 * 24 * 8
    session.save()


@pytest.fixture
def late(cast: Cast, signed_in: SignIn) -> Client:
    """Pat's browser, after she went to make tea."""
    client = signed_in(cast.pat)
    out_of_time(client)
    return client


def pause_url(cast: Cast) -> str:
    return reverse("reminders:pause", args=[cast.pat_record.public_id])


def sign_in_again(client: Client, user: User) -> None:
    client.force_login(user)


def test_the_words_come_back_and_are_sent_with_one_press(
    cast: Cast, late: Client, library: None, signed_in: SignIn
) -> None:
    give_routine(cast, cast.pat_record, times=["00:01"])
    day = cast.pat_record.today(timezone.now())
    finish = reverse("sessions:finish", args=[cast.pat_record.public_id, day, 1])
    answer = late.post(finish, {"words": WORDS, "pain_during": "4"})
    kept = KeptForm.objects.get()
    page_url = reverse("signed_in:kept", args=[kept.public_id])
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={page_url}"
    assert "What you typed is kept" in late.get(answer.headers["Location"]).content.decode()

    sign_in_again(late, cast.pat)
    page = late.get(page_url).content.decode()
    assert "Sharp in the groin" in page
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert fields["words"] == WORDS
    assert fields["pain_during"] == "4"

    sent = late.post(reverse("signed_in:send_again", args=[kept.public_id]), {"words": WORDS, "pain_during": "4"})
    assert sent.status_code == 307
    assert sent.headers["Location"] == finish
    assert not KeptForm.objects.exists()
    assert late.get(page_url).status_code == 404
    assert late.post(reverse("signed_in:send_again", args=[kept.public_id])).status_code == 404


def test_another_tab_may_have_noticed_the_end_first(cast: Cast, late: Client) -> None:
    assert late.get(reverse("signed_in:left")).json()["seconds"] == 0
    late.get(reverse("account_login"))
    late.post(pause_url(cast), {"until": "2026-12-24", "words": WORDS})
    assert KeptForm.objects.get().user == cast.pat


def test_only_the_same_person_gets_them(cast: Cast, late: Client, signed_in: SignIn) -> None:
    late.post(pause_url(cast), {"words": WORDS})
    kept = KeptForm.objects.get()
    for other in (cast.cara, cast.tess, cast.sam):
        client = signed_in(other)
        for name in ("signed_in:kept", "signed_in:send_again", "signed_in:throw_away"):
            url = reverse(name, args=[kept.public_id])
            answer = client.get(url) if name == "signed_in:kept" else client.post(url)
            assert answer.status_code == 404
            assert WORDS not in answer.content.decode()
    assert KeptForm.objects.exists()


def test_they_can_be_thrown_away(cast: Cast, late: Client) -> None:
    late.post(pause_url(cast), {"words": WORDS})
    kept = KeptForm.objects.get()
    sign_in_again(late, cast.pat)
    late.post(reverse("signed_in:throw_away", args=[kept.public_id]))
    assert not KeptForm.objects.exists()


def test_they_are_gone_after_a_day(cast: Cast, late: Client) -> None:
    late.post(pause_url(cast), {"words": WORDS})
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(days=1, minutes=1))
    sign_in_again(late, cast.pat)
    assert late.get(reverse("signed_in:kept", args=[KeptForm.objects.get().public_id])).status_code == 404
    assert forget_old_kept_forms(timezone.now()) == 1


def test_no_password_code_token_or_file_is_kept(cast: Cast, late: Client) -> None:
    typed = {
        "words": WORDS,
        "password": "hunter22",
        "password1": "hunter22",
        "code": "12345678",
        "short_code": "ABCD",
        "csrfmiddlewaretoken": "x",
        "next": "/elsewhere/",
        "photo": SimpleUploadedFile("knee.jpg", b"bytes"),
    }
    late.post(pause_url(cast), typed)
    assert KeptForm.objects.get().fields == [["words", WORDS]]


@pytest.mark.parametrize("name", ["account_change_password", "mfa_activate_totp", "account_login"])
def test_nothing_of_the_sign_in_pages_is_kept(late: Client, name: str) -> None:
    late.post(reverse(name), {"words": WORDS})
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("path", ["/nowhere/", "/stop/7d6a51a4-0d8f-4d57-8b4e-4a3f8b3c2a11/"])
def test_nothing_is_kept_for_an_address_that_takes_no_form(late: Client, path: str) -> None:
    late.post(path, {"words": WORDS})
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"words": "x" * (LONGEST + 1)}, {"\x00": "\x00"}])
def test_nothing_too_small_or_too_large_is_kept(cast: Cast, late: Client, typed: dict[str, str]) -> None:
    answer = late.post(pause_url(cast), typed)
    assert answer.status_code == 302
    assert sum(len(value) for kept in KeptForm.objects.all() for _, value in kept.fields) == 0


def test_a_button_pressed_twice_keeps_one_and_a_stranger_at_the_desk_cannot_fill_the_table(
    cast: Cast, late: Client
) -> None:
    for _ in range(2):
        late.post(pause_url(cast), {"words": WORDS})
    assert KeptForm.objects.count() == 1
    for number in range(9):
        late.post(pause_url(cast), {"words": f"{WORDS} {number}"})
    assert KeptForm.objects.count() == 5


def test_who_was_signed_out_for_another_reason_leaves_nothing(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    client.get("/people/")
    User.objects.filter(pk=cast.pat.pk).update(sessions_from=timezone.now() + timedelta(seconds=1))
    client.post(pause_url(cast), {"words": WORDS})
    assert not KeptForm.objects.exists()


def test_an_account_that_is_gone_meanwhile_breaks_nothing(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.sam)
    out_of_time(client)
    client.get("/people/")
    cast.sam.delete()
    assert client.post(pause_url(cast), {"words": WORDS}).status_code == 302


def test_signed_in_again_in_another_tab_the_old_page_can_still_be_sent(cast: Cast, signed_in: SignIn) -> None:
    """Its proof against forgery is stale by then."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.pat)
    answer = client.post(pause_url(cast), {"words": WORDS}, HTTP_ORIGIN="http://testserver")
    assert answer.headers["Location"] == reverse("signed_in:kept", args=[KeptForm.objects.get().public_id])


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_a_form_of_a_strange_site_is_refused_and_not_kept(cast: Cast, origin: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.pat)
    answer = client.post(pause_url(cast), {"words": WORDS}, HTTP_ORIGIN=origin)
    assert answer.status_code == 403
    assert not KeptForm.objects.exists()


def test_somebody_without_a_session_is_asked_to_sign_in(cast: Cast) -> None:
    answer = Client().post(pause_url(cast), {"words": WORDS})
    assert answer.headers["Location"] == reverse("account_login")
    assert not KeptForm.objects.exists()
