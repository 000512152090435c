"""People, clinics, and who works where."""

import zoneinfo
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager


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
    # Whatever was signed in before this moment is signed out.
    sessions_from = models.DateTimeField(null=True, blank=True)
    # The account was erased: no name, no address, no way in. The row stays for what it wrote.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    # Only on the signed-in person of a request: see UserManager.with_sign_in_facts.
    is_staff_member: bool
    is_therapist: bool
    is_admin: bool
    factors: str
    terms_version: int

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.first_name

    @property
    def first_name(self) -> str:
        """An erased account has no name. Beside what it wrote stands "a helper"; what the patient wrote is known as such."""
        return self.name.split(" ", 1)[0] or gettext("a helper")

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
    # Shown on patients' pages on these days: "The clinic is closed until 4 January."
    out_of_office = models.CharField(max_length=300, blank=True)
    out_of_office_from_on = models.DateField(null=True, blank=True)
    out_of_office_until_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def can_publish(self) -> bool:
        """A routine needs a number to call on every page (design: stop and call)."""
        return bool(self.phone.strip() and self.emergency_number.strip())

    def today(self, now: datetime) -> date:
        """The clinic's own calendar day."""
        return now.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()

    def closed_words(self, now: datetime) -> str:
        """What the clinic wrote for the days on which it is closed, on these days; else nothing."""
        first, last = self.out_of_office_from_on, self.out_of_office_until_on
        if not self.out_of_office or first is None or last is None:
            return ""
        return self.out_of_office if first <= self.today(now) <= last else ""


class ClinicRole(models.TextChoices):
    THERAPIST = "therapist", _("Therapist")
    ADMIN = "admin", _("Clinic admin")


class ClinicMember(models.Model):
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=ClinicRole.choices)
    is_active = models.BooleanField(default=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["clinic", "user", "role"], name="one_membership_per_role"),)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.clinic_id}"
