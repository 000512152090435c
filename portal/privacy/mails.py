"""Mails about somebody's own data: neutral, to their own address, sent at once.

They are no reminders: nobody waits for them and nobody can stop them. A mail server that is away must not undo what a
person has done, so a mail that cannot be sent is left.
"""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import ClinicMember, ClinicRole, User

logger = logging.getLogger(__name__)


def copy_made(user: User) -> None:
    _send("copy_made", user.email, user.language, reverse("privacy:account_data"))


def account_closed(email: str, language: str) -> None:
    _send("account_closed", email, language)


def request_answered(user: User) -> None:
    _send("request_answered", user.email, user.language, reverse("home:start"))


def record_erased(email: str, language: str) -> None:
    _send("record_erased", email, language)


def request_waits(clinic_id: int) -> None:
    """To each admin of the clinic, one by one."""
    admins = ClinicMember.objects.filter(clinic=clinic_id, role=ClinicRole.ADMIN, is_active=True)
    for member in admins.select_related("user"):
        _send("request_waits", member.user.email, member.user.language, reverse("privacy:requests"))


def _send(name: str, email: str, language: str, path: str = "") -> None:
    with translation.override(language):
        context = {"button_url": settings.SITE_URL + path if path else ""}
        context["subject"] = " ".join(render_to_string(f"emails/{name}/subject.txt", context).split())
        message = EmailMultiAlternatives(
            subject=context["subject"],
            body=render_to_string(f"emails/{name}/body.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"emails/{name}/body.html", context), "text/html")
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        logger.warning("A mail of the kind %s could not be sent.", name)
