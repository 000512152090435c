"""What a patient reads of the precautions: the cautions that the therapist left in, and never a verdict."""

from exercises.precautions import patient_words
from portal.routines.models import PrescribedExercise


def cautions_left_in(row: PrescribedExercise) -> tuple[str, ...]:
    """One sentence each, in the language that is active. Of what the check said on the day of publishing."""
    codes = [code for code in row.published_check.get("codes", ()) if code not in row.cautions_left_out]
    return tuple(dict.fromkeys(filter(None, (patient_words(code) for code in codes))))
