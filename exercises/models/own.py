"""Pictures of a clinic's own exercises: drawn from changed numbers by a worker, or a photo."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DrawingState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be drawn")
    READY = "ready", _("Drawn")
    FAILED = "failed", _("Could not be drawn")


class OwnDrawing(models.Model):
    """The numbers of a changed pose, and how far its drawing has come. A newer request replaces an older one."""

    exercise = models.OneToOneField("exercises.Exercise", on_delete=models.CASCADE, related_name="own_drawing")
    numbers = models.JSONField()  # what differs from the parent's pose file, by view
    state = models.CharField(max_length=8, choices=DrawingState.choices, default=DrawingState.WAITING)
    reason = models.TextField(blank=True)  # why it could not be drawn, in words
    asked_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"drawing of {self.exercise_id}: {self.state}"


class OwnPicture(models.Model):
    """One file of a clinic's own exercise. `key` is random, so that an address says nothing and can be kept for ever."""

    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="own_files")
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=60)  # as a drawn file: woman/start-left.svg, or photo.jpg
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["exercise", "name"], name="one_own_picture_per_name"),)

    def __str__(self) -> str:
        return f"{self.exercise_id}/{self.name}"
