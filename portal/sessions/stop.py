"""Stop and call: the fixed text on every page of a session, on paper, and on the page that a mail opens.

The words stand in exercises.fixed_texts. What a person enters never changes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Clinic
from exercises.fixed_texts import CALL_SIGNS, FOLLOW_NOTE, URGENT_SIGNS, in_words


@dataclass(frozen=True)
class Stop:
    clinic_name: str
    call_phone: str
    emergency_number: str
    call_signs: tuple[str, ...]
    urgent_signs: tuple[str, ...]
    watch_note: str
    follow_note: str


def stop_text(clinic: Clinic, therapist: str = "") -> Stop:
    """In the reader's language. `therapist` is the name of who is responsible, where the page knows it."""
    return Stop(
        clinic_name=clinic.name,
        call_phone=clinic.phone,
        emergency_number=clinic.emergency_number,
        call_signs=in_words(CALL_SIGNS),
        urgent_signs=in_words(URGENT_SIGNS),
        watch_note=_watch_note(therapist),
        follow_note=str(FOLLOW_NOTE),
    )


def _watch_note(therapist: str) -> str:
    if not therapist:
        return _("The therapist reads notes at the next review.")
    return _("The therapist, %(name)s, reads notes at the next review.") % {"name": therapist}
