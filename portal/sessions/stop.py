"""Stop and call: the fixed text on every page of a session, on paper, and on the page that a mail opens.

The words are the clinic's own reviewed ones or the portal's (exercises.stop_texts). What a person enters never changes
them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Clinic
from exercises.models.texts import FALLBACK_LANGUAGE
from exercises.stop_texts import shown_words


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
    words = shown_words(clinic, get_language() or FALLBACK_LANGUAGE)
    return Stop(
        clinic_name=clinic.name,
        call_phone=clinic.phone,
        emergency_number=clinic.emergency_number,
        call_signs=words.call_signs,
        urgent_signs=words.urgent_signs,
        watch_note=_watch_note(therapist),
        follow_note=words.follow_note,
    )


def _watch_note(therapist: str) -> str:
    if not therapist:
        return _("The therapist reads notes at the next review.")
    return _("The therapist, %(name)s, reads notes at the next review.") % {"name": therapist}
