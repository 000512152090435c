"""Routine templates: a starting draft for a therapist. Knowledge, never a patient's routine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from exercises.dosage import Dosage
from exercises.models.exercises import Exercise, ExerciseVariant
from exercises.models.querysets import RoutineTemplateQuerySet, TemplateExerciseQuerySet
from exercises.models.sources import Source
from exercises.weekdays import EVERY_DAY, days_per_week


class RoutineTemplate(models.Model):
    clinic = models.ForeignKey(
        "accounts.Clinic", null=True, blank=True, on_delete=models.CASCADE, related_name="routine_templates"
    )  # empty: the shared library
    slug = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    is_retired = models.BooleanField(default=False)

    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    for_whom = models.TextField()
    phase = models.CharField(max_length=120)
    from_week = models.PositiveSmallIntegerField(null=True, blank=True)
    to_week = models.PositiveSmallIntegerField(null=True, blank=True)
    checked_against = models.JSONField(default=list, blank=True)  # precaution keys, such as THA-P
    how_often = models.TextField()
    besides = models.JSONField(default=list, blank=True)  # walking and other things that are not in the library
    # Stretches of the programme, in order: [{"name", "from_week", "to_week", "move_on_when": […]}]. Empty: it is one.
    phases = models.JSONField(default=list, blank=True)
    # Slug of the template that a therapist may open when this one's last phase is over.
    leads_to = models.SlugField(max_length=60, blank=True)
    move_on_when = models.JSONField(default=list, blank=True)
    leave_out = models.JSONField(default=list, blank=True)  # slugs that must never be added to this one
    status_note = models.TextField()

    author = models.CharField(max_length=160)
    reviewer = models.CharField(max_length=160, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_by_on = models.DateField(null=True, blank=True)
    # A clinic's own template may have begun as a copy of this one.
    copied_from = models.SlugField(max_length=60, blank=True)
    copied_version = models.PositiveIntegerField(null=True, blank=True)
    sources: models.ManyToManyField[Source, TemplateSource] = models.ManyToManyField(
        Source, through="TemplateSource", related_name="templates"
    )

    objects: ClassVar[RoutineTemplateQuerySet] = RoutineTemplateQuerySet.as_manager()  # type: ignore[assignment]

    if TYPE_CHECKING:
        exercises: TemplateExerciseQuerySet
        is_adopted: bool
        exercise_count: int

    class Meta:
        ordering = ("order", "slug")
        constraints = (
            models.UniqueConstraint(fields=["slug", "clinic"], name="template_slug_once_per_clinic"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(clinic__isnull=True), name="shared_template_slug_once"
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviewer and self.reviewed_on)


class TemplateExercise(models.Model):
    """One exercise of a template. The leg is decided when it is prescribed to someone."""

    template = models.ForeignKey(RoutineTemplate, on_delete=models.CASCADE, related_name="exercises")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(ExerciseVariant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    sets = models.PositiveSmallIntegerField(default=1)
    reps = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    breaths = models.PositiveSmallIntegerField(null=True, blank=True)
    rest_seconds = models.PositiveSmallIntegerField(default=0)
    resistance = models.CharField(max_length=60, blank=True)
    is_core = models.BooleanField(default=False)
    times_per_day = models.PositiveSmallIntegerField(default=1)
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY)  # bits, Monday = 1
    from_week = models.PositiveSmallIntegerField(null=True, blank=True)
    to_week = models.PositiveSmallIntegerField(null=True, blank=True)
    is_optional = models.BooleanField(default=False)  # offered in place of another, not part of the draft
    note = models.TextField(blank=True)  # goes to the patient with the exercise
    staff_note = models.TextField(blank=True)  # for the therapist who opens the draft

    objects: ClassVar[TemplateExerciseQuerySet] = TemplateExerciseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["template", "order"], name="one_template_exercise_per_place"),
            models.CheckConstraint(condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY), name="template_some_weekday"),
            models.CheckConstraint(
                condition=Q(from_week__isnull=True) | Q(to_week__isnull=True) | Q(to_week__gte=F("from_week")),
                name="template_weeks_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template_id}:{self.order}"

    @property
    def dosage(self) -> Dosage:
        return Dosage(
            sets=self.sets,
            reps=self.reps,
            hold_seconds=self.hold_seconds,
            breaths=self.breaths,
            rest_seconds=self.rest_seconds,
            side=self.exercise.laterality,
        )

    @property
    def days_per_week(self) -> int:
        return days_per_week(self.weekdays)


class TemplateSource(models.Model):
    template = models.ForeignKey(RoutineTemplate, on_delete=models.CASCADE, related_name="source_links")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="template_links")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["template", "source"], name="source_once_per_template"),)

    def __str__(self) -> str:
        return f"{self.template_id} ← {self.source_id}"
