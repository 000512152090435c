from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_PAUSE = timedelta(days=366)


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Start again on"),
        help_text=_("Until that day no reminder comes."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day on which reminders start again."),
            "invalid": _("Write the day like this: 2026-12-24."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + LONGEST_PAUSE).isoformat(),
        }

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise ValidationError(_("Choose a day after today."))
        if until > self.today + LONGEST_PAUSE:
            raise ValidationError(_("Choose a day within a year."))
        return until


class SwitchForm(forms.Form):
    """Which of the two buttons was pressed."""

    wanted = forms.ChoiceField(choices=[("on", "on"), ("off", "off")])
