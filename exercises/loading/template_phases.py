"""The phases of a template file: read, and held against the template's weeks and its exercises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from exercises.models import RoutineTemplate, TemplateExercise
from exercises.phases import Phase, every_line_in, phases_of

if TYPE_CHECKING:
    from exercises.loading.documents import Field
    from exercises.loading.entries import TemplateLine

REQUIRED = ("name", "from", "to", "lasts_weeks")
LONGEST_NAME = 80
MOST_PHASES = 12


def read_phases(field: Field, weeks: tuple[int | None, int | None], general: Sequence[str]) -> list[dict[str, Any]]:
    """`weeks` are the template's: both None where its phases are stages, numbered from 1, and no weeks.

    A phase without criteria of its own has the `general` ones.
    """
    items = field.items()
    if not 1 <= len(items) <= MOST_PHASES:
        field.wrong(f"expected 1 to {MOST_PHASES} phases, there are {len(items)}")
    phases = [_read(item, general) for item in items]
    for number, (item, phase) in enumerate(zip(items, phases, strict=True), start=1):
        before = phases[number - 2] if number > 1 else None
        if reason := _misplaced(phase, before, is_last=number == len(phases)):
            item.wrong(reason)
        if weeks == (None, None) and len(phases) > 1 and (phase["from_week"], phase["to_week"]) != (number, number):
            item.wrong(f"the template has no weeks, so this is a stage: from and to are both {number}")
    if phases and weeks != (None, None) and (phases[0]["from_week"], phases[-1]["to_week"]) != weeks:
        field.wrong("the phases begin and end in the weeks of the template")
    return phases


def _read(item: Field, general: Sequence[str]) -> dict[str, Any]:
    fields = item.mapping(REQUIRED, ["move_on_when"])
    return {
        "name": fields["name"].text(LONGEST_NAME),
        "from_week": fields["from"].whole_or_none(0, 520),
        "to_week": fields["to"].whole_or_none(0, 520),
        "lasts_weeks": fields["lasts_weeks"].whole_or_none(1, 104),
        "move_on_when": list(fields["move_on_when"].texts() or general),
    }


def _misplaced(phase: dict[str, Any], before: dict[str, Any] | None, *, is_last: bool) -> str:
    first, last = phase["from_week"], phase["to_week"]
    if first is not None and last is not None and last < first:
        return "it ends before it begins"
    if last is None and phase["lasts_weeks"]:
        return "it has no last week, so lasts_weeks is null"
    if last is None and not is_last:
        return "only the last phase may have no last week"
    if before is None or before["to_week"] is None:
        return ""
    if first not in (before["to_week"], before["to_week"] + 1):
        return f"it begins in week {first}, but the phase before it ends in week {before['to_week']}"
    return ""


def misplaced_lines(phases: Sequence[dict[str, Any]], lines: Sequence[TemplateLine]) -> list[tuple[int, str]]:
    """(line of the file or 0, what is wrong): a line that belongs to no phase, twice the same, a phase with nothing."""
    template = RoutineTemplate(phases=list(phases), phase="", move_on_when=[])
    rows = [TemplateExercise(order=n, **_weeks(line)) for n, line in enumerate(lines)]
    found: list[tuple[int, str]] = []
    seen: set[int] = set()
    for phase in phases_of(template):
        standing = [lines[row.order] for row in every_line_in(rows, phase)]
        seen.update(id(line) for line in standing)
        found += _in_phase(phase, standing)
    return found + [(line.line, "its weeks belong to no phase") for line in lines if id(line) not in seen]


def _in_phase(phase: Phase, standing: Sequence[TemplateLine]) -> list[tuple[int, str]]:
    if not any(not line.columns["is_optional"] for line in standing):
        return [(0, f"the phase '{phase.name}' has no exercise")]
    counted = Counter(line.exercise for line in standing)
    return [(line.line, f"it stands twice in '{phase.name}'") for line in standing if counted[line.exercise] > 1]


def _weeks(line: TemplateLine) -> dict[str, Any]:
    return {name: line.columns[name] for name in ("from_week", "to_week")}
