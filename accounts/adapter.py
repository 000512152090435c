"""The only place that bends allauth, with the forms in accounts/sign_in/."""

import ipaddress
from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in import mail_out, own_device
from accounts.sign_in.people import reader_of
from accounts.sign_in.staff import is_staff_member

SECOND_STEP = {"allauth.mfa.stages.AuthenticateStage": "accounts.sign_in.stages.SecondStepStage"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    # Each sentence says what to do next; none says whether an address is known here.
    error_messages: ClassVar[dict[str, object]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This sign-in is switched off. Please call your clinic."),
        "duplicate_email": _("This is your address already. Type another one."),
        "email_password_mismatch": _(
            "This e-mail and password do not fit together. Check both, or ask for a code by e-mail instead."
        ),
        "enter_current_password": _("This is not your password now. Type it again."),
        "incorrect_code": _("This code is not right. Check the newest mail, or ask for a new code."),
        "incorrect_password": _("This password is not right. Type it again."),
        "too_many_login_attempts": _("There were too many tries. Wait five minutes, then try again."),
        "rate_limited": _("There were too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        return [SECOND_STEP.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and _came_by_code(request, user) and is_staff_member(user):
            # No code is sent to staff; this one was sent before they became it.
            clear_login(request)
            return redirect("account_login")
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        own_device.begin_session(request, user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Of an IPv6 address only the network: one household changes the rest as it likes, and limits count it once.

        An IPv4 address that comes dressed as IPv6 is itself again, or all of them would share one network.
        """
        address = ipaddress.ip_address(super().get_client_ip(request))
        if isinstance(address, ipaddress.IPv4Address):
            return str(address)
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth's own names the host too, so that each name of this portal would allow five more tries."""
        return str(credentials.get("email", "")).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever reads it, which need not be that of the browser that asked."""
        fallback = translation.get_language()
        words = {key: value for key, value in context.items() if key != "request"} | {"email": email}

        def write_and_send() -> None:
            reader = words.get("user") or reader_of(email)
            zone = reader.zone if reader else timezone.get_default_timezone()
            with translation.override(reader.language if reader else fallback), timezone.override(zone):
                self.render_mail(template_prefix, email, words).send()

        mail_out.send_beside(write_and_send)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """`user` goes along: a notice about a new address goes to the old one, which is nobody's by then."""
        words = {"user": user, "me_url": settings.SITE_URL + reverse("sign_in:me")} | (context or {})
        super().send_notification_mail(template_prefix, user, words, email)

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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("sign_in:me")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("sign_in:me" if self.request.user.is_authenticated else "account_login")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        names = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use a code from my app"),
            "mfa_reauthenticate:webauthn": _("Use my passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": names[method["id"]]} for method in methods]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There is no user name; the e-mail is the sign-in."""


def _came_by_code(request: HttpRequest, user: User) -> bool:
    records = cast(list[dict[str, Any]], get_authentication_records(request, user))
    return bool(records) and records[-1]["method"] == "code"
