"""From a revision to the plain content of a template."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from exercises.own_templates.content import OwnContent, OwnLine
from portal.routines.dosing import MOST_TIMES
from portal.routines.models import PrescribedExercise


def content_of(
    rows: Iterable[PrescribedExercise], times: int, *, name: str, for_whom: str, notes: Collection[str]
) -> OwnContent:
    """`times`: sessions a day of the routine. `notes`: public ids of the rows whose note goes along."""
    return OwnContent(
        name=name,
        for_whom=for_whom,
        how_often=_("As its exercises say."),
        phases=[{"name": _("All of it"), "from_week": None, "to_week": None, "lasts_weeks": None, "move_on_when": []}],
        lines=[_line(row, times, with_note=str(row.public_id) in notes) for row in rows],
        counts_weeks=False,
    )


def _line(row: PrescribedExercise, times: int, *, with_note: bool) -> OwnLine:
    return OwnLine(
        exercise=row.exercise,
        variant=row.variant,
        sets=row.sets,
        reps=row.reps,
        hold_seconds=row.hold_seconds,
        breaths=row.breaths,
        rest_seconds=row.rest_seconds,
        resistance=row.resistance,
        is_core=row.is_core,
        times_per_day=min(row.slots.bit_count() or times, MOST_TIMES),
        weekdays=row.weekdays,
        note=row.note if with_note else "",
    )
