"""What form fields of every room share: complaints that say what to do."""

from __future__ import annotations

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

HIDDEN_CHARACTER = _("This text holds a hidden character. Please type it again.")
TOO_LONG = _("This text is too long. Keep it to %(limit_value)d characters; it has %(show_value)d.")
FROM_THE_LIST = _("Choose one from the list.")
NOT_PLACES = ("Etc/", "posix/", "right/", "US/", "SystemV/")


def plain(text: str) -> str:
    """A name or a search from the address bar: short, and without what a database refuses."""
    return text.replace("\0", "")[:200]


def say_what_to_do(field: forms.CharField) -> None:
    """Our sentences in place of Django's, which speak of null characters."""
    field.validators = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]
    field.validators.append(ProhibitNullCharactersValidator(HIDDEN_CHARACTER))
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = TOO_LONG


class WordsField(forms.CharField):
    """Text of a limited length."""

    def __init__(self, *, max_length: int, label: Any = None, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("required", False)
        super().__init__(max_length=max_length, label=label, **kwargs)
        say_what_to_do(self)


def one_of(label: Any, choices: Any, *, required: bool = False, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        error_messages={"invalid_choice": FROM_THE_LIST, "required": FROM_THE_LIST},
        **more,
    )


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Write the date as year, month, day, such as 2026-11-19."),
            "required": _("Fill in the date."),
        },
    )


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Places, not abbreviations: Europe/Paris follows the clock changes, EST does not."""
    names = sorted(zoneinfo.available_timezones())
    places = [name for name in names if "/" in name and not name.startswith(NOT_PLACES)]
    return [(name, name.replace("_", " ")) for name in ["UTC", *places]]
