"""The only place that bends allauth."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    # Each sentence says what to do next; none says whether an address is known here.
    error_messages: ClassVar[dict[str, object]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This sign-in is switched off. Please call your clinic."),
        "email_password_mismatch": _(
            "This e-mail and password do not fit together. Check both, or ask for a code by e-mail instead."
        ),
        "incorrect_code": _("This code is not right. Check the newest mail, or ask for a new code."),
        "incorrect_password": _("This password is not right. Type it again."),
        "too_many_login_attempts": _("There were too many tries. Wait five minutes, then try again."),
        "rate_limited": _("There were too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """No prefix: a site's name on a lock screen may name a condition."""
        return subject.strip()

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There is no user name; the e-mail is the sign-in."""
