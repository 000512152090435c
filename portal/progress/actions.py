"""The therapist's marks: looked at, and to be looked at again on a day."""

from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess
from portal.caseload import facts
from portal.routines.models import Routine
from portal.sessions.caseload_facts import tell_caseload
from portal.sessions.models import SessionNote


@transaction.atomic
def mark_notes_read(*, seen_at: datetime, by: PatientAccess) -> None:
    """Those that stood on the page; what was written after it was made stays unread."""
    row = facts.standing_row(by.patient)
    unread = by.rows(SessionNote).filter(read_at__isnull=True, written_at__lte=seen_at)
    unread.update(read_at=by.now, read_by=by.user)
    tell_caseload(by.patient, with_notes=True, row=row)
    audit.record("notes.read", by=by)


@transaction.atomic
def mark_reviewed(*, next_review_by_on: date, seen_at: datetime, by: PatientAccess) -> bool:
    """False, and nothing is written, where something came in after the page was made: it has not been seen."""
    facts.standing_row(by.patient)
    notes = by.rows(SessionNote).filter(voided_at__isnull=True)
    if notes.filter(written_at__gt=seen_at, read_at__isnull=True).exists():
        return False
    notes.filter(read_at__isnull=True).update(read_at=by.now, read_by=by.user)
    by.rows(Routine).filter(ended_on__isnull=True).update(review_by_on=next_review_by_on)
    facts.reviewed(by.patient, at=by.now, next_review_by_on=next_review_by_on)
    audit.record("patient.reviewed", by=by)
    return True
