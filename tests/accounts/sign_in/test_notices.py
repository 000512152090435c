"""Whoever's sign-in changes is told by mail, in neutral words."""

from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.accounts.sign_in.coming_in import prove_again
from tests.cast import PASSWORD, Cast
from tests.conftest import SignIn

NOTICES = [
    "account/email/email_changed",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
]
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_says_what_when_and_with_what(cast: Cast, name: str) -> None:
    request = RequestFactory().get("/", headers={"user-agent": CHROME})
    with request_context(request):
        get_adapter().send_notification_mail(
            name, cast.pat, {"from_email": "a@example.org", "to_email": "b@example.org"}
        )
    [letter] = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    for body in (str(letter.body), str(letter.alternatives[0][0])):
        assert "Chrome on Android" in body
        assert reverse("sign_in:me") in body
        assert "127.0.0.1" not in body
        assert "Pat" not in body
    assert "\n\n\n\n" not in str(letter.body)


def test_a_notice_is_in_the_language_of_its_reader(cast: Cast) -> None:
    cast.pat.language = "fr"
    cast.pat.save()
    with request_context(RequestFactory().get("/")):
        get_adapter().send_notification_mail("mfa/email/webauthn_added", cast.pat, email="old@example.org")
    letter: Any = mail.outbox[0]
    assert '<html lang="fr"' in letter.alternatives[0][0]


def test_the_old_address_holds_until_the_new_one_is_proven_and_is_told(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    prove_again(client)
    client.post(reverse("account_email"), {"email": "pat@new.example", "action_add": ""})
    cast.pat.refresh_from_db()
    assert cast.pat.email == "pat@example.org"
    link = next(word for word in str(mail.outbox[-1].body).split() if "/confirm-email/" in word)
    # A mail scanner looks at it.
    for ask in (Client().head, Client().get):
        assert ask(link).status_code == 200
    cast.pat.refresh_from_db()
    assert cast.pat.email == "pat@example.org"
    client.post(link)
    cast.pat.refresh_from_db()
    assert cast.pat.email == "pat@new.example"
    assert list(EmailAddress.objects.filter(user=cast.pat).values_list("email", flat=True)) == ["pat@new.example"]
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["pat@example.org"], "Your e-mail was changed")


def test_a_mail_scanner_cannot_use_up_a_link(cast: Cast) -> None:
    Client().post(reverse("account_reset_password"), {"email": cast.pat.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if "/password/reset/key/" in word)
    scanner = Client()
    for _time in range(5):
        for ask in (scanner.head, scanner.get):
            assert ask(link).status_code == 302
    cast.pat.refresh_from_db()
    assert cast.pat.check_password(PASSWORD)
    person = Client()
    form = person.get(link).headers["Location"]
    person.post(form, {"password1": "three grey geese in a row"})
    cast.pat.refresh_from_db()
    assert cast.pat.check_password("three grey geese in a row")
    # Used once, it is over.
    assert Client().get(link).status_code == 200


def test_a_code_mail_has_no_link_to_use_up(cast: Cast) -> None:
    Client().post(reverse("account_request_login_code"), {"email": cast.pat.email})
    assert "http" not in str(mail.outbox[-1].body)
