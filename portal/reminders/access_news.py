"""News of access: help that ends soon, and an emergency access that the clinic's admins hear of at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.grants.ends import WARNING
from accounts.models import CareGrant, ClinicMember, ClinicRole, EmergencyAccess
from portal.reminders import hours
from portal.reminders.models import DeliveryKind, Reason, ReminderDelivery
from portal.reminders.plan import add_deliveries
from portal.routines.schedule import moment

KINDS = frozenset({DeliveryKind.GRANT_ENDS, DeliveryKind.EMERGENCY_ACCESS})
# After that an admin has seen it on the list of what is to be reviewed, or there is none.
EMERGENCY_NEWS_FOR = timedelta(days=3)
A_DAY = timedelta(days=1)


def plan_access_news(planned_until: datetime | None, window_end: datetime, now: datetime) -> int:
    """Planning twice makes one row. An emergency access is looked for on every run; ends once an hour, which is when
    the window that is planned for reaches a new hour."""
    rows = list(_emergencies(now))
    if planned_until is None or _hour(planned_until) != _hour(window_end):
        rows += _ends(now)
    add_deliveries(rows)
    return len(rows)


def ends_occasion(grant: CareGrant) -> str:
    """With the day: a grant that was renewed is told of anew before its new end."""
    return f"grant:{grant.pk}:{grant.expires_on}"


def access_is_over(delivery: ReminderDelivery) -> Reason | None:
    """Of the two kinds here: whether it is still as it was when the mail was planned."""
    if delivery.kind == DeliveryKind.EMERGENCY_ACCESS:
        return None if _admins(delivery).exists() else Reason.NO_CONSENT
    grant = delivery.grant
    if grant is None or grant.revoked_at is not None or grant.suspended_at is not None:
        return Reason.NO_CONSENT
    if delivery.recipient_id not in (grant.caregiver_id, delivery.patient.user_id):
        return Reason.NO_CONSENT
    return None if delivery.occasion == ends_occasion(grant) else Reason.SUPERSEDED


def access_stands(delivery: ReminderDelivery) -> Q:
    """The same as conditions of the claiming UPDATE."""
    if delivery.kind == DeliveryKind.EMERGENCY_ACCESS:
        return Q(Exists(_admins(delivery)))
    assert delivery.grant is not None  # noqa: S101  (asked before, by access_is_over)
    as_read = CareGrant.objects.filter(pk=OuterRef("grant_id"), expires_on=delivery.grant.expires_on)
    for_them = Q(caregiver=OuterRef("recipient_id")) | Q(patient__user=OuterRef("recipient_id"))
    return Q(Exists(as_read.filter(for_them, revoked_at__isnull=True, suspended_at__isnull=True)))


def _admins(delivery: ReminderDelivery) -> QuerySet[ClinicMember]:
    """The recipient as an active admin of the patient's clinic."""
    return ClinicMember.objects.filter(
        clinic=delivery.patient.clinic_id,
        user=delivery.recipient_id,
        user__is_active=True,
        role=ClinicRole.ADMIN,
        is_active=True,
    )


def _emergencies(now: datetime) -> Iterator[ReminderDelivery]:
    told = ReminderDelivery.objects.filter(emergency_access=OuterRef("pk"))
    recent = EmergencyAccess.objects.filter(~Exists(told), started_at__gt=now - A_DAY)
    for access in recent.select_related("patient"):
        admins = ClinicMember.objects.filter(clinic=access.patient.clinic_id, role=ClinicRole.ADMIN, is_active=True)
        for user_id in admins.filter(user__is_active=True).values_list("user_id", flat=True):
            yield ReminderDelivery(
                patient=access.patient,
                recipient_id=user_id,
                occasion=f"emergency:{access.pk}",
                emergency_access=access,
                kind=DeliveryKind.EMERGENCY_ACCESS,
                planned_for=now,
                # Ahead of every reminder that waits.
                next_attempt_at=now - A_DAY,
                expires_at=now + EMERGENCY_NEWS_FOR,
            )


def _ends(now: datetime) -> Iterator[ReminderDelivery]:
    """One query. Who has a row for this end is left out by the row's key."""
    standing = CareGrant.objects.filter(revoked_at__isnull=True, suspended_at__isnull=True)
    days = (now.date(), now.date() + WARNING)
    for grant in standing.filter(expires_on__range=days).select_related("patient"):
        patient = grant.patient
        planned_for = hours.end_of_quiet(now, patient.zone)
        expires_at = moment(grant.expires_on, time(), patient.zone)
        if expires_at <= planned_for:
            continue
        for user_id in {grant.caregiver_id, patient.user_id or grant.caregiver_id}:
            yield ReminderDelivery(
                patient=patient,
                recipient_id=user_id,
                occasion=ends_occasion(grant),
                grant=grant,
                kind=DeliveryKind.GRANT_ENDS,
                planned_for=planned_for,
                next_attempt_at=planned_for,
                expires_at=expires_at,
            )


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
