"""The clinic's own page: what stands on every page of a patient."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, day, one_of, zone_choices
from accounts.models import Clinic

# A phone must be able to call it, so it is digits and what people write between them.
NUMBER = re.compile(r"\+?[0-9 ()./-]+", re.ASCII)
FEWEST_DIGITS = 2  # 15, 17 and 18 in France
LONGEST_ABSENCE = timedelta(days=366)


class NumberField(WordsField):
    def clean(self, value: Any) -> str:
        number: str = super().clean(value)
        if not NUMBER.fullmatch(number) or sum(character.isdigit() for character in number) < FEWEST_DIGITS:
            raise forms.ValidationError(_("Write the number with digits and spaces only, such as +33 5 55 01 42."))
        return number


class DetailsForm(forms.Form):
    use_required_attribute = False

    name = WordsField(
        label=_("Name of the clinic"),
        max_length=120,
        required=True,
        error_messages={"required": _("Fill in the clinic’s name.")},
    )
    phone = NumberField(
        label=_("Phone"),
        max_length=40,
        required=True,
        help_text=_("Top right on every page of a patient, and in the stop-and-call text."),
        error_messages={"required": _("Fill in the phone number. Without it no routine can be published.")},
    )
    emergency_number = NumberField(
        label=_("Emergency number"),
        max_length=40,
        required=True,
        help_text=_("Whom patients call when it cannot wait: 112, 911, 999."),
        error_messages={"required": _("Fill in the emergency number. Without it no routine can be published.")},
    )
    hours = WordsField(
        label=_("Hours"), max_length=200, help_text=_("When somebody answers the phone: Monday to Friday, 8 to 5.")
    )
    out_of_office = WordsField(
        label=_("While you are closed"),
        max_length=300,
        rows=2,
        help_text=_("Patients read this at the top of their pages on the days below. Say whom they can call."),
    )
    out_of_office_from_on = day(_("First day"))
    out_of_office_until_on = day(_("Last day"))

    def __init__(self, data: Any = None, *, clinic: Clinic) -> None:
        names = [*self.base_fields, "time_zone", "language"]
        super().__init__(data, initial={name: getattr(clinic, name) for name in names})
        self.fields["time_zone"] = one_of(
            _("Time zone"), zone_choices(), required=True, help_text=_("Of the clinic, and of each new patient.")
        )
        self.fields["language"] = one_of(
            _("Language"), settings.LANGUAGES, required=True, help_text=_("Of each new patient.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        names = ("out_of_office", "out_of_office_from_on", "out_of_office_until_on")
        if self.errors.keys() & set(names):
            return cleaned
        words, first, last = (cleaned.get(name) for name in names)
        if (first or last) and not words:
            self.add_error("out_of_office", _("Write what patients should read on these days, or empty the days."))
        if (words or last) and not first:
            self.add_error("out_of_office_from_on", _("Fill in the first day, or empty all three."))
        if (words or first) and not last:
            self.add_error("out_of_office_until_on", _("Fill in the last day, or empty all three."))
        if first and last and last < first:
            self.add_error("out_of_office_until_on", _("The last day must not be before the first day."))
        elif first and last and last - first > LONGEST_ABSENCE:
            self.add_error("out_of_office_until_on", _("Look at the year again: this is longer than a year."))
        return cleaned
