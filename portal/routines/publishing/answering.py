"""One reason for all cautions that nobody has answered yet, given on the page that publishes."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.access import PatientAccess
from portal.routines.checking import Checked
from portal.routines.models import PrescribedExercise

ANSWER_FIELDS = ["caution_reason", "caution_codes", "caution_reason_by", "caution_reason_at"]


def seen_of(checked: Iterable[Checked]) -> str:
    """What the therapist saw: each exercise that waits for a reason, with its codes. Travels in the form."""
    return ";".join(f"{one.prescribed.public_id}={','.join(one.check.codes)}" for one in checked if one.needs_reason)


def answer_all(checked: Iterable[Checked], reason: str, seen: str, *, by: PatientAccess) -> None:
    """Only what stood on the page is answered: a caution that came since asks for a reason of its own."""
    shown = {public_id: codes.split(",") for public_id, _is, codes in (one.partition("=") for one in seen.split(";"))}
    rows = []
    for one in checked:
        codes = [code for code in one.check.codes if code in shown.get(str(one.prescribed.public_id), ())]
        if one.needs_reason and codes:
            row = one.prescribed
            row.caution_reason, row.caution_codes = reason, codes
            row.caution_reason_by, row.caution_reason_at = by.user, by.now
            rows.append(row)
    PrescribedExercise.objects.bulk_update(rows, ANSWER_FIELDS)
