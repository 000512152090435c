"""What was done: sessions, results, notes. Nothing here is overwritten; corrections void and append."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records import OnErasure, PatientRecord
from portal.routines.models import Side


class SessionStatus(models.TextChoices):
    DUE = "due", _("Not recorded")
    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly done")
    SKIPPED = "skipped", _("Not done, with a reason")
    WITHDRAWN = "withdrawn", _("Not due any more")


KEPT = (SessionStatus.DONE, SessionStatus.PARTLY)


class Outcome(models.TextChoices):
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")


class NotDoneReason(models.TextChoices):
    PAIN = "pain", _("It hurt")
    TIRED = "tired", _("Too tired")
    UNSURE = "unsure", _("Not sure how")
    NO_TIME = "no_time", _("No time")
    NOT_SAFE = "not_safe", _("Not safe alone")
    AWAY = "away", _("Away from home")


class RecordSource(models.TextChoices):
    PAGE = "page", _("On this page")
    LATER = "later", _("Recorded later")
    PAPER = "paper", _("From paper")


class HelpNeeded(models.TextChoices):
    ALONE = "alone", _("I did it alone")
    NEARBY = "nearby", _("Someone was near")
    HANDS_ON = "hands_on", _("Someone held or steadied me")
    COULD_NOT = "could_not", _("I could not do it")


class ExerciseSession(PatientRecord):
    """One slot of one local day. `missed` is derived: still due when the days for correction are over."""

    PATIENT_PATH = "routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    routine = models.ForeignKey("portal.Routine", on_delete=models.CASCADE, related_name="exercise_sessions")
    revision = models.ForeignKey("portal.RoutineRevision", on_delete=models.PROTECT, related_name="+")
    local_date = models.DateField()
    slot = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=SessionStatus.choices, default=SessionStatus.DUE)

    class Meta:
        ordering = ("local_date", "slot")
        constraints = (
            # Never keyed on an instant: a changed clock time moves the row instead of making a second one.
            models.UniqueConstraint(fields=["routine", "local_date", "slot"], name="one_session_per_slot"),
        )
        # Every status: who did a session before its reminder is told why none was sent.
        indexes = (models.Index(fields=["due_at"], name="session_by_due"),)

    def __str__(self) -> str:
        return f"session {self.pk}"


class ExerciseResult(PatientRecord):
    PATIENT_PATH = "exercise_session__routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    exercise_session = models.ForeignKey(ExerciseSession, on_delete=models.CASCADE, related_name="results")
    prescribed_exercise = models.ForeignKey("portal.PrescribedExercise", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=5, choices=Side.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=10, choices=NotDoneReason.choices, blank=True)
    sets_done = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(20)])
    reps_done = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(200)])
    source = models.CharField(max_length=6, choices=RecordSource.choices, default=RecordSource.PAGE)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf_of = models.ForeignKey(
        "accounts.Patient", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["exercise_session", "prescribed_exercise", "side"],
                condition=Q(voided_at__isnull=True),
                name="one_live_result",
            ),
            models.CheckConstraint(condition=Q(outcome="not_done") | Q(reason=""), name="a_reason_only_when_not_done"),
        )

    def __str__(self) -> str:
        return f"result {self.pk}"


class SessionNote(PatientRecord):
    """How it went, in numbers and words. Private from caregivers unless shared. One live note a session and writer."""

    PATIENT_PATH = "exercise_session__routine__patient"
    IN_EXPORT = True
    ON_ERASURE = OnErasure.CLINIC_DECIDES

    exercise_session = models.ForeignKey(ExerciseSession, on_delete=models.CASCADE, related_name="notes")
    pain_during = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    pain_next_morning = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    effort = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    help_needed = models.CharField(max_length=10, choices=HelpNeeded.choices, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf_of = models.ForeignKey(
        "accounts.Patient", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["exercise_session", "written_by"], condition=Q(voided_at__isnull=True), name="one_live_note"
            ),
            models.CheckConstraint(condition=Q(pain_during__isnull=True) | Q(pain_during__lte=10), name="pain_to_ten"),
        )

    def __str__(self) -> str:
        return f"note {self.pk}"
