"""A dose's days and times in the therapist's short words. Pure."""

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises import dosage
from exercises.weekdays import EVERY_DAY
from portal.routines.models import PrescribedExercise


def days_in_words(weekdays: int) -> str:
    """ "every day", "Mon, Wed, Fri"."""
    if weekdays == EVERY_DAY:
        return _("every day")
    return ", ".join(str(WEEKDAYS_ABBR[day]) for day in range(7) if weekdays >> day & 1)


def slots_in_words(slots: int, times: Sequence[str]) -> str:
    """ "2 times a day", "at 09:00"; nothing to say where there is one time of the day."""
    if len(times) < 2:
        return ""
    chosen = [time for number, time in enumerate(times) if slots >> number & 1]
    if slots == 0 or len(chosen) == len(times):
        return ngettext("%(count)d time a day", "%(count)d times a day", len(times)) % {"count": len(times)}
    return _("at %(times)s") % {"times": ", ".join(chosen)}


def dose_in_words(row: PrescribedExercise, times: Sequence[str]) -> str:
    """ "2 × 8, hold 3 s, Mon, Wed, Fri, at 09:00"."""
    parts = [dosage.for_staff(row.dosage), days_in_words(row.weekdays), slots_in_words(row.slots, times)]
    return ", ".join(part for part in [*parts, row.resistance] if part)
