"""Numbers in forms, with one sentence for whatever is wrong. Words and days stand in accounts.fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import BaseValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


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
