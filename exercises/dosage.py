"""How much of an exercise: the sentence a patient reads, the short form for staff, and the time it takes.

Pure functions; every length is in seconds.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.laterality import Laterality, sides_worked

SECONDS_PER_BREATH = 4
SECONDS_TO_SETTLE = 5  # getting into a stretch before the hold counts


@dataclass(frozen=True)
class Dosage:
    """`reps` is None for a plain hold, `hold_seconds` is None for a plain movement.

    With each side, or in turn, the numbers are for one leg.
    """

    sets: int
    reps: int | None = None
    hold_seconds: int | None = None
    breaths: int | None = None
    rest_seconds: int = 0
    side: str = Laterality.BILATERAL

    @property
    def is_one_long_hold(self) -> bool:
        return (self.reps or 1) == 1 and bool(self.hold_seconds or self.breaths)


def for_patient(dosage: Dosage) -> str:
    """ "2 sets of 8. Hold 3 seconds." or "30 seconds, 2 times." """
    if dosage.is_one_long_hold:
        return _("%(length)s.") % {"length": _long_hold(dosage)}
    count = _("%(count)s.") % {"count": _count(dosage)}
    hold = _hold(dosage)
    return f"{count} {hold}" if hold else count


def rest_for_patient(dosage: Dosage) -> str:
    """The pause between sets, or nothing to say."""
    if dosage.sets < 2 or not dosage.rest_seconds:
        return ""
    return _("Rest %(length)s between sets.") % {"length": length_in_words(dosage.rest_seconds)}


def for_staff(dosage: Dosage) -> str:
    """ "2 × 8, hold 3 s", "2 × 30 s each side"."""
    length = _short_length(dosage)
    if dosage.is_one_long_hold:
        short = f"{dosage.sets} × {length}"
    else:
        short = f"{dosage.sets} × {dosage.reps or 1}"
        if length:
            short = _("%(dose)s, hold %(length)s") % {"dose": short, "length": length}
    if dosage.side == Laterality.EACH_SIDE:
        return _("%(dose)s, each side") % {"dose": short}
    if dosage.side == Laterality.ALTERNATING:
        return _("%(dose)s each leg, in turn") % {"dose": short}
    return short


def estimated_seconds(dosage: Dosage, *, seconds_per_rep: int, usual_hold_seconds: int | None = 0) -> int:
    """Working time and rests. `seconds_per_rep` counts the usual hold, so another hold moves it."""
    hold = dosage.hold_seconds or (dosage.breaths or 0) * SECONDS_PER_BREATH
    if dosage.is_one_long_hold:
        one_set = hold + SECONDS_TO_SETTLE
    else:
        move = max(seconds_per_rep - (usual_hold_seconds or 0), 1)
        one_set = (dosage.reps or 1) * (move + hold)
    rests = max(dosage.sets - 1, 0) * dosage.rest_seconds
    return dosage.sets * one_set * sides_worked(dosage.side) + rests


def length_in_words(seconds: int) -> str:
    """ "30 seconds", "90 seconds", "5 minutes"."""
    minutes, rest = divmod(seconds, 60)
    if minutes < 2:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    in_minutes = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if not rest:
        return in_minutes
    in_seconds = ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest}
    return _("%(minutes)s %(seconds)s") % {"minutes": in_minutes, "seconds": in_seconds}


def _count(dosage: Dosage) -> str:
    numbers = {"sets": dosage.sets, "reps": dosage.reps or 1}
    if dosage.sets == 1:
        return _one_set(dosage.side, numbers)
    if dosage.side == Laterality.EACH_SIDE:
        return (
            ngettext("%(sets)d set of %(reps)d each side", "%(sets)d sets of %(reps)d each side", dosage.sets) % numbers
        )
    if dosage.side == Laterality.ALTERNATING:
        return (
            ngettext("%(sets)d set of %(reps)d with each leg", "%(sets)d sets of %(reps)d with each leg", dosage.sets)
            % numbers
        )
    return ngettext("%(sets)d set of %(reps)d", "%(sets)d sets of %(reps)d", dosage.sets) % numbers


def _one_set(side: str, numbers: dict[str, int]) -> str:
    reps = numbers["reps"]
    if side == Laterality.EACH_SIDE:
        return ngettext("%(reps)d time each side", "%(reps)d times each side", reps) % numbers
    if side == Laterality.ALTERNATING:
        return ngettext("%(reps)d time with each leg", "%(reps)d times with each leg", reps) % numbers
    return ngettext("%(reps)d time", "%(reps)d times", reps) % numbers


def _hold(dosage: Dosage) -> str:
    if dosage.hold_seconds:
        return _("Hold %(length)s.") % {"length": length_in_words(dosage.hold_seconds)}
    if dosage.breaths:
        return ngettext("Hold for %(count)d breath.", "Hold for %(count)d breaths.", dosage.breaths) % {
            "count": dosage.breaths
        }
    return ""


def _long_hold(dosage: Dosage) -> str:
    length = _length_of_hold(dosage)
    if sides_worked(dosage.side) == 2:
        length = _("%(length)s each side") % {"length": length}
    if dosage.sets < 2:
        return length
    return ngettext("%(length)s, %(count)d time", "%(length)s, %(count)d times", dosage.sets) % {
        "length": length,
        "count": dosage.sets,
    }


def _length_of_hold(dosage: Dosage) -> str:
    if dosage.hold_seconds:
        return length_in_words(dosage.hold_seconds)
    breaths = dosage.breaths or 1
    return ngettext("%(count)d slow breath", "%(count)d slow breaths", breaths) % {"count": breaths}


def _short_length(dosage: Dosage) -> str:
    if dosage.hold_seconds:
        minutes, rest = divmod(dosage.hold_seconds, 60)
        return (
            _("%(count)d min") % {"count": minutes}
            if minutes and not rest
            else _("%(count)d s") % {"count": dosage.hold_seconds}
        )
    if dosage.breaths:
        return ngettext("%(count)d breath", "%(count)d breaths", dosage.breaths) % {"count": dosage.breaths}
    return ""
