"""What a therapist prescribes: the clinical profile, the routine, its revisions and their dosage."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exercises.dosage import Dosage
from exercises.laterality import Laterality
from exercises.weekdays import EVERY_DAY
from portal.records import OnErasure, PatientRecord


def default_times() -> list[str]:
    return ["09:00"]


class Side(models.TextChoices):
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Both")


class Approach(models.TextChoices):
    POSTERIOR = "posterior", _("Posterior")
    ANTERIOR = "anterior", _("Anterior")
    LATERAL = "lateral", _("Lateral")
    UNKNOWN = "unknown", _("Not known")


class WeightBearing(models.TextChoices):
    FULL = "full", _("Full")
    AS_TOLERATED = "as_tolerated", _("As tolerated")
    PARTIAL = "partial", _("Partial")
    TOE_TOUCH = "toe_touch", _("Toe touch")
    NONE = "none", _("None")


class OperationKind(models.TextChoices):
    """What was done to the hip: decides which fields matter and which limits are read most carefully when missing."""

    NONE = "none", _("No operation")
    REPLACEMENT = "replacement", _("Hip replacement")
    RESURFACING = "resurfacing", _("Hip resurfacing")
    FIXATION = "fixation", _("Fracture, fixed with screws, plate or nail")
    FRACTURE_REPLACEMENT = "fracture_replacement", _("Fracture, treated with a replacement")
    OTHER = "other", _("Another hip operation")


class ClinicalProfile(PatientRecord):
    """What a therapist knows about the hip. `conditions` are keys of `exercises.precautions.CONDITIONS`."""

    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    patient = models.OneToOneField("accounts.Patient", on_delete=models.CASCADE, related_name="clinical_profile")
    side = models.CharField(max_length=5, choices=Side.choices, blank=True)
    diagnosis = models.CharField(max_length=200, blank=True)
    operation_kind = models.CharField(max_length=20, choices=OperationKind.choices, blank=True)
    operation = models.CharField(max_length=200, blank=True)
    operated_on = models.DateField(null=True, blank=True)
    approach = models.CharField(max_length=10, choices=Approach.choices, blank=True)
    weight_bearing = models.CharField(max_length=12, choices=WeightBearing.choices, blank=True)
    # Of the body's weight, as the surgeon wrote it; only with a partial order.
    weight_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    # The surgeon's switch: after this operation no movement precautions hold. Who said so, and from which day.
    no_precautions_by = models.CharField(max_length=120, blank=True)
    no_precautions_on = models.DateField(null=True, blank=True)
    conditions = models.JSONField(default=list, blank=True)
    seated_only = models.BooleanField(default=False)
    # Pregnant: the day the child is expected. The limits of pregnancy hold from 24 weeks before it (week 16).
    due_on = models.DateField(null=True, blank=True)
    pain_limit = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(10)],
        help_text=_("Pain above this is highlighted for you."),
    )
    goals = models.TextField(max_length=500, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(no_precautions_by="") | Q(no_precautions_on__isnull=False),
                name="no_precautions_since_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"clinical profile of patient {self.patient_id}"

    def week_after_operation(self, on: date) -> int | None:
        """Completed weeks since the operation: 0 on the day itself, 9 nine weeks later."""
        return (on - self.operated_on).days // 7 if self.operated_on else None


class PrecautionOrder(PatientRecord):
    """A surgeon's or therapist's limit, with its dates. `ends_on` empty means until the surgeon lifts it.

    What is on record is not edited: a change withdraws the row and appends a new one, so that who said what when stays.
    `ends_on` is the last day on which it holds; lifted, it holds until the day before `lifted_on`.
    """

    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    patient = models.ForeignKey("accounts.Patient", on_delete=models.CASCADE, related_name="precaution_orders")
    # A key of the precaution rules, such as THA-P; see the clinical data.
    rule = models.CharField(max_length=12)
    words = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ordered_by = models.CharField(max_length=120)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    # The surgeon's release: from this day on it holds no longer. Who said so, who wrote it down, and when.
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.CharField(max_length=120, blank=True)
    lift_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lift_recorded_at = models.DateTimeField(null=True, blank=True)
    # Taken back: a mistake, or replaced by a newer row.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="precaution_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | ~Q(lifted_by=""), name="precaution_lifted_by_someone"
            ),
        )

    def __str__(self) -> str:
        return f"precaution {self.pk}"

    @property
    def last_on(self) -> date | None:
        """The last day on which it holds; None while nobody has ended it."""
        lifted = self.lifted_on - timedelta(days=1) if self.lifted_on else None
        return min(filter(None, [self.ends_on, lifted]), default=None)


class EndReason(models.TextChoices):
    GOALS_MET = "goals_met", _("The goals are met")
    DISCHARGED = "discharged", _("Treatment ended")
    NEW_CARE = "new_care", _("Care went to somebody else")
    SURGERY = "surgery", _("An operation")
    WORSE = "worse", _("It did not help, or made things worse")
    OWN_WISH = "own_wish", _("The patient’s own wish")
    OTHER = "other", _("Another reason")


class Routine(PatientRecord):
    """One patient's assigned set of exercises. What is done when stands in its revisions and times."""

    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("accounts.Patient", on_delete=models.CASCADE, related_name="routines")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    starts_on = models.DateField()
    review_by_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)
    end_words = models.CharField(max_length=300, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Sessions exist as rows up to and including this day. Empty: the schedule changed, they must be made anew.
    sessions_until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["patient"], condition=Q(ended_on__isnull=True), name="one_active_routine"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="routine_ends_after_it_starts",
            ),
        )
        indexes = (
            models.Index(fields=["sessions_until_on"], condition=Q(ended_on__isnull=True), name="routine_to_extend"),
            # Ended, and its sessions not yet withdrawn.
            models.Index(
                fields=["sessions_until_on"],
                condition=Q(ended_on__isnull=False, sessions_until_on__isnull=False),
                name="routine_to_withdraw",
            ),
        )

    def __str__(self) -> str:
        return f"routine {self.pk}"


