"""The record of who looked and who changed what."""

from django.db import models


class AuditSeal(models.Model):
    """One link of the chain: a batch of events of one month. `chain` is the hash over `previous` and `digest`."""

    number = models.PositiveBigIntegerField(unique=True)
    month = models.CharField(max_length=7, db_index=True)  # 2026-11, in UTC
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # over the events, in the order of their ids
    previous = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.number}"


class AuditAnchor(models.Model):
    """What stays of a month whose events were dropped after their time. Only with it will the database let them go."""

    month = models.CharField(max_length=7, unique=True)
    events = models.PositiveBigIntegerField()
    seals = models.PositiveIntegerField()
    chain = models.CharField(max_length=64)  # of the newest seal of that month
    dropped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"anchor {self.month}"


class AuditEvent(models.Model):
    """Append-only. Ids only, never names or clinical text, so a person can be erased and the record still stands."""

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=12, blank=True)
    clinic_id = models.BigIntegerField(null=True)
    patient_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    grant_id = models.BigIntegerField(null=True)
    scope = models.CharField(max_length=24, blank=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    # Why this person may: own, helping, care, emergency, clinic or portal.
    purpose = models.CharField(max_length=12, blank=True)
    emergency_id = models.BigIntegerField(null=True)
    # The same for all that one request did.
    request_id = models.CharField(max_length=32, blank=True)
    # The network, never the machine: 192.0.2.0/24.
    ip_prefix = models.CharField(max_length=43, blank=True)
    # Empty until the pump has sealed it. The only column that may ever change, and once.
    seal = models.ForeignKey(AuditSeal, null=True, blank=True, on_delete=models.PROTECT, related_name="events")

    class Meta:
        indexes = (
            models.Index(fields=["patient_id", "-at"], name="audit_by_patient"),
            models.Index(fields=["grant_id", "-at"], condition=models.Q(grant_id__isnull=False), name="audit_by_grant"),
            models.Index(fields=["clinic_id", "-at"], name="audit_by_clinic"),
            models.Index(fields=["id"], condition=models.Q(seal__isnull=True), name="audit_unsealed"),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
