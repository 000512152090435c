"""Is this mail still wanted? Asked for a batch with a few queries, and once more by the statement that claims a row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q

from accounts.access import Scope
from accounts.models import CareGrant
from portal.reminders import access_news, blocks, hours
from portal.reminders.models import DeliveryKind, Reason, ReminderDelivery, ReminderPreference
from portal.reminders.plan import WITHOUT_STOP_LINK, ensure_preferences
from portal.routines.models import Routine, RoutinePause, RoutineRevision
from portal.sessions.models import ExerciseSession, SessionStatus

# A late reminder is not sent when the same person got another one within this time.
APART = timedelta(hours=2)

Pair = tuple[int, int]


@dataclass
class Facts:
    """What a batch of deliveries is judged by. Pairs are (patient, recipient)."""

    now: datetime
    preferences: dict[Pair, ReminderPreference]
    grants: dict[Pair, CareGrant]
    # Addresses whose owner has confirmed them, each with the owner.
    confirmed: set[tuple[int, str]]
    blocked: set[str]
    newest_revisions: dict[int, int]
    waiting: dict[int, list[ReminderDelivery]]
    sent_lately: set[int]
    pauses: dict[int, list[RoutinePause]] = field(default_factory=dict)

    def preference(self, delivery: ReminderDelivery) -> ReminderPreference | None:
        """None for what nobody can wish away."""
        if delivery.kind in WITHOUT_STOP_LINK:
            return None
        return self.preferences[delivery.patient_id, delivery.recipient_id]

    def grant(self, delivery: ReminderDelivery) -> CareGrant | None:
        return self.grants.get((delivery.patient_id, delivery.recipient_id))


def read_facts(deliveries: list[ReminderDelivery], now: datetime) -> Facts:
    recipients = {one.recipient_id for one in deliveries}
    return Facts(
        now=now,
        preferences=ensure_preferences(
            {(one.patient_id, one.recipient_id) for one in deliveries if one.kind not in WITHOUT_STOP_LINK}
        ),
        grants=_grants(deliveries),
        confirmed=_confirmed(recipients),
        blocked=blocks.blocked_among([one.recipient.email for one in deliveries]),
        newest_revisions=_newest_revisions(deliveries),
        waiting=_waiting(recipients, now),
        sent_lately=_sent_lately(recipients, now),
        pauses=_pauses(deliveries),
    )


def hindrance(delivery: ReminderDelivery, facts: Facts) -> Reason | None:
    """The first reason not to send this, or None."""
    return _occasion_is_over(delivery, facts) or _not_wanted(delivery, facts) or _not_reachable(delivery, facts)


def put_off_until(delivery: ReminderDelivery, now: datetime) -> datetime | None:
    """The end of the quiet hours, for what is not sent at a session's own time."""
    zone = delivery.patient.zone
    is_on_time = delivery.kind == DeliveryKind.SESSION_DUE and not hours.is_late(delivery.planned_for, now)
    may_be_any_time = is_on_time or delivery.kind == DeliveryKind.EMERGENCY_ACCESS
    if may_be_any_time or not hours.is_quiet(now, zone):
        return None
    return min(hours.end_of_quiet(now, zone), delivery.expires_at)


def still_wanted(delivery: ReminderDelivery, facts: Facts) -> Q:
    """The decisive answers again, as conditions of the claiming UPDATE: what was read may have changed since."""
    if delivery.kind == DeliveryKind.EMERGENCY_ACCESS:
        return access_news.access_stands(delivery)
    if delivery.kind == DeliveryKind.GRANT_ENDS:
        return access_news.access_stands(delivery) & Q(_person_agrees(delivery, facts.now))
    wanted = Q(_occasion_stands(delivery, facts.now)) & Q(_person_agrees(delivery, facts.now))
    grant = facts.grant(delivery)
    return wanted if _is_own(delivery) or grant is None else wanted & Q(_grant_stands(grant))


