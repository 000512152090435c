"""Why a therapist must look, and what an admin says to it afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import FROM_THE_LIST, WordsField, day
from accounts.models import EmergencyDecision, EmergencyReason

OLDEST = timedelta(days=366 * 120)
YEAR = _("Write the year with four digits, such as 1948.")


class CoverForm(forms.Form):
    """`born_on` is asked for only where two have the same name and year."""

    use_required_attribute = False

    name = WordsField(
        label=_("The patient’s whole name"),
        max_length=120,
        required=True,
        help_text=_("As it stands in the clinic’s records."),
        error_messages={"required": _("Fill in the patient’s name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    year = forms.CharField(
        label=_("Year of birth"),
        max_length=10,
        error_messages={"required": YEAR, "max_length": YEAR},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    born_on = day(_("Date of birth"), help_text=_("Only where two patients have the same name and year."))
    reason = forms.ChoiceField(
        label=_("Why you must look"),
        choices=EmergencyReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    words = WordsField(
        label=_("In your own words"),
        max_length=500,
        rows=3,
        required=True,
        help_text=_(
            "The clinic’s admin and the patient read this. Say why you look; leave out what is wrong with the patient."
        ),
        error_messages={"required": _("Write in a few words why you must look.")},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_year(self) -> int:
        typed: str = self.cleaned_data["year"].strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) == len("1948")):
            raise forms.ValidationError(YEAR)
        if not self.today.year - OLDEST.days // 366 <= int(typed) <= self.today.year:
            raise forms.ValidationError(_("Look at the year again: it cannot be right."))
        return int(typed)


class ReviewForm(forms.Form):
    use_required_attribute = False

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=EmergencyDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    words = WordsField(
        label=_("In words"),
        max_length=500,
        rows=2,
        required=True,
        help_text=_("What you found out, and what follows from it. The patient does not read this."),
        error_messages={"required": _("Write in a few words what you found out.")},
    )
