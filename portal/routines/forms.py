"""What a therapist types in the builder and around it. Each form turns into what the actions take."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.fields import FROM_THE_LIST, WordsField, one_of, zone_choices
from exercises.fields import whole_number
from exercises.laterality import Laterality, choices_for
from exercises.models import ExerciseVariant
from exercises.weekdays import EVERY_DAY
from portal.routines.content import Answer, Dose
from portal.routines.dosing import MOST_TIMES
from portal.routines.fields import bits_of, several, weekday_choices
from portal.routines.models import PrescribedExercise


def number(label: Any, low: int, high: int, *, required: bool = False) -> forms.IntegerField:
    """A plain text box: a number box forgets what is not a number, and turns with the wheel of a mouse."""
    field = whole_number(label, low, high, required=required)
    field.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-number", "autocomplete": "off"})
    return field


class DoseForm(forms.Form):
    """One prescribed exercise of a draft. A hold of 0 means no hold."""

    use_required_attribute = False

    sets = number(_("Sets"), 1, 20, required=True)
    reps = number(_("Times"), 0, 200)
    hold_seconds = number(_("Hold, s"), 0, 600)
    breaths = number(_("Breaths"), 0, 60)
    rest_seconds = number(_("Rest, s"), 0, 600)
    resistance = WordsField(label=_("Resistance"), max_length=60)
    note = WordsField(label=_("Note"), max_length=500, rows=1)
    is_core = forms.BooleanField(label=_("For a bad day"), required=False)
    weekdays = several(_("Days"), weekday_choices(), sentence=_("Choose at least one day."))

    def __init__(
        self,
        data: Any = None,
        *,
        prescribed: PrescribedExercise,
        variants: Iterable[tuple[ExerciseVariant, str]] = (),
        times: Sequence[str] = ("",),
        name: str = "",
    ) -> None:
        super().__init__(data, prefix=str(prescribed.public_id), initial=_typed(prescribed, len(times)))
        self.prescribed = prescribed
        self.times = len(times)
        self.variants = {variant.slug: variant for variant, _name in variants}
        self.fields["side"] = _side(prescribed)
        self.fields["note"].label = _("Note to %(name)s") % {"name": name} if name else _("Note")
        named = [(variant.slug, label) for variant, label in variants]
        if named:
            self.fields["variant"] = one_of(_("Form"), [("", _("As in the library")), *named])
        if len(times) > 1:
            slots = [(1 << number, text) for number, text in enumerate(times)]
            sentence = _("Choose at least one time of the day.")
            self.fields["slots"] = several(_("Times of the day"), slots, sentence=sentence)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if self.errors.keys() & {"reps", "hold_seconds", "breaths"}:
            return cleaned
        if not (cleaned.get("reps") or cleaned.get("hold_seconds") or cleaned.get("breaths")):
            self.add_error("reps", _("Write how many times, or how long to hold."))
        if cleaned.get("hold_seconds") and cleaned.get("breaths"):
            self.add_error("breaths", _("Write seconds or breaths, not both."))
        return cleaned

    def dose(self, *, times: int, answer: Answer | None = None, left_out: list[str] | None = None) -> Dose:
        """`times` is how many times of the day there are from now on; those that were taken away no longer count."""
        typed = self.cleaned_data
        slots = sum(typed.get("slots") or [])
        is_every_time = slots == (1 << self.times) - 1
        return Dose(
            side=typed["side"],
            sets=typed["sets"],
            reps=typed["reps"] or None,
            hold_seconds=typed["hold_seconds"] or None,
            breaths=typed["breaths"] or None,
            rest_seconds=typed["rest_seconds"] or 0,
            resistance=typed["resistance"],
            note=typed["note"],
            is_core=typed["is_core"],
            weekdays=sum(typed["weekdays"]),
            slots=0 if is_every_time else slots & ((1 << times) - 1),
            variant=self.variants.get(typed.get("variant") or ""),
            answer=answer,
            cautions_left_out=left_out,
        )


def _side(prescribed: PrescribedExercise) -> forms.ChoiceField:
    laterality = prescribed.exercise.laterality
    field = one_of(_("Side"), [(one.value, one.label) for one in choices_for(laterality)], required=True)
    is_for_both = laterality == Laterality.BILATERAL
    field.error_messages["invalid_choice"] = (
        _("This exercise works both legs together, so it has no side. Choose Both legs.")
        if is_for_both
        else FROM_THE_LIST
    )
    return field


def _typed(row: PrescribedExercise, times: int) -> dict[str, Any]:
    return {
        "side": row.side,
        "sets": row.sets,
        "reps": row.reps,
        "hold_seconds": row.hold_seconds,
        "breaths": row.breaths,
        "rest_seconds": row.rest_seconds or None,
        "resistance": row.resistance,
        "note": row.note,
        "is_core": row.is_core,
        "weekdays": bits_of(row.weekdays & EVERY_DAY, 7),
        "slots": bits_of(row.slots or (1 << times) - 1, times),
        "variant": row.variant.slug if row.variant else "",
    }


class DraftForm(forms.Form):
    """What is one for the whole draft: clock times where the patient lives, and what changed in the therapist's words."""

    use_required_attribute = False

    change_notice = WordsField(label=_("Change in your words"), max_length=500, rows=3)

    def __init__(
        self,
        data: Any = None,
        *,
        times: list[str] | None = None,
        change_notice: str = "",
        learn_pages: Sequence[str] = (),
        offered: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`offered`: slug and title of the Learn pages that the clinic has adopted; `learn_pages`: those of the draft."""
        given = {f"time_{number}": text for number, text in enumerate(times or [], start=1)}
        super().__init__(data, initial={"change_notice": change_notice, "learn_pages": list(learn_pages), **given})
        self.fields["learn_pages"] = forms.MultipleChoiceField(
            label=_("Pages to read"),
            required=False,
            choices=offered,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose from the list."), "invalid_list": _("Choose from the list.")},
        )
        self.time_names = [f"time_{number}" for number in range(1, max(MOST_TIMES, len(given)) + 1)]
        for number, name in enumerate(self.time_names, start=1):
            self.fields[name] = _clock_time(number)

    @property
    def time_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.time_names]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if self.errors.keys() & set(self.time_names):
            return cleaned
        given = [cleaned[name] for name in self.time_names if cleaned.get(name)]
        if not given:
            self.add_error("time_1", _("Fill in at least one time of the day."))
        elif len(given) != len(set(given)):
            self.add_error("time_1", _("Write each time of the day once."))
        return cleaned

    def times(self) -> list[str]:
        found = [self.cleaned_data.get(name) for name in self.time_names]
        return [f"{one:%H:%M}" for one in found if isinstance(one, time)]


class ForAllForm(forms.Form):
    """Days and times of the day for all exercises at once. Where they differ now, nothing is ticked at first."""

    use_required_attribute = False

    weekdays = several(_("Days"), weekday_choices(), sentence=_("Choose at least one day."))

    def __init__(
        self, data: Any = None, *, rows: Iterable[PrescribedExercise] = (), times: Sequence[str] = ("",)
    ) -> None:
        given = list(rows)
        days = {row.weekdays for row in given}
        slots = {row.slots or (1 << len(times)) - 1 for row in given}
        same = {"weekdays": days.pop() if len(days) == 1 else 0, "slots": slots.pop() if len(slots) == 1 else 0}
        initial = {"weekdays": bits_of(same["weekdays"] & EVERY_DAY, 7), "slots": bits_of(same["slots"], len(times))}
        super().__init__(data, prefix="all", initial=initial)
        self.times = len(times)
        if self.times > 1:
            choices = [(1 << place, text) for place, text in enumerate(times)]
            sentence = _("Choose at least one time of the day.")
            self.fields["slots"] = several(_("At these times"), choices, sentence=sentence)

    def set_on(self, dose: Dose, *, times: int) -> Dose:
        """`times` is how many times of the day there are from now on."""
        slots = sum(self.cleaned_data.get("slots") or [])
        is_every_time = self.times < 2 or slots == (1 << self.times) - 1
        kept = 0 if is_every_time else slots & ((1 << times) - 1)
        return replace(dose, weekdays=sum(self.cleaned_data["weekdays"]), slots=kept)


def _clock_time(number: int) -> forms.TimeField:
    return forms.TimeField(
        label=format_lazy(_("Time {number}"), number=number),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as hours and minutes, such as 09:00.")},
    )


class TimeZoneForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any = None, *, time_zone: str) -> None:
        super().__init__(data, initial={"time_zone": time_zone})
        self.fields["time_zone"] = one_of(_("Time zone"), zone_choices(), required=True)
