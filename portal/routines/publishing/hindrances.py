"""What must be there before a patient may see a routine."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import PatientAccess, responsible_therapist
from accounts.models import Patient
from exercises.models import Exercise, ExerciseVariant
from exercises.models.texts import FALLBACK_LANGUAGE
from exercises.precautions import Verdict
from exercises.stop_texts import is_ready
from portal.routines.checking import Checked, check_rows
from portal.routines.limits import read_limits
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.naming import name_of, with_names


class CannotPublish(Exception):
    """Carries one plain sentence for each thing that is missing."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


def hindrances(draft: RoutineRevision, *, by: PatientAccess) -> list[str]:
    """Everything that stands in the way."""
    found = _checked(draft, by)
    return [*_gaps(draft, by), *_refused(found), *_unanswered(found)]


def hindrances_beside_cautions(draft: RoutineRevision, *, by: PatientAccess) -> list[str]:
    """What has to be mended before: a caution can be answered on the page that publishes."""
    return [*_gaps(draft, by), *_refused(_checked(draft, by))]


def _gaps(draft: RoutineRevision, by: PatientAccess) -> list[str]:
    patient = by.patient
    return [
        *_clinic_gaps(patient, by.today),
        *_stop_text(patient),
        *_empty(draft),
        *_not_adopted(draft, patient),
    ]


def _clinic_gaps(patient: Patient, on: date) -> list[str]:
    found = []
    if not patient.clinic.phone.strip():
        found.append(_("The clinic's phone number is missing. It must stand on every page of a patient."))
    if not patient.clinic.emergency_number.strip():
        found.append(_("The emergency number is missing. It must stand on every page of a patient."))
    if responsible_therapist(patient, on) is None:
        found.append(_("No therapist is named as responsible for this patient."))
    return found


def _stop_text(patient: Patient) -> list[str]:
    """It stands on every page of a session, so a therapist of the clinic must have read what this patient reads.

    A newer text of the clinic's own that waits for its review hinders nothing: until then the one before it stands.
    """
    if is_ready(patient.clinic, patient.language):
        return []
    return [
        _(
            "The stop-and-call text has not been adopted by your clinic yet. Open Review in the library, and adopt it;"
            " or review your clinic’s own text for the patient’s language."
        )
    ]


def _empty(draft: RoutineRevision) -> list[str]:
    return [] if draft.prescribed.exists() else [_("Add at least one exercise.")]


def _not_adopted(draft: RoutineRevision, patient: Patient) -> list[str]:
    """Nothing that no named therapist of the clinic stands for reaches a patient."""
    clinic = patient.clinic
    adopted = set(Exercise.objects.prescribable(clinic).values_list("pk", flat=True))
    adopted_variants = set(ExerciseVariant.objects.prescribable(clinic).values_list("pk", flat=True))
    language = get_language() or FALLBACK_LANGUAGE
    return [
        _why_not(row) % {"name": name_of(row, language)}
        for row in with_names(draft.prescribed.all(), language)
        if row.exercise_id not in adopted or (row.variant_id and row.variant_id not in adopted_variants)
    ]


def _why_not(row: PrescribedExercise) -> str:
    if row.exercise.is_retired or (row.variant and row.variant.is_retired):
        return _("%(name)s has been taken out of the library meanwhile. Take it out of the draft.")
    return _("%(name)s has not been adopted by your clinic yet. Open it in the library, read it, and adopt it.")


def _checked(draft: RoutineRevision, by: PatientAccess) -> list[Checked]:
    rows = with_names(draft.prescribed.all(), get_language() or FALLBACK_LANGUAGE)
    return check_rows(rows, read_limits(by).circumstances, by.today)


def _refused(found: Iterable[Checked]) -> list[str]:
    """What is outside the precautions cannot be published."""
    language = get_language() or FALLBACK_LANGUAGE
    return [
        _("%(name)s: %(reason)s") % {"name": name_of(one.prescribed, language), "reason": finding.words}
        for one in found
        if one.is_refused
        for finding in one.check.findings
        if finding.verdict == Verdict.AVOID
    ]


def _unanswered(found: Iterable[Checked]) -> list[str]:
    """What asks for caution needs the therapist's reason."""
    language = get_language() or FALLBACK_LANGUAGE
    return [
        _("%(name)s asks for caution. Write a short reason, or choose another form.")
        % {"name": name_of(one.prescribed, language)}
        for one in found
        if one.needs_reason
    ]
