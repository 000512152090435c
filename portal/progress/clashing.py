"""Which exercises of the running routine clash with a precaution today, why, and until when. Reads only the angles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.access import PatientAccess
from exercises.precautions import Verdict
from portal.routines.checking import Checked, check_rows
from portal.routines.limits import limits_of
from portal.routines.models import ClinicalProfile, PrecautionOrder, PrescribedExercise
from portal.routines.naming import name_of


@dataclass(frozen=True)
class Clashing:
    """One exercise, and a sentence for each thing that stands against it: the gravest first."""

    name: str
    side: str
    reasons: list[str]


@dataclass(frozen=True)
class ClashPanel:
    """`refused`: outside the precautions. `unanswered`: asks for caution, and nobody said yet why it is given."""

    refused: list[Clashing]
    unanswered: list[Clashing]
    not_checked: list[str]


def clash_panel(
    access: PatientAccess,
    rows: Sequence[PrescribedExercise],
    profile: ClinicalProfile | None,
    orders: Iterable[PrecautionOrder],
    language: str,
) -> ClashPanel:
    """`rows` come with their names, `orders` are all of the patient's. One query, for the angles; none without rows."""
    standing = [one for one in orders if one.withdrawn_at is None]
    limits = limits_of(born_on=access.patient.born_on, profile=profile, orders=standing)
    found = check_rows(rows, limits.circumstances, access.today) if rows else []
    return ClashPanel(
        refused=list(_told((one for one in found if one.is_refused), Verdict.AVOID, language)),
        unanswered=list(_told((one for one in found if one.needs_reason), Verdict.CAUTION, language)),
        not_checked=[name_of(one.prescribed, language) for one in found if one.check.verdict == Verdict.NOT_CHECKED],
    )


def _told(found: Iterable[Checked], verdict: Verdict, language: str) -> Iterable[Clashing]:
    """Of what is to be avoided only that: which cautions stand besides matters once another form is chosen."""
    for one in found:
        reasons = [finding.words for finding in one.check.findings if finding.verdict == verdict]
        yield Clashing(name_of(one.prescribed, language), one.prescribed.side, list(dict.fromkeys(reasons)))