def is_held(delivery: ReminderDelivery) -> bool:
    """The schedule changed a moment ago; the next run knows the new times."""
    one = delivery.exercise_session
    return one is not None and one.routine.ended_on is None and one.routine.sessions_until_on is None


def _occasion_is_over(delivery: ReminderDelivery, facts: Facts) -> Reason | None:
    if delivery.kind in access_news.KINDS:
        return access_news.access_is_over(delivery)
    routine = _routine(delivery)
    if routine.ended_on is not None:
        return Reason.ROUTINE_ENDED
    if delivery.revision_id is not None and facts.newest_revisions[routine.pk] != delivery.revision_id:
        return Reason.SUPERSEDED
    one = delivery.exercise_session
    if one is None:
        return None
    if one.status == SessionStatus.DUE:
        return Reason.REVIEW_OVERDUE if _is_review_overdue(routine, delivery, facts.now) else None
    if one.status != SessionStatus.WITHDRAWN:
        return Reason.ALREADY_DONE
    paused = any(pause.starts_on <= one.local_date <= pause.ends_on for pause in facts.pauses.get(routine.pk, ()))
    return Reason.ROUTINE_PAUSED if paused else Reason.NOT_DUE


def _is_review_overdue(routine: Routine, delivery: ReminderDelivery, now: datetime) -> bool:
    """From the day after the one that the therapist set, where the patient lives, until she sets another."""
    return routine.review_by_on is not None and routine.review_by_on < delivery.patient.today(now)


def _not_wanted(delivery: ReminderDelivery, facts: Facts) -> Reason | None:
    preference = facts.preference(delivery)
    if preference is None:
        return None
    if preference.stopped_at is not None:
        return Reason.STOPPED
    if delivery.kind != DeliveryKind.SESSION_DUE:
        return None
    if not preference.session_due:
        return Reason.SWITCHED_OFF
    if preference.paused_until_on and delivery.patient.today(facts.now) < preference.paused_until_on:
        return Reason.REMINDERS_PAUSED
    return Reason.COLLAPSED if _has_company(delivery, facts) else None


def _has_company(delivery: ReminderDelivery, facts: Facts) -> bool:
    """Of several that wait for one person about one patient only the newest goes out; after an outage, of all."""
    is_late = hours.is_late(delivery.planned_for, facts.now)
    newer = [
        other
        for other in facts.waiting[delivery.recipient_id]
        if (other.planned_for, other.pk) > (delivery.planned_for, delivery.pk)
        and (is_late or other.patient_id == delivery.patient_id)
    ]
    return bool(newer) or (is_late and delivery.recipient_id in facts.sent_lately)


def _not_reachable(delivery: ReminderDelivery, facts: Facts) -> Reason | None:
    recipient = delivery.recipient
    if not recipient.is_active:
        return Reason.ACCOUNT_CLOSED
    is_asked_elsewhere = _is_own(delivery) or delivery.kind in access_news.KINDS
    if not is_asked_elsewhere and not _consent_stands(facts.grant(delivery), delivery, facts):
        return Reason.NO_CONSENT
    if (recipient.pk, recipient.email.lower()) not in facts.confirmed:
        return Reason.NO_ADDRESS
    return Reason.ADDRESS_BLOCKED if blocks.hash_of(recipient.email) in facts.blocked else None


def _consent_stands(grant: CareGrant | None, delivery: ReminderDelivery, facts: Facts) -> bool:
    if grant is None or delivery.kind != DeliveryKind.SESSION_DUE:
        return False
    return Scope.REMINDERS.value in grant.scopes and grant.expires_on >= delivery.patient.today(facts.now)


def _occasion_stands(delivery: ReminderDelivery, now: datetime) -> Exists:
    if delivery.exercise_session_id is None:
        return Exists(RoutineRevision.objects.filter(pk=OuterRef("revision_id"), routine__ended_on__isnull=True))
    today = delivery.patient.today(now)
    return Exists(
        ExerciseSession.objects.filter(
            Q(routine__review_by_on__isnull=True) | Q(routine__review_by_on__gte=today),
            pk=OuterRef("exercise_session_id"),
            status=SessionStatus.DUE,
            routine__ended_on__isnull=True,
            routine__sessions_until_on__isnull=False,
        )
    )


