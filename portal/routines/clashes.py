"""Tells the caseload on which days what a patient has now clashes with a precaution."""

from collections.abc import Sequence
from datetime import date

from accounts.access import PatientAccess
from exercises.precautions import Circumstances
from portal.caseload import facts
from portal.caseload.facts import ClashFacts
from portal.routines.checking import clash_span
from portal.routines.limits import read_limits
from portal.routines.models import PrescribedExercise, RoutineRevision


def clash_facts_of(rows: Sequence[PrescribedExercise], circumstances: Circumstances, today: date) -> ClashFacts:
    """`rows` are of what the patient has now, with exercise and variant. None at all clash with nothing."""
    span = clash_span(rows, circumstances, today)
    return ClashFacts(span.verdict.value, span.from_on, span.until_on) if span else ClashFacts()


def clash_facts(by: PatientAccess) -> ClashFacts:
    """Of the newest published revision of the running routine."""
    revision = (
        by.rows(RoutineRevision)
        .filter(routine__ended_on__isnull=True, published_at__isnull=False)
        .order_by("-number")
        .first()
    )
    if revision is None:
        return ClashFacts()
    rows = list(by.rows(PrescribedExercise).filter(revision=revision).select_related("exercise", "variant"))
    return clash_facts_of(rows, read_limits(by).circumstances, by.today)


def refresh_clash(by: PatientAccess) -> None:
    """In the transaction of whatever changed the limits."""
    facts.clash_found(by.patient, clash_facts(by), today=by.today)
