"""An exercise, its declared angles, its variants and where its facts come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.dosage import Dosage
from exercises.laterality import EXERCISE_LATERALITIES
from exercises.models.querysets import ExerciseQuerySet, ExerciseVariantQuerySet
from exercises.models.sources import Source
from exercises.models.texts import ExerciseText, ShownExercise, ShownVariant, choose, choose_variant
from exercises.own.showing import picture_of_own, shown_entry
from exercises.pictures import Picture, picture_of

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Category(models.TextChoices):
    STRENGTHENING = "strengthening", _("Strengthening")
    MOBILITY = "mobility", _("Stretching and mobility")
    BALANCE = "balance", _("Balance")


class StartPosition(models.TextChoices):
    LYING_BACK = "lying_back", _("Lying on the back")
    SIDE_LYING = "side_lying", _("Lying on the side")
    LYING_FRONT = "lying_front", _("Lying on the front")
    SITTING = "sitting", _("Sitting")
    FLOOR_SITTING = "floor_sitting", _("Sitting on the floor")
    HANDS_AND_KNEES = "hands_and_knees", _("Hands and knees")
    HALF_KNEELING = "half_kneeling", _("Half kneeling")
    STANDING = "standing", _("Standing")
    WALKING = "walking", _("Walking")


class LoadClass(models.TextChoices):
    """How much of the body a leg carries: what a weight-bearing order is checked against."""

    NONE = "none", _("No weight")
    PUSH = "push", _("Light push, lying")
    PUSH_HEAVY = "push_heavy", _("Strong push")
    KNEEL = "kneel", _("Kneeling")
    HALF = "half", _("Standing on two legs")
    FULL = "full", _("Standing on one leg")


class AfterHipReplacement(models.TextChoices):
    YES_FROM = "yes_from", _("Offered from a week on")
    THERAPIST_ONLY = "therapist_only", _("A therapist decides")
    NO = "no", _("Not offered")


class Exercise(models.Model):
    clinic = models.ForeignKey(
        "accounts.Clinic", null=True, blank=True, on_delete=models.CASCADE, related_name="exercises"
    )  # empty: the shared library
    slug = models.SlugField(max_length=60)
    code = models.CharField(max_length=8, blank=True)
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)  # of the file it was loaded from
    is_retired = models.BooleanField(default=False)

    category = models.CharField(max_length=16, choices=Category.choices)
    second_category = models.CharField(max_length=16, choices=Category.choices, blank=True)
    start_position = models.CharField(max_length=16, choices=StartPosition.choices)
    laterality = models.CharField(max_length=12, choices=[(side.value, side.label) for side in EXERCISE_LATERALITIES])
    working_leg = models.CharField(max_length=80)
    muscles = models.JSONField(default=dict)  # {"primary": [...], "secondary": [...]}
    equipment = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)  # what the precaution rules read beside the angles
    load_working = models.CharField(max_length=12, choices=LoadClass.choices)
    load_other = models.CharField(max_length=12, choices=LoadClass.choices)
    after_hip_replacement = models.CharField(max_length=16, choices=AfterHipReplacement.choices)
    earliest_week_after_replacement = models.PositiveSmallIntegerField(null=True, blank=True)

    default_sets = models.PositiveSmallIntegerField(default=1)
    default_reps = models.PositiveSmallIntegerField(null=True, blank=True)
    default_hold_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    default_breaths = models.PositiveSmallIntegerField(null=True, blank=True)
    default_rest_seconds = models.PositiveSmallIntegerField(default=0)
    tempo = models.CharField(max_length=200, blank=True)
    seconds_per_rep = models.PositiveSmallIntegerField(default=5)

    easier_exercises = models.JSONField(default=list, blank=True)  # slugs
    harder_exercises = models.JSONField(default=list, blank=True)
    synonyms = models.JSONField(default=list, blank=True)

    author = models.CharField(max_length=160)
    reviewer = models.CharField(max_length=160, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_by_on = models.DateField(null=True, blank=True)

    # A clinic's own exercise began as a copy of this one of the shared library.
    copied_from = models.SlugField(max_length=60, blank=True)
    copied_version = models.PositiveIntegerField(null=True, blank=True)
    # Its own pictures, as an entry of the manifest has it, with an address for each file; empty: the parent's are shown.
    own_pictures = models.JSONField(default=dict, blank=True)
    # Who stands for the angles and tags of an own exercise. Without a name the safety check says "not checked".
    angles_declared_by = models.CharField(max_length=160, blank=True)
    angles_declared_at = models.DateTimeField(null=True, blank=True)

    sources: models.ManyToManyField[Source, ExerciseSource] = models.ManyToManyField(
        Source, through="ExerciseSource", related_name="exercises"
    )

    objects: ClassVar[ExerciseQuerySet] = ExerciseQuerySet.as_manager()  # type: ignore[assignment]

    if TYPE_CHECKING:
        texts: RelatedManager[ExerciseText]
        poses: RelatedManager[ExercisePose]
        variants: RelatedManager[ExerciseVariant]
        source_links: RelatedManager[ExerciseSource]
        is_adopted: bool  # annotated by with_adoption()

    class Meta:
        ordering = ("code", "slug")
        constraints = (
            models.UniqueConstraint(fields=["slug", "clinic"], name="exercise_slug_once_per_clinic"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(clinic__isnull=True), name="shared_exercise_slug_once"
            ),
            models.CheckConstraint(
                condition=Q(after_hip_replacement="yes_from", earliest_week_after_replacement__isnull=False)
                | ~Q(after_hip_replacement="yes_from") & Q(earliest_week_after_replacement__isnull=True),
                name="exercise_week_only_with_yes_from",
            ),
            models.CheckConstraint(
                condition=Q(laterality__in=[side.value for side in EXERCISE_LATERALITIES]),
                name="exercise_laterality_names_no_leg",
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviewer and self.reviewed_on)

    @property
    def default_dosage(self) -> Dosage:
        return Dosage(
            sets=self.default_sets,
            reps=self.default_reps,
            hold_seconds=self.default_hold_seconds,
            breaths=self.default_breaths,
            rest_seconds=self.default_rest_seconds,
            side=self.laterality,
        )

    def shown_in(self, language: str, variant: ExerciseVariant | None = None) -> ShownExercise:
        """The words for a page. No query after `with_texts(language)`."""
        return choose(self.slug, self.texts.all(), language, variant.shown_in(language) if variant else None)

    @property
    def is_own(self) -> bool:
        """A clinic's own, not of the shared library."""
        return self.clinic_id is not None

    @property
    def is_checkable(self) -> bool:
        """False for an own exercise whose angles and tags nobody stands for: the safety check says "not checked"."""
        return not self.is_own or bool(self.angles_declared_by)

    def picture(
        self,
        view: str,
        side: str = "",
        variant: ExerciseVariant | None = None,
        *,
        alt: str = "",
        figure: str = "",
        newest: bool = False,
    ) -> Picture | None:
        """The drawing of "start" or "end" for this leg, or None where none is drawn.

        An easier or harder variant falls back to the exercise's own drawing, marked `shows_usual_form`. A safe one does
        not: the usual form is what the patient must not do. `figure` says who is drawn, such as "man-dark". `newest` is
        for whoever works on a clinic's own exercise: also what nobody has adopted yet.
        """
        if self.is_own:
            entry = shown_entry(self.own_pictures, newest=newest)
            return picture_of_own(entry, self.copied_from or self.slug, view, side=side, alt=alt, figure=figure)
        named = variant.slug if variant else ""
        drawn = picture_of(self.slug, view, side=side, variant=named, figure=figure, alt=alt)
        if drawn is None and variant is not None and variant.kind != VariantKind.SAFE:
            usual = picture_of(self.slug, view, side=side, figure=figure, alt=alt)
            return usual and replace(usual, shows_usual_form=True)
        return drawn

    def declared_poses(self, variant: ExerciseVariant | None = None) -> list[ExercisePose]:
        """What the safety check reads. A variant without angles of its own goes no further than the exercise."""
        poses = list(self.poses.all())
        own = [pose for pose in poses if variant is not None and pose.variant_id == variant.pk]
        return own or [pose for pose in poses if pose.variant_id is None]


