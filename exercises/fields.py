"""What form fields of every room share: complaints that say what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

HIDDEN_CHARACTER = _("This text holds a hidden character. Please type it again.")
TOO_LONG = _("This text is too long. Keep it to %(limit_value)d characters; it has %(show_value)d.")


def say_what_to_do(field: forms.CharField) -> None:
    """Our sentences in place of Django's, which speak of null characters."""
    field.validators = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]
    field.validators.append(ProhibitNullCharactersValidator(HIDDEN_CHARACTER))
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = TOO_LONG


def whole_number(label: Any, low: int, high: int, *, required: bool = False, help_text: Any = "") -> forms.IntegerField:
    sentence = format_lazy(_("Write a whole number from {low} to {high}."), low=low, high=high)
    field = forms.IntegerField(
        label=label,
        required=required,
        min_value=low,
        max_value=high,
        help_text=help_text,
        error_messages={"invalid": sentence, "required": sentence},
    )
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = sentence
    if low >= 0:  # a phone's digits-only keyboard has no minus
        field.widget.attrs["inputmode"] = "numeric"
    return field
