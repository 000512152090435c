"""The phases of a routine template: which weeks, which exercises, how long, and when to move on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from exercises.models import RoutineTemplate, TemplateExercise

OPEN_END = 1_000  # later than any week that can be written


@dataclass(frozen=True)
class Phase:
    """`number` is its place, from 1. Weeks as the template counts them; `lasts_weeks` None: no end is foreseen."""

    number: int
    name: str
    from_week: int | None = None
    to_week: int | None = None
    lasts_weeks: int | None = None
    move_on_when: tuple[str, ...] = ()

    @property
    def weeks(self) -> str:
        return weeks_in_words(self.from_week, self.to_week)

    @property
    def length(self) -> str:
        if not self.lasts_weeks:
            return ""
        return ngettext("%(count)d week", "%(count)d weeks", self.lasts_weeks) % {"count": self.lasts_weeks}


def phases_of(template: RoutineTemplate) -> list[Phase]:
    """In order. A template that names none is one phase from beginning to end."""
    if not template.phases:
        weeks = (template.from_week, template.to_week)
        return [Phase(1, template.phase, *weeks, move_on_when=tuple(template.move_on_when))]
    return [
        Phase(
            number=number,
            name=one["name"],
            from_week=one["from_week"],
            to_week=one["to_week"],
            lasts_weeks=one.get("lasts_weeks"),
            move_on_when=tuple(one["move_on_when"]),
        )
        for number, one in enumerate(template.phases, start=1)
    ]


def phase_of(template: RoutineTemplate, number: int | None) -> Phase | None:
    """None for a number that the template does not have, or no longer."""
    return next((one for one in phases_of(template) if one.number == number), None)


def next_phase(template: RoutineTemplate, number: int | None) -> Phase | None:
    """What comes after it in the same template."""
    return phase_of(template, number + 1) if number else None


Line = TypeVar("Line", bound="TemplateExercise")


def lines_in(lines: Iterable[Line], phase: Phase) -> list[Line]:
    """What a routine gets of a phase: without what was retired since. Reads each line's exercise and form."""
    return [
        line
        for line in every_line_in(lines, phase)
        if not line.exercise.is_retired and not (line.variant and line.variant.is_retired)
    ]


def every_line_in(lines: Iterable[Line], phase: Phase) -> list[Line]:
    """The exercises of a phase as the template has them: those that stand half-way through it.

    Half-way, because neighbouring phases may share a week ("weeks 1 to 2", "weeks 2 to 4"), and so may their exercises.
    """
    first = phase.from_week or 0
    middle = (first + (OPEN_END if phase.to_week is None else phase.to_week)) / 2
    if phase.from_week is None and phase.to_week is None:
        return list(lines)
    return [line for line in lines if (line.from_week or 0) <= middle <= _end(line)]


def _end(line: TemplateExercise) -> int:
    return OPEN_END if line.to_week is None else line.to_week


def weeks_in_words(first: int | None, last: int | None) -> str:
    """Empty where no weeks are given."""
    if first is None and last is None:
        return ""
    if last is None:
        return _("from week %(first)d") % {"first": first}
    if first is None:
        return _("until week %(last)d") % {"last": last}
    if first == last:
        return _("week %(first)d") % {"first": first}
    return _("weeks %(first)d to %(last)d") % {"first": first, "last": last}
