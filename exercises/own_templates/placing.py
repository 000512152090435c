"""How the phases of an own template fit together, and its exercises into them. Complaints stand at the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from exercises.models import RoutineTemplate, TemplateExercise
from exercises.phases import every_line_in, phases_of

if TYPE_CHECKING:
    from exercises.own_templates.forms import LineForm, PhaseForm
    from exercises.own_templates.shelf import TemplateShelf


def fit_phases(phases: Sequence[PhaseForm], *, counts_weeks: bool) -> None:
    """Weeks in order and without a gap; neighbours may share a week. Stages are numbered as they stand.

    Fills in how long a phase lasts where nobody has written it.
    """
    before: int | None = None
    for form in phases:
        typed = form.cleaned_data
        if not counts_weeks:
            typed["from_week"] = typed["to_week"] = form.number if len(phases) > 1 else None
            continue
        first, last = typed["from_week"], typed["to_week"]
        _complain(form, before, is_last=form is phases[-1])
        if last is None:
            typed["lasts_weeks"] = None
        elif first is not None and not typed["lasts_weeks"]:
            typed["lasts_weeks"] = max(last - first + (0 if first in (0, before) else 1), 1)
        before = last


def _complain(form: PhaseForm, before: int | None, *, is_last: bool) -> None:
    first, last = form.cleaned_data["from_week"], form.cleaned_data["to_week"]
    if first is None:
        form.add_error("from_week", _("Write in which week it begins."))
        form.cleaned_data["from_week"] = None
    elif before is not None and first not in (before, before + 1):
        sentence = _("The phase before ends in week %(last)d: begin in that week or the one after it.")
        form.add_error("from_week", sentence % {"last": before})
    if last is None and not is_last:
        form.add_error("to_week", _("Write in which week it ends. Only the last phase may have no end."))
    elif first is not None and last is not None and last < first:
        form.add_error("to_week", _("The last week must not be before the first."))
    # A refused value leaves the cleaned data; the rows after it are still looked at.
    for name in ("from_week", "to_week", "lasts_weeks"):
        form.cleaned_data.setdefault(name, None)


def fit_lines(
    phases: Sequence[PhaseForm], lines: Sequence[LineForm], shelf: TemplateShelf, *, counts_weeks: bool
) -> None:
    """Each exercise may be prescribed, is not one that the template must leave out, and belongs to a phase."""
    for form in lines:
        if reason := shelf.hindrance(form.exercise, form.line().variant):
            form.add_error("variant", _("%(reason)s Take it out, or adopt it first.") % {"reason": reason})
        elif form.exercise.slug in shelf.left_out:
            form.add_error("variant", _("This exercise must never be added to this template. Take it out."))
    if not any(form.errors for form in phases):
        _place(phases, lines, counts_weeks=counts_weeks)


def _place(phases: Sequence[PhaseForm], lines: Sequence[LineForm], *, counts_weeks: bool) -> None:
    template = RoutineTemplate(phases=[dict(form.cleaned_data) for form in phases])
    rows = [TemplateExercise(order=place, **_weeks(form)) for place, form in enumerate(lines)]
    placed: set[int] = set()
    for phase, form in zip(phases_of(template), phases, strict=True):
        standing = [row.order for row in every_line_in(rows, phase)]
        placed.update(standing)
        if lines and all(lines[place].cleaned_data["is_optional"] for place in standing):
            form.add_error("name", _("No exercise belongs to this phase. Look at the weeks of the exercises."))
    for place, line in enumerate(lines):
        if place not in placed:
            line.add_error("from_week", _out_of_reach(counts_weeks))


def _out_of_reach(counts_weeks: bool) -> str:
    if counts_weeks:
        return _("These weeks belong to no phase. Leave them empty for every phase.")
    return _("There is no such stage. Leave it empty for every stage.")


def _weeks(form: LineForm) -> dict[str, Any]:
    return {name: form.cleaned_data.get(name) for name in ("from_week", "to_week")}
