"""The parts of the page on which a clinic changes its own template: the head, one phase, one exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.fields import whole_number
from exercises.own.fields import LinesField, WordsField, one_of
from exercises.own_templates.content import OwnLine
from exercises.precautions import Precaution
from exercises.weekdays import EVERY_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exercises.models import Exercise, ExerciseVariant, RoutineTemplate

LAST_WEEK = 520
LONGEST_NOTE = 500
CHOOSE_DAYS = gettext_lazy("Choose at least one day.")


class Counting(TextChoices):
    WEEKS = "weeks", gettext_lazy("In weeks")
    STAGES = "stages", gettext_lazy("In stages, by criteria")


class HeadForm(forms.Form):
    use_required_attribute = False

    name = WordsField(label=gettext_lazy("Name"), longest=120, rows=0)
    for_whom = WordsField(label=gettext_lazy("For whom"), longest=500)
    how_often = WordsField(label=gettext_lazy("How often"), longest=500)
    counting = one_of(gettext_lazy("How its phases are counted"), Counting.choices)
    leads_to = one_of(gettext_lazy("Leads to"), [])
    besides = LinesField(
        label=gettext_lazy("Besides"),
        rows=3,
        help_text=gettext_lazy("Walking and other things that are not in the library. One a line."),
    )
    checked_against = forms.MultipleChoiceField(
        label=gettext_lazy("Made for these precautions"),
        required=False,
        choices=Precaution.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The page of the template says how its exercises stand against them."),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )

    def __init__(self, *args: Any, others: Iterable[RoutineTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["leads_to"]
        field.required = False
        field.choices = [("", _("No other template")), *((one.slug, one.name) for one in others)]  # type: ignore[attr-defined]

    @property
    def is_open(self) -> bool:
        """What is seldom needed stands folded."""
        return bool(self.is_bound and self.errors.keys() & {"besides", "checked_against", "leads_to"})

    def clean_name(self) -> str:
        return self._needed("name", _("Write the name of the template."))

    def clean_for_whom(self) -> str:
        return self._needed("for_whom", _("Write for whom it is, in one sentence."))

    def clean_how_often(self) -> str:
        return self._needed("how_often", _("Write how often, such as “three days a week”."))

    def _needed(self, name: str, sentence: str) -> str:
        if not self.cleaned_data[name]:
            raise forms.ValidationError(sentence)
        return str(self.cleaned_data[name])


class PhaseForm(forms.Form):
    """`number` is its place, from 1. How it fits between its neighbours is looked at in `typed`."""

    use_required_attribute = False

    name = WordsField(label=gettext_lazy("Name"), longest=80, rows=0)
    from_week = whole_number(gettext_lazy("From week"), 0, LAST_WEEK)
    to_week = whole_number(gettext_lazy("To week"), 0, LAST_WEEK)
    lasts_weeks = whole_number(gettext_lazy("Lasts, weeks"), 1, 104)
    move_on_when = LinesField(
        label=gettext_lazy("Move on when"), rows=3, help_text=gettext_lazy("What a therapist looks at. One a line.")
    )

    def __init__(self, data: Any = None, *, key: int, number: int, initial: Any = None) -> None:
        super().__init__(data, prefix=f"phase-{key}", initial=initial)
        self.key, self.number = key, number

    def clean_name(self) -> str:
        if not self.cleaned_data["name"]:
            raise forms.ValidationError(_("Name the phase, such as “Weeks 1 to 4”."))
        return str(self.cleaned_data["name"])


class LineForm(forms.Form):
    """One exercise. The limits are the builder's: what stands here can be prescribed as it is."""

    use_required_attribute = False

    variant = one_of(gettext_lazy("Form"), [])
    sets = whole_number(gettext_lazy("Sets"), 1, 20, required=True)
    reps = whole_number(gettext_lazy("Times"), 0, 200)
    hold_seconds = whole_number(gettext_lazy("Hold, s"), 0, 600)
    breaths = whole_number(gettext_lazy("or breaths"), 0, 60)
    rest_seconds = whole_number(gettext_lazy("Rest, s"), 0, 600)
    resistance = WordsField(label=gettext_lazy("Resistance"), longest=60, rows=0)
    times_per_day = whole_number(gettext_lazy("Times a day"), 1, 4, required=True)
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        coerce=int,
        choices=[(1 << number, WEEKDAYS_ABBR[number]) for number in range(7)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE_DAYS, "invalid_choice": CHOOSE_DAYS, "invalid_list": CHOOSE_DAYS},
    )
    from_week = whole_number(gettext_lazy("From week"), 0, LAST_WEEK)
    to_week = whole_number(gettext_lazy("To week"), 0, LAST_WEEK)
    is_core = forms.BooleanField(label=gettext_lazy("Core, for bad days"), required=False)
    is_optional = forms.BooleanField(
        label=gettext_lazy("Offered, not part of the draft"),
        required=False,
    )
    note = WordsField(label=gettext_lazy("Note for the patient"), longest=LONGEST_NOTE, rows=1)
    staff_note = WordsField(label=gettext_lazy("Note for staff"), longest=LONGEST_NOTE, rows=1)

    FOLDED = ("breaths", "rest_seconds", "resistance", "is_core", "is_optional")

    def __init__(
        self,
        data: Any = None,
        *,
        key: int,
        exercise: Exercise,
        variants: Sequence[tuple[ExerciseVariant, str]],
        initial: Any = None,
    ) -> None:
        super().__init__(data, prefix=f"line-{key}", initial=initial)
        self.key, self.exercise = key, exercise
        self._variants = {variant.slug: variant for variant, _name in variants}
        field = self.fields["variant"]
        field.required = False
        field.choices = [("", _("The usual form")), *((one.slug, name) for one, name in variants)]  # type: ignore[attr-defined]

    @property
    def has_folded_errors(self) -> bool:
        return bool(self.is_bound and self.errors.keys() & set(self.FOLDED))

    @property
    def chosen(self) -> ExerciseVariant | None:
        """The form that is chosen at the moment, saved or not."""
        return self._variants.get(str(self["variant"].value() or ""))

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not self.errors.keys() & {"reps", "hold_seconds", "breaths"}:
            if not (typed.get("reps") or typed.get("hold_seconds") or typed.get("breaths")):
                self.add_error("reps", _("Write how many times, or how long to hold."))
            if typed.get("hold_seconds") and typed.get("breaths"):
                self.add_error("breaths", _("Write seconds or breaths, not both."))
        first, last = typed.get("from_week"), typed.get("to_week")
        if first is not None and last is not None and last < first:
            self.add_error("to_week", _("The last week must not be before the first."))
        return typed

    def line(self) -> OwnLine:
        typed = dict(self.cleaned_data)
        for name in ("reps", "hold_seconds", "breaths"):
            typed[name] = typed[name] or None
        typed["rest_seconds"] = typed["rest_seconds"] or 0
        typed["weekdays"] = sum(set(typed["weekdays"])) & EVERY_DAY
        typed["variant"] = self._variants.get(typed["variant"])
        return OwnLine(exercise=self.exercise, **typed)
