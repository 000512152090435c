"""A person's wishes about the reminders of one patient. Never somebody else's wishes."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.access import PatientAccess
from portal.reminders.models import ReminderPreference


@transaction.atomic
def switch_on(*, by: PatientAccess) -> None:
    """Also undoes a stop by link and a pause: the person wants reminders now."""
    row = _set(by, session_due=True, stopped_at=None, paused_until_on=None)
    audit.record("reminders.switched_on", by=by, about=row)


@transaction.atomic
def switch_off(*, by: PatientAccess) -> None:
    row = _set(by, session_due=False)
    audit.record("reminders.switched_off", by=by, about=row)


@transaction.atomic
def pause_until(day: date, *, by: PatientAccess) -> None:
    """No reminder before that day, where the patient lives."""
    row = _set(by, paused_until_on=day)
    audit.record("reminders.paused", by=by, about=row)


@transaction.atomic
def resume(*, by: PatientAccess) -> None:
    row = _set(by, paused_until_on=None)
    audit.record("reminders.resumed", by=by, about=row)


def find_stop_link(token: UUID) -> ReminderPreference | None:
    """The link is all the proof there is: whoever has it may stop these mails, and learns nothing."""
    return ReminderPreference.objects.select_related("recipient").filter(stop_token=token).first()


@transaction.atomic
def stop_by_link(preference: ReminderPreference, *, by: None = None) -> None:
    """Every mail to this person about this patient. Harmless twice: the first moment stays on record."""
    standing = ReminderPreference.objects.filter(pk=preference.pk, stopped_at__isnull=True)
    if standing.update(stopped_at=timezone.now()):
        audit.record("reminders.stopped_by_link", by=by, about=preference)


def _set(by: PatientAccess, **wishes: Any) -> ReminderPreference:
    row, _created = ReminderPreference.objects.update_or_create(patient=by.patient, recipient=by.user, defaults=wishes)
    return row
