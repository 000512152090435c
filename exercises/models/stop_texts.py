"""A clinic's own stop-and-call text, one row a language and version. Rows are never edited: a change is a new version."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class StopTextQuerySet(models.QuerySet["StopText"]):
    def newest(self, clinic_id: int, language: str) -> "StopText | None":
        return self.filter(clinic_id=clinic_id, language=language).order_by("-version").first()

    def reviewed(self, clinic_id: int, language: str) -> "StopText | None":
        """What patients read: the newest that a therapist has reviewed."""
        rows = self.filter(clinic_id=clinic_id, language=language, reviewed_at__isnull=False)
        return rows.order_by("-version").first()


class StopText(models.Model):
    """Names people as text, as an adoption does. Without a row for a language, the portal's own text stands there."""

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.CASCADE, related_name="stop_texts")
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField()
    call_signs = models.JSONField(default=list)
    urgent_signs = models.JSONField(default=list)
    follow_note = models.CharField(max_length=300)
    written_by = models.CharField(max_length=160)
    written_at = models.DateTimeField()
    # A therapist of the clinic who has read it; until then it stands on no page.
    reviewed_by = models.CharField(max_length=160, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[StopTextQuerySet] = StopTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["clinic", "language", "version"], name="one_stop_text_per_version"),
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True, reviewed_by="")
                | (models.Q(reviewed_at__isnull=False) & ~models.Q(reviewed_by="")),
                name="stop_text_review_names_someone",
            ),
        )

    def __str__(self) -> str:
        return f"stop text {self.clinic_id} {self.language} v{self.version}"
