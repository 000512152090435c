"""The mails: one function and three templates each. They name nothing clinical, no clinic and no person.

A mail lies open on a lock screen and in a shared mailbox. It says "open your page", never "do your exercises": the
page knows whether anything is left to do, so a rare second copy is harmless.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from portal.reminders.models import DeliveryKind, ReminderDelivery, ReminderPreference


def write_mail(delivery: ReminderDelivery, preference: ReminderPreference | None) -> EmailMultiAlternatives:
    """In the recipient's language, with times where the patient lives."""
    with translation.override(delivery.recipient.language), timezone.override(delivery.patient.zone):
        return WRITERS[DeliveryKind(delivery.kind)](delivery, preference)


def session_due(delivery: ReminderDelivery, preference: ReminderPreference | None) -> EmailMultiAlternatives:
    # To a caregiver elsewhere the patient's clock time would be a riddle.
    is_own = delivery.patient.user_id == delivery.recipient_id
    due_at = delivery.exercise_session.due_at if delivery.exercise_session and is_own else None
    return _mail("session_due", delivery, preference, due_at=due_at)


def routine_ready(delivery: ReminderDelivery, preference: ReminderPreference | None) -> EmailMultiAlternatives:
    return _mail("routine_ready", delivery, preference)


def routine_changed(delivery: ReminderDelivery, preference: ReminderPreference | None) -> EmailMultiAlternatives:
    return _mail("routine_changed", delivery, preference)


def grant_ends(delivery: ReminderDelivery, preference: ReminderPreference | None) -> EmailMultiAlternatives:
    return _mail("grant_ends", delivery, preference)


def emergency_access(delivery: ReminderDelivery, preference: ReminderPreference | None) -> EmailMultiAlternatives:
    return _mail("emergency_access", delivery, preference)


Writer = Callable[[ReminderDelivery, ReminderPreference | None], EmailMultiAlternatives]
WRITERS: dict[DeliveryKind, Writer] = {
    DeliveryKind.SESSION_DUE: session_due,
    DeliveryKind.ROUTINE_READY: routine_ready,
    DeliveryKind.ROUTINE_CHANGED: routine_changed,
    DeliveryKind.GRANT_ENDS: grant_ends,
    DeliveryKind.EMERGENCY_ACCESS: emergency_access,
}


def stop_url(preference: ReminderPreference) -> str:
    return settings.SITE_URL + reverse("reminders:stop", args=[preference.stop_token])


def message_id(delivery: ReminderDelivery) -> str:
    """The same for each copy of a mail, so that copies can be traced, and many mail programs fold them."""
    return f"<{delivery.public_id}@{urlsplit(settings.SITE_URL).hostname}>"


def _mail(
    name: str, delivery: ReminderDelivery, preference: ReminderPreference | None, due_at: datetime | None = None
) -> EmailMultiAlternatives:
    """Without a preference there is nothing to stop."""
    stop = stop_url(preference) if preference else ""
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"}
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context: dict[str, Any] = {
        "button_url": settings.SITE_URL + reverse("home:start"),
        "stop_url": stop,
        "due_at": due_at,
    }
    context["subject"] = " ".join(render_to_string(f"emails/{name}/subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string(f"emails/{name}/body.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[delivery.recipient.email],
        headers=headers,
    )
    message.attach_alternative(render_to_string(f"emails/{name}/body.html", context), "text/html")
    return message
