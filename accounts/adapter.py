"""The only place that bends allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """No prefix: a site's name on a lock screen may name a condition."""
        return subject.strip()

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There is no user name; the e-mail is the sign-in."""
