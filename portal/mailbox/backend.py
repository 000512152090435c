"""Where the demo's mail goes: one file for each message, read again by the mailbox page."""

import logging
import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from portal.mailbox.stored_mail import NAME_FORMAT

logger = logging.getLogger(__name__)


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        # A message to nobody is not sent by a mail server either.
        addressed = [message for message in email_messages if message.recipients()]
        for message in addressed:
            name = store(message, sent_at=datetime.now(UTC))
            page = settings.SITE_URL + reverse("mailbox:mail", args=[name])
            logger.info("Mail to %s: %s", ", ".join(message.recipients()), page)
        return len(addressed)


def store(message: EmailMessage, *, sent_at: datetime) -> str:
    """Returns the name of the mail. The random part keeps two mails of one moment apart."""
    folder = Path(settings.MAILBOX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{sent_at:{NAME_FORMAT}}-{secrets.token_hex(4)}"
    unfinished = folder / f"{name}.part"
    contents = message.message()
    # Django leaves blind copies out of the message itself, as it must; here they are wanted.
    contents["X-Envelope-To"] = ", ".join(message.recipients())
    unfinished.write_bytes(contents.as_bytes())
    # A reader sees the whole mail or none of it.
    os.replace(unfinished, folder / f"{name}.eml")
    return name
