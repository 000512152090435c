"""Adoption: a named therapist of a clinic has read one version of something and stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import Clinic


class AdoptionKind(models.TextChoices):
    EXERCISE = "exercise", _("Exercise")
    VARIANT = "variant", _("Variant")
    TEMPLATE = "template", _("Template")
    LEARN = "learn", _("Learn page")
    FIXED_TEXT = "fixed_text", _("Fixed text")


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def stands_for(self, clinic: Clinic, kind: str, slug: str, version: int) -> bool:
        """A named therapist of the clinic has read this very version."""
        return self.filter(clinic=clinic, kind=kind, slug=slug, version=version).exists()


class Adoption(models.Model):
    """Holds the therapist's name as text, so that the record stands when the account is gone.

    `slug` is the exercise's or template's slug; a variant's is "<exercise>/<variant>".
    """

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, related_name="adoptions")
    kind = models.CharField(max_length=12, choices=AdoptionKind.choices)
    slug = models.CharField(max_length=130)
    version = models.PositiveIntegerField()
    adopted_by = models.CharField(max_length=160)
    adopted_at = models.DateTimeField()

    objects: ClassVar[AdoptionQuerySet] = AdoptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["clinic", "kind", "slug", "version"], name="adopted_once_per_version"),
            models.CheckConstraint(condition=~models.Q(adopted_by=""), name="adoption_names_someone"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} v{self.version}"
