"""Every page of one's own sign-in, in our look and with nothing inline."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.accounts.sign_in.coming_in import by_password, prove_again
from tests.cast import Cast, give_second_factor
from tests.conftest import SignIn

OWN = [
    "sign_in:me",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
]
WITH_AN_APP = ["mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate", "sign_in:me"]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|application/json))", re.IGNORECASE)


def judge(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200, name
    html = answer.content.decode()
    assert not INLINE.search(html), name
    assert "components/brand.html" in {template.name for template in answer.templates}
    assert len(re.findall(r"<h1\b", html)) == 1
    assert not re.search(r"Two-Factor|Security Key|allauth", html)


@pytest.mark.parametrize("name", OWN)
def test_a_page_of_pat_s(cast: Cast, signed_in: SignIn, name: str) -> None:
    client = signed_in(cast.pat)
    prove_again(client)
    judge(client, name)


@pytest.mark.parametrize("name", WITH_AN_APP)
def test_a_page_of_who_has_an_app(cast: Cast, signed_in: SignIn, name: str) -> None:
    give_second_factor(cast.pat)
    client = signed_in(cast.pat)
    prove_again(client)
    judge(client, name)


def test_the_second_step(cast: Cast) -> None:
    client = Client()
    by_password(client, cast.tess)
    judge(client, "mfa_authenticate")


def test_my_sign_in_leads_to_everything(cast: Cast, signed_in: SignIn) -> None:
    give_second_factor(cast.pat)
    html = signed_in(cast.pat).get(reverse("sign_in:me")).content.decode()
    for name in ("account_email", "account_change_password", "mfa_add_webauthn", "mfa_deactivate_totp"):
        assert f'href="{reverse(name)}"' in html
    for name in ("mfa_generate_recovery_codes", "usersessions_list"):
        assert f'href="{reverse(name)}"' in html
    for name in ("home:text_size", "home:set_language"):
        assert f'action="{reverse(name)}"' in html


def test_my_sign_in_says_what_there_is(cast: Cast, signed_in: SignIn) -> None:
    cast.pat.set_unusable_password()
    cast.pat.save()
    Authenticator.objects.create(user=cast.pat, type="webauthn", data={"name": "Phone"})
    html = signed_in(cast.pat).get(reverse("sign_in:me")).content.decode()
    assert "You have none. You need none." in html
    assert f'href="{reverse("account_set_password")}"' in html
    assert f'href="{reverse("mfa_list_webauthn")}"' in html


def test_every_field_of_signing_in_can_be_filled_by_the_browser(client: Client, db: None) -> None:
    html = client.get(reverse("account_login")).content.decode()
    for field in re.findall(r"<input[^>]+>", html):
        if not re.search(r'type="(hidden|checkbox)"', field):
            assert "autocomplete=" in field, field
    assert "onpaste" not in html
    assert html.index("Send me a code") < html.index("Use my passkey") < html.index("Use my password")


def test_the_links_to_it(cast: Cast, signed_in: SignIn) -> None:
    me = f'href="{reverse("sign_in:me")}"'
    assert me in signed_in(cast.pat).get(reverse("home:today", args=[cast.pat_record.public_id])).content.decode()
    assert me in signed_in(cast.tess).get(reverse("home:caseload")).content.decode()
