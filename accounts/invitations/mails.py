"""The mail that invites. It names no clinic and no person, and goes out at once, not through the ledger of reminders:
the ledger writes a mail when it is due, and by then nobody knows the link any more.
"""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.invitations.tokens import Secrets
from accounts.models import Invitation

logger = logging.getLogger(__name__)


def join_url(secrets: Secrets) -> str:
    return settings.SITE_URL + reverse("invitations:join", args=[secrets.token])


def send_invitation(invitation: Invitation, secrets: Secrets) -> bool:
    """After the transaction, so that a slow mail server holds no lock. False when the server did not take it."""
    with translation.override(invitation.language):
        message = _message(invitation, join_url(secrets))
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("invitation %s could not be mailed: %s", invitation.pk, type(error).__name__)
        return False
    return True


def _message(invitation: Invitation, url: str) -> EmailMultiAlternatives:
    context = {"button_url": url}
    subject = " ".join(render_to_string("emails/invitation/subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("emails/invitation/body.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[invitation.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    html = render_to_string("emails/invitation/body.html", context | {"subject": subject})
    message.attach_alternative(html, "text/html")
    return message
