"""The ledger of reminders. The database is the truth about what was planned, sent and held back."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records import OnErasure, PatientRecord
from portal.reminders.querysets import DeliveryQuerySet


class DeliveryKind(models.TextChoices):
    SESSION_DUE = "session_due", _("Session due")
    ROUTINE_READY = "routine_ready", _("Routine ready")
    ROUTINE_CHANGED = "routine_changed", _("Routine changed")
    GRANT_ENDS = "grant_ends", _("Help ends soon")
    EMERGENCY_ACCESS = "emergency_access", _("Emergency access was used")


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")


class DeliveryState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SENDING = "sending", _("Being sent")
    RETRY_WAIT = "retry_wait", _("Will be tried again")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    SUPPRESSED = "suppressed", _("Not sent, not needed")
    EXPIRED = "expired", _("Not sent, too late")


WAITING = (DeliveryState.PLANNED, DeliveryState.RETRY_WAIT)


class Reason(models.TextChoices):
    """Why a mail was not sent, in words for the person it was meant for."""

    # Suppressed: it was not needed, or not wanted.
    ALREADY_DONE = "already_done", _("it was already recorded")
    NOT_DUE = "not_due", _("it was taken off that day")
    ROUTINE_PAUSED = "routine_paused", _("the routine was paused")
    REVIEW_OVERDUE = "review_overdue", _("the day for the therapist to look at the routine again had passed")
    ROUTINE_ENDED = "routine_ended", _("the routine had ended")
    SUPERSEDED = "superseded", _("a newer change came after it")
    SWITCHED_OFF = "switched_off", _("reminders were switched off")
    REMINDERS_PAUSED = "reminders_paused", _("reminders were paused")
    STOPPED = "stopped", _("e-mails were stopped with the link in a mail")
    NO_CONSENT = "no_consent", _("access had ended")
    ACCOUNT_CLOSED = "account_closed", _("the sign-in was closed")
    NO_ADDRESS = "no_address", _("there was no confirmed e-mail address")
    ADDRESS_BLOCKED = "address_blocked", _("mail to this address came back earlier")
    COLLAPSED = "collapsed", _("another reminder went out at about the same time")
    # Expired: its time was over.
    SYSTEM_DOWN = "system_down", _("our mail was not working then")
    NOT_TAKEN = "not_taken", _("the mail server did not take it in time")
    # Failed.
    REFUSED = "refused", _("the mail server refused this address")
    OWN_ERROR = "own_error", _("something was wrong on our side")
    UNKNOWN_OUTCOME = "unknown_outcome", _("we cannot tell whether it went out")


class AttemptOutcome(models.TextChoices):
    SENT = "sent", _("Taken by the mail server")
    TRY_AGAIN = "try_again", _("Not taken for now")
    REFUSED = "refused", _("Refused")
    SERVER_REFUSED_US = "server_refused_us", _("The mail server refused the portal itself")
    OWN_ERROR = "own_error", _("Stopped by an error of ours")
    UNKNOWN = "unknown", _("Not known: the sender died")


class ReminderPreference(PatientRecord):
    """One person's wishes about one patient's reminders. No row means the defaults."""

    IN_EXPORT = True
    ON_ERASURE = OnErasure.DELETE

    patient = models.ForeignKey("accounts.Patient", on_delete=models.CASCADE, related_name="reminder_preferences")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_preferences"
    )
    session_due = models.BooleanField(default=True)
    # Reminders start again on this day.
    paused_until_on = models.DateField(null=True, blank=True)
    # In the address of the stop link; says nothing about the person.
    stop_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Set by that link: no mail of any kind about this patient until the person switches it on again.
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["patient", "recipient"], name="one_preference_per_person"),)

    def __str__(self) -> str:
        return f"reminder preference {self.pk}"


class ReminderDelivery(PatientRecord):
    """One message to one person about one occasion. The unique key is the idempotency: it names the occasion, not the run.

    `occasion` is text, such as "session:41", so that every room can have occasions; the keys beside it let the
    database ask, in the statement that claims the row, whether the occasion still stands.
    """

    IN_EXPORT = True
    ON_ERASURE = OnErasure.DELETE

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("accounts.Patient", on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    occasion = models.CharField(max_length=60)
    exercise_session = models.ForeignKey(
        "portal.ExerciseSession", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    revision = models.ForeignKey(
        "portal.RoutineRevision", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    grant = models.ForeignKey(
        "accounts.CareGrant", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    emergency_access = models.ForeignKey(
        "accounts.EmergencyAccess", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.CharField(max_length=20, choices=DeliveryKind.choices)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.PLANNED)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    planned_for = models.DateTimeField()
    # Only while the row waits. Empty once it is claimed or settled: so one short index serves the pump.
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    # Only while somebody sends it.
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    unknown_outcomes = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["occasion", "recipient", "channel", "kind"], name="one_delivery_per_occasion"
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_has_a_moment"),
            models.CheckConstraint(
                condition=Q(state__in=WAITING, next_attempt_at__isnull=False)
                | (~Q(state__in=WAITING) & Q(next_attempt_at__isnull=True)),
                name="waiting_has_a_next_attempt",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_token__isnull=True, lease_until__isnull=True)),
                name="sending_has_a_lease",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_attempt_at"], condition=Q(next_attempt_at__isnull=False), name="delivery_waiting"
            ),
            models.Index(fields=["lease_until"], condition=Q(lease_until__isnull=False), name="delivery_leased"),
            models.Index(fields=["recipient", "sent_at"], name="delivery_by_recipient"),
        )

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class DeliveryAttempt(PatientRecord):
    """Append-only."""

    PATIENT_PATH = "delivery__patient"
    IN_EXPORT = False
    ON_ERASURE = OnErasure.DELETE

    delivery = models.ForeignKey(ReminderDelivery, on_delete=models.CASCADE, related_name="delivery_attempts")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=AttemptOutcome.choices)
    smtp_code = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class BlockCause(models.TextChoices):
    HARD_BOUNCE = "hard_bounce", _("The address does not exist")


class MailBlock(models.Model):
    """An address that must not be written to. Kept as a hash, so that it outlives the person's account."""

    address_hash = models.CharField(max_length=64, unique=True)
    cause = models.CharField(max_length=20, choices=BlockCause.choices)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail block {self.pk}"


class PumpHeartbeat(models.Model):
    """One row a pump: is it alive, and may it send?"""

    name = models.CharField(max_length=20, unique=True)
    last_tick_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    # Every session due until then has its deliveries. After an outage the pump begins again from here.
    planned_until_at = models.DateTimeField(null=True, blank=True)
    # The breaker: while the mail server refuses us, nothing is claimed and no attempt is counted.
    broken_until = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveSmallIntegerField(default=0)
    # In the mail server's words, for the operator.
    trouble = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