class VariantKind(models.TextChoices):
    EASIER = "easier", _("Easier")
    HARDER = "harder", _("Harder")
    SAFE = "safe", _("Within precautions")


class ExerciseVariant(models.Model):
    """An easier, harder or precaution-safe form with its own declared angles and one sentence that differs."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="variants")
    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=8, choices=VariantKind.choices)
    tags = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    objects: ClassVar[ExerciseVariantQuerySet] = ExerciseVariantQuerySet.as_manager()  # type: ignore[assignment]

    if TYPE_CHECKING:
        texts: RelatedManager[ExerciseText]
        poses: RelatedManager[ExercisePose]
        is_adopted: bool

    class Meta:
        ordering = ("order", "slug")
        constraints = (models.UniqueConstraint(fields=["exercise", "slug"], name="variant_slug_once_per_exercise"),)

    def __str__(self) -> str:
        return self.slug

    @property
    def adoption_slug(self) -> str:
        return f"{self.exercise.slug}/{self.slug}"

    def shown_in(self, language: str) -> ShownVariant:
        return choose_variant(self, language)


class PoseLeg(models.TextChoices):
    WORKING = "W", _("Working leg")
    OTHER = "O", _("Other leg")
    BOTH = "both", _("Both legs")


class ExercisePose(models.Model):
    """Declared angles of one leg in one pose, in degrees: what the safety check reads, never the drawing.

    + is hip bent, out to the side, turned out; knee bent; toes up; trunk leaning forward; low back rounded.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="poses")
    variant = models.ForeignKey(ExerciseVariant, null=True, blank=True, on_delete=models.CASCADE, related_name="poses")
    order = models.PositiveSmallIntegerField()
    pose = models.CharField(max_length=16)  # start, peak, end …
    leg = models.CharField(max_length=4, choices=PoseLeg.choices)
    hip_flex = models.SmallIntegerField()
    hip_abd = models.SmallIntegerField()
    hip_rot = models.SmallIntegerField()
    knee_flex = models.SmallIntegerField()
    ankle = models.SmallIntegerField()
    trunk = models.SmallIntegerField()
    low_back = models.SmallIntegerField()
    side_bend = models.SmallIntegerField()
    load = models.CharField(max_length=12, choices=LoadClass.choices)

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["exercise", "pose", "leg"], condition=Q(variant__isnull=True), name="one_pose_per_leg"
            ),
            models.UniqueConstraint(
                fields=["variant", "pose", "leg"], condition=Q(variant__isnull=False), name="one_variant_pose_per_leg"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pose} {self.leg}"


class ExerciseSource(models.Model):
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="source_links")
    variant = models.ForeignKey(
        ExerciseVariant, null=True, blank=True, on_delete=models.CASCADE, related_name="source_links"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="exercise_links")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["exercise", "source"], condition=Q(variant__isnull=True), name="source_once_per_exercise"
            ),
            models.UniqueConstraint(
                fields=["variant", "source"], condition=Q(variant__isnull=False), name="source_once_per_variant"
            ),
        )

    def __str__(self) -> str:
        return f"{self.exercise_id} ← {self.source_id}"
