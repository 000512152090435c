"""The change page of an own template as the browser has it: its rows in their order, and what is wrong with them.

Nothing is stored before the page is saved, so each button sends everything and gets everything back: a row more, a row
less, a row higher. Rows have keys that stay with them; the hidden fields `phase` and `line` name them in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from exercises.models import Exercise, RoutineTemplate
from exercises.own_templates.content import LINE, OwnContent
from exercises.own_templates.forms import Counting, HeadForm, LineForm, PhaseForm
from exercises.own_templates.placing import fit_lines, fit_phases
from exercises.weekdays import DAYS_IN_WEEK, EVERY_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from exercises.own_templates.shelf import TemplateShelf

MOST_PHASES = 12
MOST_LINES = 40
MOST_KEY = 10_000


@dataclass
class Sheet:
    """`sentence`: what could not be done, where it belongs to no field."""

    head: HeadForm
    phases: list[PhaseForm]
    lines: list[LineForm]
    sentence: str = ""

    @property
    def counts_weeks(self) -> bool:
        return str(self.head["counting"].value()) != Counting.STAGES

    def is_valid(self, shelf: TemplateShelf) -> bool:
        forms: list[BaseForm] = [self.head, *self.phases, *self.lines]
        if not all([form.is_valid() for form in forms]):
            return False
        fit_phases(self.phases, counts_weeks=self.counts_weeks)
        fit_lines(self.phases, self.lines, shelf, counts_weeks=self.counts_weeks)
        if not self.lines:
            self.sentence = _("Add at least one exercise.")
        return not self.sentence and all(form.is_valid() for form in forms)

    def content(self) -> OwnContent:
        head = dict(self.head.cleaned_data)
        counting = head.pop("counting")
        return OwnContent(
            **head,
            counts_weeks=counting == Counting.WEEKS,
            phases=[dict(form.cleaned_data) for form in self.phases],
            lines=[form.line() for form in self.lines],
        )


def stored_sheet(own: RoutineTemplate, shelf: TemplateShelf) -> Sheet:
    head = {name: getattr(own, name) for name in ("name", "for_whom", "how_often", "leads_to", "checked_against")}
    head |= {"besides": "\n".join(own.besides)}
    head |= {"counting": Counting.WEEKS if own.from_week is not None else Counting.STAGES}
    lines = list(own.exercises.select_related("exercise", "variant").order_by("order", "pk"))
    shelf.know(line.exercise.slug for line in lines)
    return Sheet(
        HeadForm(initial=head, others=shelf.others),
        [
            PhaseForm(key=number, number=number, initial={**one, "move_on_when": "\n".join(one["move_on_when"])})
            for number, one in enumerate(own.phases, start=1)
        ],
        [
            LineForm(
                key=number,
                exercise=shelf.known[line.exercise.slug],
                variants=shelf.variants(line.exercise.slug, line.variant),
                initial={name: getattr(line, name) for name in LINE}
                | {"variant": line.variant.slug if line.variant else "", "weekdays": days_of(line.weekdays)},
            )
            for number, line in enumerate(lines, start=1)
        ],
    )


def empty_sheet(shelf: TemplateShelf) -> Sheet:
    return Sheet(
        HeadForm(initial={"counting": Counting.WEEKS}, others=shelf.others),
        [PhaseForm(key=1, number=1, initial={"from_week": 1})],
        [],
    )


def sent_sheet(data: QueryDict, shelf: TemplateShelf) -> Sheet:
    """With what is wrong said at each field."""
    return _sheet(data, shelf, _keys(data, "phase")[:MOST_PHASES], _line_keys(data, shelf), is_bound=True)


def stepped_sheet(data: QueryDict, shelf: TemplateShelf) -> Sheet:
    """After a button that changes rows. What is half written is not complained about yet."""
    phases, lines = _keys(data, "phase")[:MOST_PHASES], _line_keys(data, shelf)
    what, _colon, key = data.get("do", "").partition(":")
    sentence, added = "", None
    if what == "add_phase":
        phases, sentence = _with_phase(phases)
    elif what == "drop_phase" and len(phases) > 1:
        phases = [one for one in phases if str(one) != key]
    elif what == "drop":
        lines = [one for one in lines if str(one) != key]
    elif what in ("up", "down"):
        lines = _moved(lines, key, -1 if what == "up" else 1)
    elif what == "add":
        added = shelf.prescribable.get(data.get("exercise", ""))
        sentence = _cannot_add(added, lines)
    sheet = _sheet(data, shelf, phases, lines, is_bound=False)
    if added is not None and not sentence:
        sheet.lines.append(_added(added, max(lines, default=0) + 1, shelf))
    sheet.sentence = sentence
    return sheet


def days_of(bits: int) -> list[int]:
    return [1 << day for day in range(DAYS_IN_WEEK) if bits >> day & 1]


def _sheet(data: QueryDict, shelf: TemplateShelf, phases: list[int], lines: list[int], *, is_bound: bool) -> Sheet:
    def given(form: type[BaseForm], prefix: str) -> dict[str, Any]:
        return {"data": data} if is_bound else {"initial": _raw(data, form, prefix)}

    return Sheet(
        HeadForm(**given(HeadForm, ""), others=shelf.others),
        [
            PhaseForm(**given(PhaseForm, f"phase-{key}-"), key=key, number=number)
            for number, key in enumerate(phases, start=1)
        ],
        [_line_form(data, key, shelf, given(LineForm, f"line-{key}-")) for key in lines],
    )


def _line_form(data: QueryDict, key: int, shelf: TemplateShelf, given: dict[str, Any]) -> LineForm:
    slug = data.get(f"line-{key}-exercise", "")
    return LineForm(key=key, exercise=shelf.known[slug], variants=shelf.variants(slug), **given)


def _raw(data: QueryDict, form: type[BaseForm], prefix: str) -> Mapping[str, Any]:
    """What was typed, as it was typed."""
    several = ("weekdays", "checked_against")
    fields: Mapping[str, Any] = form.base_fields  # type: ignore[attr-defined]
    return {name: (data.getlist if name in several else data.get)(f"{prefix}{name}") for name in fields}


def _keys(data: QueryDict, name: str) -> list[int]:
    """Each once, in the order of the page; what is no key is left out."""
    found = [int(one) for one in data.getlist(name) if one.isascii() and one.isdigit() and int(one) <= MOST_KEY]
    return list(dict.fromkeys(found))


def _line_keys(data: QueryDict, shelf: TemplateShelf) -> list[int]:
    """Of exercises that the clinic can see; others cannot have stood on the page."""
    keys = _keys(data, "line")[:MOST_LINES]
    slugs = {key: data.get(f"line-{key}-exercise", "").replace("\0", "")[:60] for key in keys}
    shelf.know(slugs.values())
    return [key for key in keys if slugs[key] in shelf.known]


def _moved(keys: list[int], key: str, by: int) -> list[int]:
    """One place up or down; at the end of the list nothing happens."""
    here = next((place for place, one in enumerate(keys) if str(one) == key), None)
    if here is None or not 0 <= here + by < len(keys):
        return keys
    moved = list(keys)
    moved[here], moved[here + by] = moved[here + by], moved[here]
    return moved


def _with_phase(keys: list[int]) -> tuple[list[int], str]:
    if len(keys) >= MOST_PHASES:
        return keys, _("A template has at most %(most)d phases.") % {"most": MOST_PHASES}
    return [*keys, max(keys, default=0) + 1], ""


def _cannot_add(exercise: Exercise | None, lines: list[int]) -> str:
    if exercise is None:
        return _("Choose an exercise first.")
    if len(lines) >= MOST_LINES:
        return _("A template has at most %(most)d exercises.") % {"most": MOST_LINES}
    return ""


def _added(exercise: Exercise, key: int, shelf: TemplateShelf) -> LineForm:
    """In its own usual dose, every day, in every phase."""
    usual = {
        name: getattr(exercise, f"default_{name}")
        for name in ("sets", "reps", "hold_seconds", "breaths", "rest_seconds")
    }
    usual |= {"times_per_day": 1, "weekdays": days_of(EVERY_DAY)}
    return LineForm(key=key, exercise=exercise, variants=shelf.variants(exercise.slug), initial=usual)
