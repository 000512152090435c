"""Checks the routines that run again: limits begin and end on their days, and rules and library change with a release.

What a therapist changes is checked at once (portal/routines/clashes.py); this is for what changes without anybody.
Every routine once a night. Those with a clash on record every quarter of an hour: one that ends leaves the list just
after midnight, wherever the patient lives, and one that turns from caution to avoid says so.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from portal.caseload import facts
from portal.caseload.facts import ClashFacts
from portal.caseload.models import CaseloadRow
from portal.routines.clashes import clash_facts_of
from portal.routines.limits_of_many import limits_of_many
from portal.routines.models import PrescribedExercise, Routine, RoutineRevision

BATCH = 200


def recheck(now: datetime, *, only_clashing: bool = False) -> int:
    """How many patients' days changed. A fixed number of queries for each batch, and a few for each change."""
    changed = 0
    for routines in _batches(only_clashing=only_clashing):
        found = _clashes(routines, now)
        rows = {row.patient_id: row for row in CaseloadRow.objects.filter(patient__in=found)}
        for routine in routines:
            row = rows.get(routine.patient_id) or CaseloadRow(patient=routine.patient)
            clash = facts.carried_on(row, found[routine.patient_id], routine.patient.today(now))
            if clash != facts.clash_of(row):
                changed += _write(routine, now)
    return changed


def _batches(*, only_clashing: bool) -> Iterator[list[Routine]]:
    running = Routine.objects.filter(ended_on__isnull=True, revisions__published_at__isnull=False).distinct()
    if only_clashing:
        running = running.exclude(patient__caseload_row__clash_verdict="").filter(patient__caseload_row__isnull=False)
    last = 0
    while batch := list(running.filter(pk__gt=last).select_related("patient").order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _clashes(routines: Sequence[Routine], now: datetime) -> dict[int, ClashFacts]:
    """By the patient's key. Seven queries or fewer."""
    patients = [routine.patient for routine in routines]
    limits = limits_of_many(patients)
    prescribed = _prescribed(routines)
    return {
        one.patient_id: clash_facts_of(prescribed[one.pk], limits[one.patient_id].circumstances, one.patient.today(now))
        for one in routines
    }


def _prescribed(routines: Sequence[Routine]) -> dict[int, list[PrescribedExercise]]:
    """What each patient has now, by the routine's key."""
    published = RoutineRevision.objects.filter(routine__in=routines, published_at__isnull=False)
    newest = {routine: revision for routine, revision in published.order_by("number").values_list("routine", "pk")}
    rows = (
        PrescribedExercise.objects.filter(revision__in=newest.values())
        .select_related("exercise", "variant", "revision")
        .prefetch_related("exercise__poses")
    )
    found: dict[int, list[PrescribedExercise]] = defaultdict(list)
    for row in rows:
        found[row.revision.routine_id].append(row)
    return found


@transaction.atomic
def _write(routine: Routine, now: datetime) -> bool:
    """Worked out anew behind the lock: the therapist may have changed something since the batch was read."""
    row = facts.standing_row(routine.patient)
    if not Routine.objects.filter(pk=routine.pk, ended_on__isnull=True).exists():
        return False
    before = facts.clash_of(row)
    found, today = _clashes([routine], now)[routine.patient_id], routine.patient.today(now)
    facts.clash_found(routine.patient, found, today=today)
    return before != facts.carried_on(row, found, today)
