"""What the therapist decides at the end of a phase. The revision's exercises are not touched."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess
from portal.caseload import facts
from portal.routines.models import RoutineRevision


@transaction.atomic
def stay(revision: RoutineRevision, *, until: date, by: PatientAccess) -> None:
    """Moves the last day of the phase; who did so and when stands in the record."""
    _set_end(revision, until, by)
    audit.record("routine.phase_prolonged", by=by, about=revision)


@transaction.atomic
def leave(revision: RoutineRevision, *, by: PatientAccess) -> None:
    """The routine goes on without a last day, and nobody is asked any more."""
    _set_end(revision, None, by)
    audit.record("routine.phases_left", by=by, about=revision)


def _set_end(revision: RoutineRevision, ends_on: date | None, by: PatientAccess) -> None:
    by.rows(RoutineRevision).filter(pk=revision.pk).update(phase_ends_on=ends_on)
    facts.phase_set(by.patient, ends_on=ends_on)
