"""A colleague's patient, found by who they are. There is no list to look through."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from accounts.models import Clinic, Patient, User


def found_by_name(clinic: Clinic, name: str, year: int, born_on: date | None = None) -> list[Patient]:
    """The whole name and the year of birth must be right; capitals and accents need not be."""
    wanted = _plain(name)
    born = Patient.objects.select_related("clinic").filter(clinic=clinic, born_on__year=year)
    found = [one for one in born.order_by("pk") if _plain(one.name) == wanted]
    return [one for one in found if born_on in (None, one.born_on)]


def is_treated_by(patient: Patient, user: User, now: datetime) -> bool:
    """Who treats the patient needs no emergency."""
    return Patient.objects.treated_by(user, patient.today(now)).filter(pk=patient.pk).exists()


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