class RoutineTime(PatientRecord):
    """The clock time of one slot of the day, where the patient lives. The slot is the stable name; the time may move."""

    PATIENT_PATH = "routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="times")
    slot = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(12)])
    local_time = models.TimeField()

    class Meta:
        ordering = ("slot",)
        constraints = (models.UniqueConstraint(fields=["routine", "slot"], name="one_time_per_slot"),)

    def __str__(self) -> str:
        return f"slot {self.slot} at {self.local_time:%H:%M}"


class RoutineRevision(PatientRecord):
    """What the patient sees from `effective_on`. Once published it is never edited."""

    PATIENT_PATH = "routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    # Clock times as the therapist set them, "HH:MM", slot 1 first. `RoutineTime` holds where they stand now.
    times = models.JSONField(default=default_times)
    # The therapist's words about the change, shown to the patient.
    change_notice = models.TextField(max_length=500, blank=True)
    from_template = models.CharField(max_length=80, blank=True)
    from_template_version = models.PositiveIntegerField(null=True, blank=True)
    # The phase of the template that this revision is, and the day after which the therapist is asked what comes next.
    phase = models.PositiveSmallIntegerField(null=True, blank=True)  # its place in RoutineTemplate.phases, from 1
    phase_ends_on = models.DateField(null=True, blank=True)
    # Why an exercise was stopped, for the patient, by the slug of the exercise.
    stop_reasons = models.JSONField(default=dict, blank=True)
    # How often the draft was saved: a page that knows an older number is told before it overwrites anything.
    saved_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    # Stands on the printed sheet; leads to this very revision, for who may see it. Given when it is published.
    sheet_code = models.CharField(max_length=8, unique=True, null=True, blank=True)
    # Slugs of the Learn pages that the therapist offers with it.
    learn_pages = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["routine", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(fields=["routine"], condition=Q(published_at__isnull=True), name="one_draft"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(effective_on__isnull=False), name="published_has_a_first_day"
            ),
        )

    def __str__(self) -> str:
        return f"revision {self.number} of routine {self.routine_id}"


class PrescribedExercise(PatientRecord):
    PATIENT_PATH = "revision__routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.ForeignKey(RoutineRevision, on_delete=models.CASCADE, related_name="prescribed")
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(
        "exercises.ExerciseVariant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The version that was published, and that a therapist of the clinic had adopted. Empty in a draft.
    exercise_version = models.PositiveIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=12, choices=Laterality.choices)
    sets = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(20)])
    reps = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    hold_seconds = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(600)])
    breaths = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(60)])
    rest_seconds = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(600)])
    resistance = models.CharField(max_length=60, blank=True)
    note = models.TextField(max_length=500, blank=True)
    is_core = models.BooleanField(default=False)
    # Why it is given although a precaution asks for caution, and the codes of the cautions this was said of.
    caution_reason = models.CharField(max_length=300, blank=True)
    caution_codes = models.JSONField(default=list, blank=True)
    caution_reason_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    caution_reason_at = models.DateTimeField(null=True, blank=True)
    # Codes whose words for the patient the therapist took out.
    cautions_left_out = models.JSONField(default=list, blank=True)
    # What the check said when it was published: {"verdict", "codes", "words", "on"}. Empty in a draft, and before there was one.
    published_check = models.JSONField(default=dict, blank=True)
    weekdays = models.PositiveSmallIntegerField(
        default=EVERY_DAY, validators=[MinValueValidator(1), MaxValueValidator(EVERY_DAY)]
    )
    # Bit 0 is slot 1. Zero means every time of the day.
    slots = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY), name="on_at_least_one_weekday"
            ),
            models.CheckConstraint(
                condition=Q(reps__isnull=False) | Q(hold_seconds__isnull=False) | Q(breaths__isnull=False),
                name="repeated_or_held",
            ),
        )

    def __str__(self) -> str:
        return f"prescribed exercise {self.pk}"

    @property
    def dosage(self) -> Dosage:
        return Dosage(
            sets=self.sets,
            reps=self.reps,
            hold_seconds=self.hold_seconds,
            breaths=self.breaths,
            rest_seconds=self.rest_seconds,
            side=self.side,
        )


class RevisionConfirmation(PatientRecord):
    """The patient, or who helps, has read what changed."""

    PATIENT_PATH = "revision__routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    revision = models.ForeignKey(RoutineRevision, on_delete=models.CASCADE, related_name="confirmations")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_on_behalf = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["revision", "confirmed_by"], name="one_confirmation_per_person"),
        )

    def __str__(self) -> str:
        return f"confirmation {self.pk}"


class PauseKind(models.TextChoices):
    HOLIDAY = "holiday", _("Holiday")
    HOSPITAL = "hospital", _("In hospital")
    FLARE = "flare", _("A flare of pain")
    ILLNESS = "illness", _("Illness")
    OTHER = "other", _("Another reason")


class RoutinePause(PatientRecord):
    """Days on which nothing is due, such as a stay with family. Both ends included."""

    PATIENT_PATH = "routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField()
    ends_on = models.DateField()
    kind = models.CharField(max_length=10, choices=PauseKind.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pause_ends_after_it_starts"),
        )

    def __str__(self) -> str:
        return f"pause {self.pk}"
