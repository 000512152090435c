"""Invitations: the only way in. There is no open sign-up."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.care import GrantBasis, Patient
from accounts.models.people import Clinic, ClinicRole, User


class InvitationKind(models.TextChoices):
    PATIENT = "patient", _("Patient")
    CAREGIVER = "caregiver", _("Caregiver")
    STAFF = "staff", _("Staff")


class Invitation(models.Model):
    """Asks one person, at one address, to come in as one thing. Accepted once, by a POST, within 72 hours.

    The link's token and the sheet's short code are random; only their hashes are kept. Asking again makes new ones.
    What the person will be stands in the columns below, and is looked at again when they accept.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=InvitationKind.choices)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="invitations")
    patient = models.ForeignKey(Patient, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default="en", choices=settings.LANGUAGES)
    # Staff.
    role = models.CharField(max_length=12, blank=True, choices=ClinicRole.choices)
    # Caregiver: the grant that accepting makes.
    relation = models.CharField(max_length=60, blank=True)
    scopes = models.JSONField(default=list)
    basis = models.CharField(max_length=20, blank=True, choices=GrantBasis.choices)
    evidence_note = models.CharField(max_length=300, blank=True)
    talked_alone = models.BooleanField(default=False)
    grant_until_on = models.DateField(null=True, blank=True)

    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # Mailed, or printed for the desk; the newest of the two.
    is_printed = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    # Of the newest mail or sheet.
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="staff", patient__isnull=True)
                | (~models.Q(kind="staff") & models.Q(patient__isnull=False)),
                name="invited_to_a_patient_or_a_team",
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"
