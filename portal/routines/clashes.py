"""Tells the caseload on which days what a patient has now clashes with a precaution."""

from accounts.access import PatientAccess
from portal.caseload import facts
from portal.caseload.facts import ClashFacts
from portal.routines.checking import clash_span
from portal.routines.limits import read_limits
from portal.routines.models import PrescribedExercise, RoutineRevision


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
    span = clash_span(rows, read_limits(by).circumstances, by.today)
    return ClashFacts(span.verdict.value, span.from_on, span.until_on) if span else ClashFacts()


def refresh_clash(by: PatientAccess) -> None:
    """In the transaction of whatever changed the limits."""
    facts.clash_found(by.patient, clash_facts(by))
