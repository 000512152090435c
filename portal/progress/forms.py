"""What a therapist fills in on the patient's page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import day
from portal.routines.actions import REVIEW_AFTER

LONGEST = timedelta(days=366)


class SeenForm(forms.Form):
    """When the page was made: what was written later has not been seen. Without it, nothing counts as seen."""

    seen_at = forms.FloatField(widget=forms.HiddenInput)

    def moment(self, now: datetime) -> datetime:
        if not self.is_valid():
            return datetime.min.replace(tzinfo=UTC)
        try:
            return min(datetime.fromtimestamp(self.cleaned_data["seen_at"], UTC), now)
        except (ValueError, OverflowError, OSError):
            return datetime.min.replace(tzinfo=UTC)


class ReviewForm(forms.Form):
    use_required_attribute = False

    next_review_by_on = day(_("Next review"), required=True)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"next_review_by_on": today + REVIEW_AFTER})
        self.today = today

    def clean_next_review_by_on(self) -> date:
        on: date = self.cleaned_data["next_review_by_on"]
        if not self.today < on <= self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day after today, within a year."))
        return on
