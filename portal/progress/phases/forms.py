"""Until when the patient stays in the phase."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import day
from portal.routines.fields import from_today

ONE_WEEK = timedelta(weeks=1)
LONGEST = timedelta(days=366)


class StayForm(forms.Form):
    use_required_attribute = False

    phase_ends_on = day(_("Last day"), required=True)

    def __init__(self, data: Any = None, *, today: date, ends_on: date | None) -> None:
        proposed = max(ends_on or today, today) + ONE_WEEK
        super().__init__(data, initial={"phase_ends_on": proposed})
        self.today = today

    def clean_phase_ends_on(self) -> date | None:
        wanted = from_today(self.cleaned_data["phase_ends_on"], self.today)
        if wanted and wanted - self.today > LONGEST:
            raise forms.ValidationError(_("Choose a day within a year. To go on without an end, leave the phases."))
        return wanted
