"""A new patient: whom the record is about. The clinical profile on the same page is profile_form.py."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, day, one_of, zone_choices
from accounts.invitations.forms import AddressField
from accounts.invitations.refusals import why_no_login
from accounts.models import Clinic

OLDEST = timedelta(days=366 * 120)


class NewPatientForm(forms.Form):
    use_required_attribute = False

    name = WordsField(
        label=_("Name"),
        max_length=120,
        required=True,
        error_messages={"required": _("Fill in the patient’s name.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    born_on = day(_("Date of birth"), required=True)
    email = AddressField(
        label=_("E-mail"),
        required=False,
        help_text=_("For an invitation, which leaves at once. Leave it empty: a login can be added later."),
    )

    def __init__(self, data: Any = None, *, clinic: Clinic, today: date) -> None:
        super().__init__(data, initial={"time_zone": clinic.time_zone, "language": clinic.language})
        self.clinic, self.today = clinic, today
        self.fields["language"] = one_of(_("Language"), settings.LANGUAGES, required=True)
        self.fields["time_zone"] = one_of(_("Time zone"), zone_choices(), required=True)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and (refused := why_no_login(email, self.clinic)):
            raise forms.ValidationError(refused)
        return email

    def record(self) -> dict[str, Any]:
        """Of the patient; the address belongs to the invitation."""
        return {name: value for name, value in self.cleaned_data.items() if name != "email"}

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if not self.today - OLDEST < born_on < self.today:
            raise forms.ValidationError(_("Look at the year again: this date of birth cannot be right."))
        return born_on
