"""Days of the week and other bits, as tick boxes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _


def several(label: Any, choices: Any, *, sentence: Any) -> forms.TypedMultipleChoiceField:
    """Tick boxes; the choices are bits."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": sentence, "invalid_choice": sentence, "invalid_list": sentence},
    )


def weekday_choices() -> list[tuple[int, Any]]:
    return [(1 << number, WEEKDAYS_ABBR[number]) for number in range(7)]


def bits_of(number: int, width: int) -> list[int]:
    return [1 << place for place in range(width) if number >> place & 1]


def from_today(wanted: date | None, today: date) -> date | None:
    if wanted and wanted < today:
        raise forms.ValidationError(_("Choose today or a later day."))
    return wanted
