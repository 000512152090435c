"""The sign-in pages: the code first, one thing at a time, errors as sentences."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = pytest.mark.urls("tests.portal.look.stub_urls")


def ask_for_code(client: Client, email: str) -> None:
    client.post("/account/login/code/", {"email": email})


def test_the_code_comes_before_the_password(client: Client, db: None) -> None:
    html = client.get("/account/login/").content.decode()
    assert html.index("Send me a code") < html.index("Use my password")
    assert "<details" in html[: html.index("Use my password")]
    assert 'action="/account/login/code/"' in html


def test_a_wrong_password_opens_the_password_part_and_keeps_the_address(client: Client, cast: Cast) -> None:
    response = client.post("/account/login/", {"login": cast.pat.email, "password": "nope"})
    html = response.content.decode()
    assert '<details class="more" open>' in html
    assert f'value="{cast.pat.email}"' in html
    assert html.startswith("<!doctype html>")
    assert "<title>Error: Sign in" in html


def test_pat_signs_in_with_the_code_from_the_mail(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.pat.email)
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[0].body))
    assert code is not None
    page = client.get("/account/login/code/confirm/").content.decode()
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
    response = client.post("/account/login/code/confirm/", {"code": code[0].replace("-", " ")})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.pat.pk)


def test_a_wrong_code_is_a_sentence_and_is_kept(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.pat.email)
    html = client.post("/account/login/code/confirm/", {"code": "1111-2222<"}).content.decode()
    assert "This code is not right. Look at the newest e-mail and try again." in html
    assert 'value="1111-2222&lt;"' in html
    assert "<title>Error: " in html


def test_an_empty_code_says_what_to_do(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.pat.email)
    assert (
        "Type the code from the e-mail." in client.post("/account/login/code/confirm/", {"code": ""}).content.decode()
    )


def test_nobody_can_make_an_account(client: Client, db: None) -> None:
    html = client.get("/account/signup/").content.decode()
    assert "People come in by invitation" in html
    assert "<input" not in re.sub(r'<input type="hidden"[^>]*>', "", html)


@pytest.mark.parametrize("name", ["password/change/", "email/", "logout/", "reauthenticate/"])
def test_a_signed_in_person_sees_each_page_in_our_look(signed_in: SignIn, cast: Cast, name: str) -> None:
    response = signed_in(cast.pat).get(f"/account/{name}", follow=True)
    assert response.status_code == 200
    assert "components/brand.html" in {template.name for template in response.templates}
