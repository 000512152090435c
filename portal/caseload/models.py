"""The dated facts that a therapist sorts by, one row a patient."""

from django.db import models

from portal.records import OnErasure, PatientRecord


class CaseloadRow(PatientRecord):
    """Written in the same transaction as what it tells of; reasons are derived when read, because time alone creates them."""

    IN_EXPORT = False
    ON_ERASURE = OnErasure.DELETE

    patient = models.OneToOneField("accounts.Patient", on_delete=models.CASCADE, related_name="caseload_row")
    routine_since_on = models.DateField(null=True, blank=True)
    # Bits, Monday = 1: days on which anything is due, so that a day off is never silence. 0 without a routine.
    due_weekdays = models.PositiveSmallIntegerField(default=0)
    last_recorded_on = models.DateField(null=True, blank=True)
    unread_since = models.DateTimeField(null=True, blank=True)
    unread_count = models.PositiveIntegerField(default=0)
    # The newest score above the limit that was written after the last review.
    pain_above_limit_on = models.DateField(null=True, blank=True)
    pain_above_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_by_on = models.DateField(null=True, blank=True)
    # The pause that runs, comes next or was last, both ends included.
    paused_from_on = models.DateField(null=True, blank=True)
    paused_until_on = models.DateField(null=True, blank=True)
    # Days on which something in the routine clashes with a precaution, both ends included; open: no end is known.
    clash_from_on = models.DateField(null=True, blank=True)
    clash_until_on = models.DateField(null=True, blank=True)
    # "avoid", or "caution" where nobody has said yet why it is given all the same.
    clash_verdict = models.CharField(max_length=8, blank=True)
    # The last day of the phase that the routine is in: from the next day on the therapist is asked.
    phase_ends_on = models.DateField(null=True, blank=True)
    # The day of the newest change that nobody at home has confirmed yet.
    unconfirmed_since_on = models.DateField(null=True, blank=True)
    # The day from which this patient is for the therapist to look at; a day to come until then (caseload/facts.py).
    attention_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["attention_on"], name="caseload_by_attention"),)

    def __str__(self) -> str:
        return f"caseload row of patient {self.patient_id}"
