"""What people ask about their data, and what must not come back with a backup."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records import OnErasure, PatientRecord


class ErasureAnswer(models.TextChoices):
    ERASED = "erased", _("Erased")
    KEPT = "kept", _("Kept, with a reason")


class ErasureRequest(PatientRecord):
    """The patient asks the clinic to erase the record. The clinic answers, within 30 days, with a reason."""

    IN_EXPORT = True
    ON_ERASURE = OnErasure.DELETE

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("accounts.Patient", on_delete=models.CASCADE, related_name="erasure_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)
    answer_by_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.CharField(max_length=8, blank=True, choices=ErasureAnswer.choices)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patient"], condition=Q(answered_at__isnull=True), name="one_open_erasure_request"
            ),
        )

    def __str__(self) -> str:
        return f"erasure request {self.pk}"


class Tombstone(models.Model):
    """What was erased, as the hash of its key: a restored backup erases it again before anybody sees it."""

    kind = models.CharField(max_length=12)  # "account" or "record"
    key_hash = models.CharField(max_length=64)
    erased_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key_hash"], name="one_tombstone"),)

    def __str__(self) -> str:
        return f"tombstone {self.pk}"
