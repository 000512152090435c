"""The stop-and-call text, one sign a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField
from exercises.stop_texts import StopWords

# What can be read at a glance while something is wrong.
MOST_LINES = 8
LONGEST_LINE = 120


class LinesField(WordsField):
    """Text with one thing a line; empty lines do not count."""

    def __init__(self, *, label: Any, help_text: Any, required_words: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=MOST_LINES * (LONGEST_LINE + 2),
            rows=MOST_LINES,
            required=True,
            error_messages={"required": required_words},
        )

    def clean(self, value: Any) -> list[str]:
        typed: str = super().clean(value)
        lines = [" ".join(line.split()) for line in typed.splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                format_lazy(_("Keep it to {most} lines: in need nobody reads more."), most=MOST_LINES)
            )
        if any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(
                format_lazy(_("Keep each line to {most} characters, so that it is read."), most=LONGEST_LINE)
            )
        return lines


class StopTextForm(forms.Form):
    use_required_attribute = False

    call_signs = LinesField(
        label=_("Stop and call us: one sign a line"),
        help_text=_("What a patient should stop for and ring the clinic about."),
        required_words=_("Write at least one sign, such as: Pain that is sharp or new."),
    )
    urgent_signs = LinesField(
        label=_("Get urgent help now: one sign a line"),
        help_text=_("What a patient should call the emergency number for."),
        required_words=_("Write at least one sign, such as: Chest pain, or hard to breathe."),
    )
    follow_note = WordsField(
        label=_("Below them"),
        max_length=300,
        rows=2,
        required=True,
        help_text=_("That the therapist’s own word comes first."),
        error_messages={"required": _("Write one sentence: whom to follow if the therapist said something else.")},
    )

    def __init__(self, data: Any = None, *, words: StopWords) -> None:
        initial = {
            "call_signs": _lines(words.call_signs),
            "urgent_signs": _lines(words.urgent_signs),
            "follow_note": words.follow_note,
        }
        super().__init__(data, initial=initial)


class ReviewedVersionForm(forms.Form):
    """The version that the therapist had before her."""

    version = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
