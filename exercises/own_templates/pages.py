"""What the change page of an own template shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from exercises.models import RoutineTemplate
from exercises.models.texts import ShownExercise
from exercises.own.complaints import complaints
from exercises.own_templates.forms import LineForm, PhaseForm
from exercises.own_templates.shelf import TemplateShelf
from exercises.own_templates.typed import Sheet
from exercises.pictures import Picture

if TYPE_CHECKING:
    from accounts.models import Clinic


@dataclass(frozen=True)
class LineOfPage:
    form: LineForm
    shown: ShownExercise
    picture: Picture | None
    hindrance: str
    number: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ChangePage:
    """`version` is that of the present state: who has read the notice of a clash may save over it."""

    own: RoutineTemplate | None
    sheet: Sheet
    lines: list[LineOfPage]
    choices: list[tuple[str, list[tuple[str, str]]]]
    version: int
    has_clash: bool
    errors: list[dict[str, str]]

    @property
    def phases(self) -> list[PhaseForm]:
        return self.sheet.phases


def find_own_template(clinic: Clinic, slug: str) -> RoutineTemplate:
    """404 for what is not this clinic's own, the shared library included."""
    found = RoutineTemplate.objects.filter(clinic=clinic, slug=slug).with_adoption(clinic).first()
    if found is None:
        raise Http404
    return found


def change_page(sheet: Sheet, shelf: TemplateShelf, *, version: int, has_clash: bool = False) -> ChangePage:
    own, figure = shelf.own, shelf.clinic.figure
    lines = [
        LineOfPage(
            form=form,
            shown=form.exercise.shown_in(shelf.language, form.chosen),
            picture=form.exercise.picture("end", variant=form.chosen, figure=figure),
            hindrance=shelf.hindrance(form.exercise, form.chosen),
            number=number,
            is_first=number == 1,
            is_last=number == len(sheet.lines),
        )
        for number, form in enumerate(sheet.lines, start=1)
    ]
    named = [
        ("", sheet.head),
        *((form["name"].value() or form.number, form) for form in sheet.phases),
        *((line.shown.shown_name, line.form) for line in lines),
    ]
    return ChangePage(
        own=own,
        sheet=sheet,
        lines=lines,
        choices=shelf.choices,
        version=version,
        has_clash=has_clash,
        errors=complaints(named),
    )
