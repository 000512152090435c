"""Editions: the words of every version that was ever loaded, so that a newer file changes nothing that is in use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from exercises.models.adoption import AdoptionKind


class Edition(models.Model):
    """What one version says, in all its languages. A clinic adopts an edition; its patients read that one.

    `slug` as in Adoption. `content` is the checked file as plain data, by the names of exercises.loading.entries.
    """

    kind = models.CharField(max_length=12, choices=AdoptionKind.choices)
    clinic = models.ForeignKey(
        "accounts.Clinic", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )  # empty: the shared library
    slug = models.CharField(max_length=130)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    stored_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "clinic", "slug", "version"], name="edition_once_per_clinic"),
            models.UniqueConstraint(
                fields=["kind", "slug", "version"], condition=Q(clinic__isnull=True), name="shared_edition_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} v{self.version}"
