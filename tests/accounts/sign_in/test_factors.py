"""Setting up an app, recovery codes and passkeys; how their secrets are kept."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.accounts.sign_in.coming_in import code_of_the_app, prove_again
from tests.cast import TOTP_SECRET, Cast
from tests.conftest import SignIn


@pytest.fixture
def pat(cast: Cast, signed_in: SignIn) -> Client:
    client = signed_in(cast.pat)
    prove_again(client)
    return client


@pytest.fixture
def passkey(cast: Cast) -> Authenticator:
    """Pat's; before she signs in, because a session ends when the factors change elsewhere."""
    return Authenticator.objects.create(user=cast.pat, type="webauthn", data={"name": "Phone"})


def shown_secret(html: str) -> str:
    groups = re.search(r'<p class="secret">(.*?)</p>', html, re.DOTALL)
    assert groups is not None
    return "".join(re.findall(r"<span>(\w+)</span>", groups[1]))


def test_no_secret_is_kept_as_it_is(cast: Cast) -> None:
    RecoveryCodes.activate(cast.tess)
    kept = json.dumps(list(Authenticator.objects.filter(user=cast.tess).values_list("data", flat=True)))
    assert TOTP_SECRET not in kept
    for row in Authenticator.objects.filter(user=cast.tess):
        sealed = row.data.get("secret") or row.data["seed"]
        assert sealed.startswith("gAAAA")


def test_a_new_key_opens_what_an_old_one_sealed(settings: Settings) -> None:
    sealed = encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [django_settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, just as long as the old one was"
    assert decrypt(sealed) == "secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValidationError, match="Codes cannot be checked"):
        decrypt(sealed)


def test_pat_sets_up_an_app(cast: Cast, pat: Client) -> None:
    html = pat.get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in html
    assert "data:image" not in html
    secret = shown_secret(html)
    wrong = pat.post(reverse("mfa_activate_totp"), {"code": "12"})
    assert "This did not work." in wrong.content.decode()
    # A slip does not change the square that the app has read already.
    assert shown_secret(wrong.content.decode()) == secret
    answer = pat.post(reverse("mfa_activate_totp"), {"code": code_of_the_app(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert Authenticator.objects.filter(user=cast.pat, type="totp").exists()


def test_recovery_codes_are_shown_once(cast: Cast, pat: Client) -> None:
    codes = RecoveryCodes.activate(cast.pat).get_unused_codes()
    page, again = (pat.get(reverse("mfa_view_recovery_codes")).content.decode() for _time in range(2))
    assert all(code in page for code in codes)
    assert not any(code in again for code in codes)
    assert pat.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_new_recovery_codes_take_the_place_of_the_old(
    cast: Cast, passkey: Authenticator, pat: Client, django_capture_on_commit_callbacks: Any
) -> None:
    old = RecoveryCodes.activate(cast.pat).get_unused_codes()
    with django_capture_on_commit_callbacks(execute=True):
        pat.post(reverse("mfa_generate_recovery_codes"))
    assert RecoveryCodes.activate(cast.pat).get_unused_codes() != old
    assert mail.outbox[-1].subject == "You have new recovery codes"


def test_changing_a_factor_asks_who_it_is(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_reauthenticate"))


NO_CREDENTIALS = ["", "[]", '"x"', "1", "null", "{}", '{"id": 1}', '{"response": []}', '{"rawId": "x", "response": {}}']
NO_CREDENTIALS += [
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": handle}})
    for handle in ("", "AAAA", "MQ", None, 5, ["x"])
]
NO_CREDENTIALS += [
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": dict.fromkeys(
                ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"), "e30"
            ),
        }
    ),
    "\x00",
]


@pytest.mark.parametrize("sent", NO_CREDENTIALS)
def test_what_is_no_passkey_breaks_nothing(cast: Cast, pat: Client, sent: str) -> None:
    stranger = Client()
    stranger.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert stranger.post(reverse("mfa_login_webauthn"), {"credential": sent}).status_code == 302
    pat.get(reverse("mfa_add_webauthn"))
    assert pat.post(reverse("mfa_add_webauthn"), {"credential": sent, "name": "x" * 500}).status_code == 200
    assert not Authenticator.objects.filter(user=cast.pat).exists()


def test_a_passkey_can_be_renamed_and_removed(cast: Cast, passkey: Authenticator, pat: Client) -> None:
    pat.post(reverse("mfa_edit_webauthn", args=[passkey.pk]), {"name": "Tablet"})
    assert "Tablet" in pat.get(reverse("mfa_list_webauthn")).content.decode()
    pat.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert not Authenticator.objects.filter(user=cast.pat).exists()
    assert mail.outbox[-1].subject == "A way to sign in was removed"


def test_nobody_touches_the_passkey_of_another(cast: Cast, pat: Client) -> None:
    row = Authenticator.objects.create(user=cast.cara, type="webauthn", data={"name": "Phone"})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert pat.post(reverse(name, args=[row.pk]), {"name": "Mine"}).status_code == 404
    row.refresh_from_db()
    assert row.data["name"] == "Phone"
