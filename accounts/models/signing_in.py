"""What belongs to a person's sign-in, beside what allauth keeps."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models.people import User


class TermsAcceptance(models.Model):
    """This person has read and accepted this version of the terms, in this language."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="terms_acceptances")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "version"], name="terms_accepted_once"),)

    def __str__(self) -> str:
        return f"terms {self.version} accepted by {self.user_id}"


class KeptForm(models.Model):
    """What somebody typed and sent after their session had ended. Given back when they are in again; gone in a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    # Pairs of name and value, in the order in which they came.
    fields = models.JSONField(default=list)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"kept form {self.pk}"
