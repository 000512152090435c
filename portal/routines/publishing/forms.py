"""What a therapist fills in before publishing."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import day
from portal.routines.actions import REVIEW_AFTER
from portal.routines.fields import from_today


class PublishForm(forms.Form):
    review_by_on = day(_("Next review"), help_text=_("From this day the patient stands on your list."))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"review_by_on": today + REVIEW_AFTER})
        self.today = today

    def clean_review_by_on(self) -> date | None:
        return from_today(self.cleaned_data["review_by_on"], self.today)
