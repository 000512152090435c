"""What an admin types about a patient."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.clinic.team.page import by_key, choices_of
from accounts.fields import WordsField, day, one_of
from accounts.models import Patient, TreatmentLink, User

OLDEST = timedelta(days=366 * 120)
AT_MOST_AHEAD = timedelta(days=366)


class RecordForm(forms.Form):
    use_required_attribute = False

    name = WordsField(
        label=_("Name"), max_length=120, required=True, error_messages={"required": _("Fill in the patient’s name.")}
    )
    born_on = day(_("Date of birth"), required=True)

    def __init__(self, data: Any = None, *, patient: Patient, today: date) -> None:
        super().__init__(data, initial={name: getattr(patient, name) for name in ("name", "born_on", "language")})
        self.today = today
        self.fields["language"] = one_of(
            _("Language"),
            settings.LANGUAGES,
            required=True,
            help_text=_("Of paper, and of mail to a patient who has not chosen another one."),
        )

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if not self.today - OLDEST < born_on < self.today:
            raise forms.ValidationError(_("Look at the year again: this date of birth cannot be right."))
        return born_on


class TreatmentForm(forms.Form):
    use_required_attribute = False

    starts_on = day(_("From"), required=True)
    ends_on = day(_("Until, if known"))

    def __init__(self, data: Any = None, *, therapists: list[User], today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        self.therapists, self.today = therapists, today
        self.fields["therapist"] = one_of(_("Therapist"), [("", _("Choose")), *choices_of(therapists)], required=True)

    def clean_therapist(self) -> User:
        return by_key(self.therapists)[self.cleaned_data["therapist"]]

    def clean_starts_on(self) -> date:
        """Nobody treated anybody in secret: it begins today or later."""
        starts_on: date = self.cleaned_data["starts_on"]
        if not self.today <= starts_on <= self.today + AT_MOST_AHEAD:
            raise forms.ValidationError(_("Choose today or a day within a year."))
        return starts_on

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first day."))
        elif first and last and last > first + 10 * AT_MOST_AHEAD:
            self.add_error("ends_on", _("Look at the year again: leave it empty where there is no end yet."))
        return self.cleaned_data


class EndForm(forms.Form):
    use_required_attribute = False

    last = day(_("Last day of the treatment"), required=True)

    def __init__(self, data: Any = None, *, link: TreatmentLink, today: date) -> None:
        super().__init__(data, initial={"last": today})
        self.link, self.today = link, today

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        if not self.today <= last <= self.today + AT_MOST_AHEAD:
            raise forms.ValidationError(_("Choose today or a day within a year."))
        return last
