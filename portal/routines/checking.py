"""The precaution check over a routine: what stands against each exercise, and whether it has been answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import prefetch_related_objects

from exercises.checkable import movement_of
from exercises.precautions import Check, Circumstances, Verdict, check, turning_days
from portal.routines.models import PrescribedExercise


@dataclass(frozen=True)
class Checked:
    """One prescribed exercise with its check. A caution is answered by a reason given for all of its codes."""

    prescribed: PrescribedExercise
    check: Check

    @property
    def is_refused(self) -> bool:
        return self.check.is_refused

    @property
    def needs_reason(self) -> bool:
        return self.check.verdict == Verdict.CAUTION and not is_answered(self.prescribed, self.check)

    @property
    def stands_in_the_way(self) -> bool:
        """Of publishing."""
        return self.is_refused or self.needs_reason


@dataclass(frozen=True)
class ClashSpan:
    """Days on which something clashes, both ends included. `verdict` is "avoid" or "caution" (without a reason)."""

    verdict: Verdict
    from_on: date
    until_on: date | None


def is_answered(row: PrescribedExercise, found: Check) -> bool:
    return bool(row.caution_reason) and set(found.codes) <= set(row.caution_codes)


def check_rows(rows: Sequence[PrescribedExercise], circumstances: Circumstances, on: date) -> list[Checked]:
    """One query for all their angles. The rows come with exercise and variant."""
    prefetch_related_objects(list(rows), "exercise__poses")
    return [Checked(row, check(movement_of(row.exercise, row.variant), row.side, circumstances, on)) for row in rows]


def clash_span(rows: Sequence[PrescribedExercise], circumstances: Circumstances, from_on: date) -> ClashSpan | None:
    """The first stretch of days, from `from_on` on, with an exercise to avoid, or with a caution that nobody answered,
    whichever comes first; on one day, the graver. It ends with the day before the routine is clean of it again."""
    prefetch_related_objects(list(rows), "exercise__poses")
    days = [from_on, *(day for day in turning_days(circumstances) if day > from_on)]
    by_day = [(day, check_rows(rows, circumstances, day)) for day in days]
    avoid = _span(Verdict.AVOID, [(day, any(one.is_refused for one in found)) for day, found in by_day])
    caution = _span(Verdict.CAUTION, [(day, any(one.needs_reason for one in found)) for day, found in by_day])
    return min((one for one in (avoid, caution) if one), key=lambda one: one.from_on, default=None)


def _span(verdict: Verdict, days: Iterable[tuple[date, bool]]) -> ClashSpan | None:
    begin: date | None = None
    for day, clashes in days:
        if clashes and begin is None:
            begin = day
        elif not clashes and begin is not None:
            return ClashSpan(verdict, begin, day - timedelta(days=1))
    return ClashSpan(verdict, begin, None) if begin is not None else None