def _person_agrees(delivery: ReminderDelivery, now: datetime) -> Exists:
    """One question for the wishes, the sign-in and, where it is the patient's own mail, for whose sign-in it is."""
    wishes = ReminderPreference.objects.filter(
        patient=OuterRef("patient_id"),
        recipient=OuterRef("recipient_id"),
        stopped_at__isnull=True,
        recipient__is_active=True,
    )
    if delivery.kind == DeliveryKind.SESSION_DUE:
        running = Q(paused_until_on__isnull=True) | Q(paused_until_on__lte=delivery.patient.today(now))
        wishes = wishes.filter(running, session_due=True)
    return Exists(wishes.filter(patient__user=F("recipient")) if _is_own(delivery) else wishes)


def _grant_stands(grant: CareGrant) -> Exists:
    as_read = CareGrant.objects.filter(pk=grant.pk, scopes=grant.scopes)
    return Exists(as_read.filter(revoked_at__isnull=True, suspended_at__isnull=True))


def _is_own(delivery: ReminderDelivery) -> bool:
    return delivery.patient.user_id == delivery.recipient_id


def _routine(delivery: ReminderDelivery) -> Routine:
    occasion = delivery.exercise_session or delivery.revision
    if occasion is None:
        raise ValueError(f"Delivery {delivery.pk} is about nothing: {delivery.occasion}")
    return occasion.routine


def _grants(deliveries: list[ReminderDelivery]) -> dict[Pair, CareGrant]:
    helped = {one.patient_id for one in deliveries if not _is_own(one) and one.kind not in access_news.KINDS}
    if not helped:
        return {}
    standing = CareGrant.objects.filter(patient__in=helped, revoked_at__isnull=True, suspended_at__isnull=True)
    return {(grant.patient_id, grant.caregiver_id): grant for grant in standing}


def _confirmed(recipients: Iterable[int]) -> set[tuple[int, str]]:
    addresses = EmailAddress.objects.filter(user__in=recipients, verified=True).values_list("user_id", "email")
    return {(user_id, email.lower()) for user_id, email in addresses}


def _newest_revisions(deliveries: list[ReminderDelivery]) -> dict[int, int]:
    routines = {one.revision.routine_id for one in deliveries if one.revision is not None}
    if not routines:
        return {}
    published = RoutineRevision.objects.filter(routine__in=routines, published_at__isnull=False).order_by("number")
    return dict(published.values_list("routine_id", "pk"))


def _waiting(recipients: Iterable[int], now: datetime) -> dict[int, list[ReminderDelivery]]:
    found = defaultdict(list)
    unsent = ReminderDelivery.objects.filter(recipient__in=recipients, sent_at__isnull=True)
    live = unsent.filter(next_attempt_at__lte=now, expires_at__gt=now, kind=DeliveryKind.SESSION_DUE)
    for one in live.only("recipient_id", "patient_id", "planned_for"):
        found[one.recipient_id].append(one)
    return found


def _sent_lately(recipients: Iterable[int], now: datetime) -> set[int]:
    sent = ReminderDelivery.objects.filter(
        recipient__in=recipients, sent_at__gt=now - APART, kind=DeliveryKind.SESSION_DUE
    )
    return set(sent.values_list("recipient_id", flat=True))


def _pauses(deliveries: list[ReminderDelivery]) -> dict[int, list[RoutinePause]]:
    found = defaultdict(list)
    withdrawn = {
        one.exercise_session.routine_id
        for one in deliveries
        if one.exercise_session is not None and one.exercise_session.status == SessionStatus.WITHDRAWN
    }
    for pause in RoutinePause.objects.filter(routine__in=withdrawn) if withdrawn else ():
        found[pause.routine_id].append(pause)
    return found
