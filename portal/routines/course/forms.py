"""What a therapist fills in to pause or end a routine."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, day
from portal.routines.fields import from_today

LONGEST_PAUSE = timedelta(days=366)


class PauseForm(forms.Form):
    use_required_attribute = False

    starts_on = day(_("First day"), required=True)
    ends_on = day(_("Last day"), required=True)
    reason = WordsField(label=_("Reason"), max_length=200)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        self.today = today

    def clean_starts_on(self) -> date | None:
        return from_today(self.cleaned_data["starts_on"], self.today)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first day."))
        elif first and last and last - first > LONGEST_PAUSE:
            self.add_error("ends_on", _("A pause can last a year at most. End the routine instead."))
        return self.cleaned_data
