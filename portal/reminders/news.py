"""News of a routine: it is ready, or it has changed. For the patient's own sign-in only."""

from datetime import datetime, timedelta

from portal.reminders import hours
from portal.reminders.models import DeliveryKind, ReminderDelivery
from portal.reminders.plan import add_deliveries
from portal.routines.models import RoutineRevision

# Older news is no news: the patient has seen the page, or will.
NEWS_FOR = timedelta(days=3)


def plan_news(newest: list[RoutineRevision], now: datetime) -> None:
    """Called with the newest revision of each routine whose schedule was made anew. Planning twice makes one row."""
    rows = [
        _delivery(revision, revision.routine.patient.user_id, now)
        for revision in newest
        if revision.published_at is not None
        and revision.published_at + NEWS_FOR > now
        and revision.routine.patient.user_id is not None
    ]
    add_deliveries(rows)


def _delivery(revision: RoutineRevision, recipient_id: int, now: datetime) -> ReminderDelivery:
    patient = revision.routine.patient
    planned_for = hours.end_of_quiet(now, patient.zone)
    return ReminderDelivery(
        patient=patient,
        recipient_id=recipient_id,
        occasion=f"revision:{revision.pk}",
        revision=revision,
        kind=DeliveryKind.ROUTINE_READY if revision.number == 1 else DeliveryKind.ROUTINE_CHANGED,
        planned_for=planned_for,
        next_attempt_at=planned_for,
        expires_at=planned_for + NEWS_FOR,
    )
