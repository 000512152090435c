"""The ways in, as a browser without script takes them."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import PASSWORD, TOTP_SECRET

OWN_DEVICE = {"own_device": "on"}


def ask_for_code(client: Client, email: str, **more: str) -> Any:
    return client.post(reverse("account_request_login_code"), {"email": email, **more})


def code_in_newest_mail() -> str:
    found = re.search(r"\b\d{4}-\d{4}\b", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def type_code(client: Client, code: str) -> Any:
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def by_code(client: Client, user: User, **more: str) -> Any:
    ask_for_code(client, user.email, **more)
    return type_code(client, code_in_newest_mail())


def by_password(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def code_of_the_app(secret: str = TOTP_SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def second_step(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def by_password_and_app(client: Client, user: User, **more: str) -> Any:
    by_password(client, user, **more)
    return second_step(client, code_of_the_app())


def prove_again(client: Client) -> HttpResponse:
    """What the pages that change a sign-in ask first."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})  # type: ignore[return-value]


def who_is_in(client: Client) -> int | None:
    found = client.session.get("_auth_user_id")
    return int(found) if found else None
