"""The only place that bends allauth."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever reads it, which need not be that of the browser that asked."""
        reader = User.objects.filter(email__iexact=email).first()
        with translation.override(reader.language if reader else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Marked as written by a program, so that nobody's absence note answers it."""
        headers = {"Auto-Submitted": "auto-generated"} | (headers or {})
        message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return message

    def format_email_subject(self, subject: str) -> str:
        """No prefix: a site's name on a lock screen may name a condition."""
        return subject.strip()

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There is no user name; the e-mail is the sign-in."""
