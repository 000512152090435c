"""Who: people, clinics, consent, and the record of who looked."""

import uuid
import zoneinfo
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.querysets import CareGrantQuerySet, PatientQuerySet, UserManager


def validate_time_zone(name: str) -> None:
    """Names come from the tz database; "UTC+2" would not follow the clock changes."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/Paris."))


class TextSize(models.TextChoices):
    STANDARD = "standard", _("Standard text")
    LARGE = "large", _("Large text")
    LARGEST = "largest", _("Largest text")


class User(AbstractBaseUser):
    """One person, one sign-in. What they may do follows from their links, never from a flag here."""

    email = models.EmailField(_("e-mail"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    language = models.CharField(max_length=8, default="en", choices=settings.LANGUAGES)
    text_size = models.CharField(max_length=8, default=TextSize.STANDARD, choices=TextSize.choices)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


class Figure(models.TextChoices):
    """Who is drawn in the pictures of exercises: a body and a palette of skin and hair."""

    WOMAN_FAIR = "woman-fair", _("Woman, fair skin")
    WOMAN_BROWN = "woman-brown", _("Woman, brown skin")
    WOMAN_DARK = "woman-dark", _("Woman, dark skin")
    MAN_FAIR = "man-fair", _("Man, fair skin")
    MAN_BROWN = "man-brown", _("Man, brown skin")
    MAN_DARK = "man-dark", _("Man, dark skin")


class Clinic(models.Model):
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    emergency_number = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    language = models.CharField(max_length=8, default="en", choices=settings.LANGUAGES)
    figure = models.CharField(max_length=12, default=Figure.WOMAN_FAIR, choices=Figure.choices)

    def __str__(self) -> str:
        return self.name

    @property
    def can_publish(self) -> bool:
        """A routine needs a number to call on every page (design: stop and call)."""
        return bool(self.phone.strip() and self.emergency_number.strip())


class ClinicRole(models.TextChoices):
    THERAPIST = "therapist", _("Therapist")
    ADMIN = "admin", _("Clinic admin")


class ClinicMember(models.Model):
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=ClinicRole.choices)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["clinic", "user", "role"], name="one_membership_per_role"),)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.clinic_id}"


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
    suspended_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[CareGrantQuerySet] = CareGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patient", "caregiver"], condition=Q(revoked_at__isnull=True), name="one_open_grant"
            ),
        )

    def __str__(self) -> str:
        return f"grant {self.pk}"


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

    class Meta:
        indexes = (models.Index(fields=["patient_id", "-at"], name="audit_by_patient"),)

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
