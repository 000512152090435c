"""A mail server that only counts: one line for each mail, written at once, so that it outlives a killed sender."""

import os
import time
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

BACKEND = "tests.portal.reminders.counting.EmailBackend"


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            time.sleep(float(os.environ.get("COUNTED_MAIL_SECONDS", "0")))
            line = f"{message.extra_headers['Message-ID']} {message.to[0]}\n"
            descriptor = os.open(os.environ["COUNTED_MAILS"], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
            os.write(descriptor, line.encode())
            os.close(descriptor)
        return len(email_messages)
