"""Deliveries for sessions that are about to be due, one for each person who may be reminded.

Planned minutes ahead and not days: consent, address and clock times are those of the moment. Whoever may get a
reminder gets a row; whether it is sent is asked again when it is claimed, so that each one that is not has its reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from accounts.access import Scope
from accounts.models import CareGrant
from portal.reminders import hours
from portal.reminders.models import DeliveryKind, ReminderDelivery, ReminderPreference
from portal.sessions.models import ExerciseSession, SessionStatus

LOOK_AHEAD = timedelta(minutes=5)
# Seen again in each run: a session, or a caregiver, may come in late.
LOOK_BACK = timedelta(minutes=2)
FIRST_LOOK_BACK = timedelta(minutes=10)
# After a longer outage the days before have no rows that say "not sent".
LONGEST_LOOK_BACK = timedelta(days=14)
BATCH = 200
# An admin hears of these because of the post, not by wish.
WITHOUT_STOP_LINK = frozenset({DeliveryKind.EMERGENCY_ACCESS})


def planning_window(planned_until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """Where the last run ended, to a few minutes ahead; never beginning in the future, whatever a clock once said."""
    begin = min(planned_until or now - FIRST_LOOK_BACK, now) - LOOK_BACK
    return max(begin, now - LONGEST_LOOK_BACK), now + LOOK_AHEAD


def plan_sessions(window: tuple[datetime, datetime], may_go_on: Callable[[], bool]) -> tuple[int, bool]:
    """How many deliveries were planned, and whether all of the window was looked at. Planning twice makes one row."""
    keys = list(_without_delivery(*window))
    planned = 0
    for start in range(0, len(keys), BATCH):
        if not may_go_on():
            return planned, False
        planned += _plan_batch(keys[start : start + BATCH])
    return planned, True


def _without_delivery(begin: datetime, end: datetime) -> Iterable[int]:
    """What was published after its time of the day had passed is due, and not reminded of."""
    delivery = ReminderDelivery.objects.filter(exercise_session=OuterRef("pk"))
    grant = CareGrant.objects.filter(patient=OuterRef("routine__patient"), revoked_at__isnull=True)
    return (
        ExerciseSession.objects.filter(due_at__gt=begin, due_at__lte=end)
        .exclude(status=SessionStatus.WITHDRAWN)
        .filter(routine__ended_on__isnull=True, due_at__gte=F("revision__published_at"))
        .filter(Q(routine__patient__user__isnull=False) | Exists(grant))
        .filter(~Exists(delivery))
        .order_by("due_at")
        .values_list("pk", flat=True)
    )


@transaction.atomic
def _plan_batch(keys: list[int]) -> int:
    sessions = list(ExerciseSession.objects.filter(pk__in=keys).select_related("routine__patient"))
    next_due = next_due_times(sessions)
    caregivers = _caregivers(sessions)
    rows = [
        session_delivery(one, recipient_id, next_due[one.pk])
        for one in sessions
        for recipient_id in _recipients(one, caregivers)
    ]
    add_deliveries(rows)
    return len(rows)


def _caregivers(sessions: list[ExerciseSession]) -> dict[int, list[CareGrant]]:
    found = defaultdict(list)
    patients = {one.routine.patient_id for one in sessions}
    for grant in CareGrant.objects.filter(patient__in=patients, revoked_at__isnull=True, suspended_at__isnull=True):
        if Scope.REMINDERS.value in grant.scopes:
            found[grant.patient_id].append(grant)
    return found


def _recipients(one: ExerciseSession, caregivers: dict[int, list[CareGrant]]) -> Iterator[int]:
    patient = one.routine.patient
    if patient.user_id is not None:
        yield patient.user_id
    for grant in caregivers[patient.pk]:
        if grant.expires_on >= one.local_date:
            yield grant.caregiver_id


def session_delivery(one: ExerciseSession, recipient_id: int, next_due_at: datetime | None) -> ReminderDelivery:
    patient = one.routine.patient
    planned_for, expires_at = _times(one, next_due_at)
    return ReminderDelivery(
        patient=patient,
        recipient_id=recipient_id,
        occasion=f"session:{one.pk}",
        exercise_session=one,
        kind=DeliveryKind.SESSION_DUE,
        planned_for=planned_for,
        next_attempt_at=planned_for,
        expires_at=expires_at,
    )


def _times(one: ExerciseSession, next_due_at: datetime | None) -> tuple[datetime, datetime]:
    patient = one.routine.patient
    expires_at = hours.expires_at(one.due_at, next_due_at, patient.zone)
    planned_for = hours.planned_for(one.due_at, patient, settings.REMINDER_SPREAD_SECONDS)
    return (planned_for if planned_for < expires_at else one.due_at), expires_at


def next_due_times(sessions: Sequence[ExerciseSession]) -> dict[int, datetime | None]:
    """When the same routine is due next; None where that is too far off to matter."""
    if not sessions:
        return {}
    reach = hours.USEFUL_FOR + hours.BEFORE_THE_NEXT
    first, last = min(one.due_at for one in sessions), max(one.due_at for one in sessions)
    following = defaultdict(list)
    rows = ExerciseSession.objects.filter(
        routine__in={one.routine_id for one in sessions}, due_at__gt=first, due_at__lte=last + reach
    ).exclude(status=SessionStatus.WITHDRAWN)
    for routine_id, due_at in rows.order_by("due_at").values_list("routine_id", "due_at"):
        following[routine_id].append(due_at)
    return {
        one.pk: next((due_at for due_at in following[one.routine_id] if due_at > one.due_at), None) for one in sessions
    }


def add_deliveries(rows: list[ReminderDelivery]) -> None:
    ensure_preferences({(row.patient_id, row.recipient_id) for row in rows if row.kind not in WITHOUT_STOP_LINK})
    ReminderDelivery.objects.bulk_create(rows, ignore_conflicts=True)


def ensure_preferences(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], ReminderPreference]:
    """Each mail carries a stop link, so each person who may get one has a row that the link names."""
    found = _preferences(pairs)
    missing = pairs - found.keys()
    if missing:
        rows = [ReminderPreference(patient_id=patient, recipient_id=recipient) for patient, recipient in missing]
        ReminderPreference.objects.bulk_create(rows, ignore_conflicts=True)
        found |= _preferences(missing)
    return found


def _preferences(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], ReminderPreference]:
    rows = ReminderPreference.objects.filter(
        patient__in={patient for patient, _recipient in pairs},
        recipient__in={recipient for _patient, recipient in pairs},
    )
    return {(row.patient_id, row.recipient_id): row for row in rows if (row.patient_id, row.recipient_id) in pairs}


def move_deliveries(session_keys: list[int]) -> None:
    """Mails that still wait follow their session's time, in the transaction that moves the session."""
    waiting = ReminderDelivery.objects.waiting().filter(exercise_session__in=session_keys)
    rows = list(waiting.select_related("exercise_session__routine__patient"))
    next_due = next_due_times([row.exercise_session for row in rows if row.exercise_session])
    for row in rows:
        if row.exercise_session is None:
            continue
        planned_for, expires_at = _times(row.exercise_session, next_due[row.exercise_session.pk])
        ReminderDelivery.objects.waiting().filter(pk=row.pk).update(
            planned_for=planned_for, next_attempt_at=planned_for, expires_at=expires_at
        )
