"""Where a fact comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    GUIDELINE = "guideline", _("Guideline")
    STUDY = "study", _("Study")
    HANDOUT = "handout", _("Clinic or hospital handout")
    ARTICLE = "article", _("Article")
    KNOWLEDGE = "knowledge", _("Standard clinical knowledge")


class Source(models.Model):
    key = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    title = models.CharField(max_length=300)
    authors = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    doi = models.CharField(max_length=120, blank=True)
    address = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key

    @property
    def link(self) -> str:
        """Where a reader can open it, or nothing."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    @property
    def needs_confirming(self) -> bool:
        return self.kind == SourceKind.KNOWLEDGE
