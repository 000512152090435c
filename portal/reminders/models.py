"""The ledger of reminders. The database is the truth about what was planned, sent and held back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records import OnErasure, PatientRecord


class DeliveryKind(models.TextChoices):
    SESSION_DUE = "session_due", _("Session due")
    ROUTINE_READY = "routine_ready", _("Routine ready")
    ROUTINE_CHANGED = "routine_changed", _("Routine changed")


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


class ReminderPreference(PatientRecord):
    """One person's wishes about one patient's reminders. No row means the defaults."""

    IN_EXPORT = True
    ON_ERASURE = OnErasure.DELETE

    patient = models.ForeignKey("accounts.Patient", on_delete=models.CASCADE, related_name="reminder_preferences")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_preferences"
    )
    session_due = models.BooleanField(default=True)
    paused_until_on = models.DateField(null=True, blank=True)
    # In the address of the stop link; says nothing about the person.
    stop_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["patient", "recipient"], name="one_preference_per_person"),)

    def __str__(self) -> str:
        return f"reminder preference {self.pk}"


class ReminderDelivery(PatientRecord):
    """One message to one person about one occasion. The unique key is the idempotency: it names the occasion, not the run."""

    IN_EXPORT = True
    ON_ERASURE = OnErasure.DELETE

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("accounts.Patient", on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    occasion = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.CharField(max_length=20, choices=DeliveryKind.choices)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.PLANNED)
    reason = models.CharField(max_length=40, blank=True)
    planned_for = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    unknown_outcomes = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["occasion", "recipient", "channel", "kind"], name="one_delivery_per_occasion"
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_has_a_moment"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="sending_has_a_lease",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_attempt_at"], condition=Q(state__in=["planned", "retry_wait"]), name="delivery_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_leased"),
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
    outcome = models.CharField(max_length=20)
    smtp_code = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class MailBlock(models.Model):
    """An address that must not be written to. Kept as a hash, so that it outlives the person's account."""

    address_hash = models.CharField(max_length=64, unique=True)
    cause = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail block {self.pk}"


class PumpHeartbeat(models.Model):
    """One row a pump: is it alive, and may it send?"""

    name = models.CharField(max_length=20, unique=True)
    last_tick_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    # The breaker: while the mail server refuses us, nothing is claimed and no attempt is counted.
    broken_until = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
