"""What the patient had before, for the patient: the notices and the lists. No verdict, and no reason for a caution."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.access import PatientAccess
from exercises.dosage import for_patient
from portal.progress.revisions import Held, published
from portal.routines.models import PrescribedExercise
from portal.routines.naming import name_of
from portal.routines.publishing.changes import Part
from portal.routines.publishing.notice import Line, notice_lines
from portal.sessions.standing import with_words

# About a year of a routine that changes every other week.
MOST_SHOWN = 24


@dataclass(frozen=True)
class Dose:
    name: str
    dose: str
    side: str


@dataclass(frozen=True)
class Earlier:
    """`lines` say what changed against the one before; none for a first one."""

    held: Held
    therapist: str
    lines: list[Line]
    words: str
    doses: list[Dose]

    @property
    def ended_on(self) -> date | None:
        return self.held.routine.ended_on

    @property
    def is_now(self) -> bool:
        return self.held.until is None


def earlier_routines(access: PatientAccess, language: str) -> list[Earlier]:
    """Newest first. The same number of queries for one and for twenty."""
    every = published(access)[:MOST_SHOWN]
    rows: dict[int, list[PrescribedExercise]] = defaultdict(list)
    revisions = [one.revision.pk for one in every]
    for row in with_words(access.rows(PrescribedExercise).filter(revision__in=revisions), language):
        rows[row.revision_id].append(row)
    return [_earlier(access, one, _before(every, at), rows, language) for at, one in enumerate(every)]


def _before(every: list[Held], at: int) -> Held | None:
    before = every[at + 1] if at + 1 < len(every) else None
    return before if before and before.routine == every[at].routine else None


def _earlier(
    access: PatientAccess,
    one: Held,
    before: Held | None,
    rows: dict[int, list[PrescribedExercise]],
    language: str,
) -> Earlier:
    revision = one.revision
    helped = access.patient.first_name if access.on_behalf else ""
    mine = rows[revision.pk]
    lines = (
        notice_lines(
            Part(rows[before.revision.pk], before.revision.times),
            Part(mine, revision.times),
            revision.stop_reasons,
            language,
            helped=helped,
        )
        if before
        else []
    )
    return Earlier(
        held=one,
        therapist=revision.author.first_name if revision.author else access.patient.clinic.name,
        lines=lines,
        words=revision.change_notice,
        doses=[Dose(name_of(row, language), for_patient(row.dosage), row.side) for row in mine],
    )
