"""One order of the surgeon: written down, changed, lifted; or that there is none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, day, one_of
from portal.routines.intake.orders import OTHER, RULES, OrderContent, heading, usual_words
from portal.routines.intake.profile_form import LONGEST_ORDER
from portal.routines.models import ClinicalProfile, PrecautionOrder

BEGINS_WITHIN = timedelta(days=366)
WRONG_YEAR = _("Look at the year again: this date cannot be right.")
STILL_TO_COME = _("This day is still to come. Fill in today or an earlier day.")


class OrderForm(forms.Form):
    use_required_attribute = False

    rule = one_of(
        _("What is ordered"), [(key, name) for key, (name, _words) in RULES.items()], widget=forms.RadioSelect
    )
    words = WordsField(
        label=_("In words"),
        max_length=200,
        help_text=_("Empty: the usual words, which are not yet reviewed by a clinician."),
    )
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"), help_text=_("Empty: until the surgeon lifts it."))
    ordered_by = WordsField(label=_("Ordered by"), max_length=120, initial=_("the surgeon"))

    def __init__(self, data: Any = None, *, order: PrecautionOrder | None = None, born_on: date, today: date) -> None:
        super().__init__(data, initial={name: getattr(order, name) for name in self.base_fields} if order else {})
        self.born_on, self.today = born_on, today
        if order and order.rule not in RULES:
            field: Any = self.fields["rule"]
            field.choices = [*field.choices, (order.rule, heading(order.rule))]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        self._ask("rule", _("Choose what is ordered."))
        self._ask("starts_on", _("Fill in from which day it holds."))
        self._ask("ordered_by", _("Write who ordered it."))
        if typed.get("rule") == OTHER:
            self._ask("words", _("Write in words what is ordered."))
        first, last = typed.get("starts_on"), typed.get("ends_on")
        if first and first < self.born_on:
            self.add_error("starts_on", _("This is before the patient was born. Look at the year again."))
        elif first and first > self.today + BEGINS_WITHIN:
            self.add_error("starts_on", WRONG_YEAR)
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first day."))
        elif last and last > self.today + LONGEST_ORDER:
            self.add_error("ends_on", WRONG_YEAR)
        return typed

    def content(self) -> OrderContent:
        typed = self.cleaned_data
        return OrderContent(**(typed | {"words": typed["words"] or usual_words(typed["rule"])}))

    def _ask(self, name: str, sentence: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class LiftForm(forms.Form):
    use_required_attribute = False

    lifted_on = day(_("Free from this day on"), required=True)
    lifted_by = WordsField(
        label=_("Who said so"),
        max_length=120,
        required=True,
        initial=_("the surgeon"),
        error_messages={"required": _("Write who said so, such as: the surgeon.")},
    )

    def __init__(self, data: Any = None, *, order: PrecautionOrder, today: date) -> None:
        super().__init__(data, initial={"lifted_on": today})
        self.order, self.today = order, today

    def clean_lifted_on(self) -> date:
        on: date = self.cleaned_data["lifted_on"]
        if on > self.today:
            raise forms.ValidationError(STILL_TO_COME)
        if on < self.order.starts_on:
            raise forms.ValidationError(_("It had not begun on that day. Choose its first day or a later one."))
        return on


class NoPrecautionsForm(forms.Form):
    use_required_attribute = False

    since_on = day(_("From this day on"), required=True)
    said_by = WordsField(
        label=_("Who said so"),
        max_length=120,
        required=True,
        initial=_("the surgeon"),
        error_messages={"required": _("Write who said so, such as: the surgeon.")},
    )

    def __init__(self, data: Any = None, *, profile: ClinicalProfile | None, born_on: date, today: date) -> None:
        self.operated_on = profile.operated_on if profile else None
        super().__init__(data, initial={"since_on": self.operated_on or today})
        self.born_on, self.today = born_on, today

    def clean_since_on(self) -> date:
        on: date = self.cleaned_data["since_on"]
        if on > self.today:
            raise forms.ValidationError(STILL_TO_COME)
        if self.operated_on and on < self.operated_on:
            raise forms.ValidationError(_("This is before the operation. Choose its day or a later one."))
        if on < self.born_on:
            raise forms.ValidationError(_("This is before the patient was born. Look at the year again."))
        return on
