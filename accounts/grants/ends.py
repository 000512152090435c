"""How long a grant lasts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from accounts.models import GrantBasis, Patient

AT_MOST_MONTHS = 6
REVIEW_AFTER_MONTHS = 3
AFTER_THE_REVIEW = timedelta(days=30)
# Both sides hear of the end this long before.
WARNING = timedelta(days=14)
# Somebody else decided for the patient: the clinic looks at these again, and only the clinic lets them go on.
DECIDED_FOR_THE_PATIENT = frozenset({GrantBasis.POWER_OF_ATTORNEY, GrantBasis.BEST_INTERESTS})


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the month's last day where there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def latest_end(today: date) -> date:
    return months_after(today, AT_MOST_MONTHS)


def default_end(patient: Patient, today: date) -> date:
    """A month after the day by which the therapist looks at the exercises again; six months at most, and without it."""
    latest = latest_end(today)
    review = Patient.objects.filter(pk=patient.pk).values_list("caseload_row__review_by_on", flat=True).first()
    after = review + AFTER_THE_REVIEW if review else latest
    return after if today + WARNING < after < latest else latest


def review_day(basis: str, today: date) -> date | None:
    return months_after(today, REVIEW_AFTER_MONTHS) if basis in DECIDED_FOR_THE_PATIENT else None
