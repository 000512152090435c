"""Stop and call: the fixed text on every page of a session, on paper, and on the page that a mail opens.

Not yet reviewed by a clinician. The signs follow the red flags of the clinical facts (chest and breath, one calf, a hip
that gives way or looks turned, falls, wound and fever, dizziness). What a person enters never changes this text.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Clinic


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
        call_signs=(
            _("Pain that is sharp, new or much stronger than usual"),
            _("You feel dizzy or unwell, or you had a fall"),
            _("New numbness or tingling in your leg or foot"),
            _("Your wound is redder, hotter or wet, or you have a fever"),
        ),
        urgent_signs=(
            _("Chest pain, hard to breathe, or you faint"),
            _("New pain, swelling or warmth in one calf or thigh"),
            _("You cannot put weight on the leg, or it looks shorter or turned"),
            _("A fall where you hit your head or cannot get up"),
            _("Numb between your legs, or new trouble passing water"),
        ),
        watch_note=_watch_note(therapist),
        follow_note=_("If the therapist told you something different, follow the therapist."),
    )


def _watch_note(therapist: str) -> str:
    if not therapist:
        return _("The therapist reads notes at the next review.")
    return _("The therapist, %(name)s, reads notes at the next review.") % {"name": therapist}
