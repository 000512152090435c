"""The dose with which a routine begins, and what is needed for the exercise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.fields import whole_number
from exercises.models import Exercise
from exercises.own.content import DOSE
from exercises.own.fields import LinesField, WordsField

LONGEST_EQUIPMENT = 80


class DoseForm(forms.Form):
    """The limits are the builder's: what stands here can be prescribed as it is."""

    use_required_attribute = False

    default_sets = whole_number(gettext_lazy("Sets"), 1, 20, required=True)
    default_reps = whole_number(gettext_lazy("Times"), 0, 200)
    default_hold_seconds = whole_number(gettext_lazy("Hold, s"), 0, 600)
    default_breaths = whole_number(gettext_lazy("or breaths"), 0, 60)
    default_rest_seconds = whole_number(gettext_lazy("Rest, s"), 0, 600)
    seconds_per_rep = whole_number(
        gettext_lazy("Seconds for one time"),
        1,
        600,
        required=True,
        help_text=gettext_lazy("With its hold; from it the length of a session is estimated."),
    )
    tempo = WordsField(label=gettext_lazy("Tempo"), longest=200, rows=0)
    equipment = LinesField(
        label=gettext_lazy("Needs"), longest_line=LONGEST_EQUIPMENT, rows=3, help_text=gettext_lazy("One a line.")
    )

    def __init__(self, data: Any = None, *, own: Exercise) -> None:
        initial = {name: getattr(own, name) for name in DOSE} | {"equipment": "\n".join(own.equipment)}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if self.errors.keys() & {"default_reps", "default_hold_seconds", "default_breaths"}:
            return typed
        hold, breaths = typed.get("default_hold_seconds"), typed.get("default_breaths")
        if not (typed.get("default_reps") or hold or breaths):
            self.add_error("default_reps", _("Write how many times, or how long to hold."))
        if hold and breaths:
            self.add_error("default_breaths", _("Write seconds or breaths, not both."))
        return typed

    def dose(self) -> dict[str, Any]:
        """As the columns of an exercise; 0 means none."""
        typed = dict(self.cleaned_data)
        for name in ("default_reps", "default_hold_seconds", "default_breaths"):
            typed[name] = typed[name] or None
        return typed | {"default_rest_seconds": typed["default_rest_seconds"] or 0}
