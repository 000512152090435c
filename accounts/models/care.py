"""Care: who is in care, who treats, who helps, and who looked for a reason of their own."""

import uuid
import zoneinfo
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Clinic, Figure, User, validate_time_zone
from accounts.querysets import CareGrantQuerySet, EmergencyAccessQuerySet, PatientQuerySet


class Patient(models.Model):
    """The record of a person in care. It stands without a login: `user` may be empty."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="patient_records")
    name = models.CharField(max_length=120)
    born_on = models.DateField()
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    language = models.CharField(max_length=8, default="en", choices=settings.LANGUAGES)
    figure = models.CharField(max_length=12, blank=True, choices=Figure.choices)  # empty: as the clinic chose

    objects: ClassVar[PatientQuerySet] = PatientQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "user"], condition=Q(user__isnull=False), name="one_record_per_login_and_clinic"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def shown_figure(self) -> str:
        """Who is drawn in this person's pictures."""
        return self.figure or self.clinic.figure

    def today(self, now: datetime) -> date:
        """The patient's own calendar day."""
        return now.astimezone(self.zone).date()


class TreatmentLink(models.Model):
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="treatment_links")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="treatment_links")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patient", "therapist"], condition=Q(ends_on__isnull=True), name="one_open_treatment_link"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="treatment_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"treatment {self.pk}"


class GrantBasis(models.TextChoices):
    PATIENT_CONSENT = "patient_consent", _("The patient agreed here")
    STAFF_RECORDED = "staff_recorded", _("The patient agreed, recorded by staff")
    POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney or court order")
    BEST_INTERESTS = "best_interests", _("Best-interests decision by a named clinician")


class Suspension(models.TextChoices):
    PATIENT = "patient", _("Stopped for now by the patient")
    STAFF = "staff", _("Stopped for now by the clinic")
    UNUSED = "unused", _("Not used for 180 days")


class CareGrant(models.Model):
    """A caregiver's consented access to one patient. Scope names stand in `accounts.access.Scope`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="care_grants")
    caregiver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="care_grants")
    relation = models.CharField(max_length=60, blank=True)
    scopes = models.JSONField(default=list)
    basis = models.CharField(max_length=20, choices=GrantBasis.choices)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    expires_on = models.DateField()
    # What was seen or heard: "Power of attorney seen, reference 114/25". No copy is kept.
    evidence_note = models.CharField(max_length=300, blank=True)
    # Somebody of the clinic spoke with the patient alone about this.
    talked_alone = models.BooleanField(default=False)
    # For a basis that needs it: the day on which the clinic looks at it again.
    review_on = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_why = models.CharField(max_length=12, blank=True, choices=Suspension.choices)
    suspended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[CareGrantQuerySet] = CareGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patient", "caregiver"], condition=Q(revoked_at__isnull=True), name="one_open_grant"
            ),
        )

    def __str__(self) -> str:
        return f"grant {self.pk}"


class GrantChangeKind(models.TextChoices):
    GIVEN = "given", _("Given")
    CHANGED = "changed", _("Changed")
    RENEWED = "renewed", _("Renewed")
    SUSPENDED = "suspended", _("Stopped for now")
    RESUMED = "resumed", _("Allowed again")
    REVOKED = "revoked", _("Ended")


class GrantChange(models.Model):
    """Append-only: what a grant said after each change of it."""

    grant = models.ForeignKey(CareGrant, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=GrantChangeKind.choices)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    scopes = models.JSONField(default=list)
    expires_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} of grant {self.grant_id}"


class EmergencyReason(models.TextChoices):
    COVERING = "covering", _("I am standing in for a colleague")
    PATIENT_CALLED = "called", _("The patient called and needs an answer now")
    SAFETY = "safety", _("I am worried about the patient's safety")
    OTHER = "other", _("Another reason")


class EmergencyDecision(models.TextChoices):
    IN_ORDER = "in_order", _("In order")
    NOT_IN_ORDER = "not_in_order", _("Not in order")


class EmergencyAccess(models.Model):
    """Break-glass: a therapist looked at a colleague's patient, said why, for an hour, reading only. Always reviewed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="emergency_accesses")
    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="emergency_accesses")
    reason = models.CharField(max_length=12, choices=EmergencyReason.choices)
    words = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=12, blank=True, choices=EmergencyDecision.choices)
    review_words = models.CharField(max_length=500, blank=True)

    objects: ClassVar[EmergencyAccessQuerySet] = EmergencyAccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (models.Index(fields=["staff", "patient", "ends_at"], name="emergency_by_staff"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="emergency_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(words=""), name="emergency_says_why"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, decision="") | (Q(reviewed_at__isnull=False) & ~Q(decision="")),
                name="review_has_a_decision",
            ),
        )

    def __str__(self) -> str:
        return f"emergency access {self.pk}"
