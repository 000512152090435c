"""Form fields whose every complaint says what to do."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from exercises.fields import say_what_to_do


def plain(text: str) -> str:
    """A name or a search from the address bar: short, and without what a database refuses."""
    return text.replace("\0", "")[:200]


class WordsField(forms.CharField):
    """Text of a limited length."""

    def __init__(self, *, max_length: int, label: Any = None, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("required", False)
        super().__init__(max_length=max_length, label=label, **kwargs)
        say_what_to_do(self)


def one_of(label: Any, choices: Any, *, required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        error_messages={"invalid_choice": _("Choose one from the list."), "required": _("Choose one from the list.")},
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
