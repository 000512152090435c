"""Form fields of this room whose every complaint says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import say_what_to_do

LONGEST_TEXT = 1000  # as in the library's files
MOST_LINES = 20

CHOOSE = gettext_lazy("Choose one from the list.")


class WordsField(forms.CharField):
    """One text; line breaks become spaces, as in the library's files."""

    def __init__(self, *, label: Any, longest: int = LONGEST_TEXT, rows: int = 2, help_text: Any = "") -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(label=label, max_length=longest, required=False, widget=widget, help_text=help_text)
        say_what_to_do(self)
        # The browser would cut what is pasted without a word; we say how much too long it is.
        self.widget.attrs.pop("maxlength", None)

    def clean(self, value: Any) -> str:
        return " ".join(str(super().clean(value)).split())


class LinesField(WordsField):
    """Several texts, one a line."""

    def __init__(
        self,
        *,
        label: Any,
        most: int = MOST_LINES,
        longest_line: int = LONGEST_TEXT,
        rows: int = 4,
        help_text: Any = "",
    ) -> None:
        super().__init__(label=label, longest=(longest_line + 2) * MOST_LINES, rows=rows, help_text=help_text)
        self.most, self.longest_line = most, longest_line

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in str(forms.CharField.clean(self, value)).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > self.most:
            numbers = {"most": self.most, "count": len(lines)}
            raise forms.ValidationError(_("Write at most %(most)d lines; there are %(count)d.") % numbers)
        for number, line in enumerate(lines, start=1):
            if len(line) > self.longest_line:
                numbers = {"number": number, "most": self.longest_line, "count": len(line)}
                sentence = _("Line %(number)d is too long. Keep it to %(most)d characters; it has %(count)d.")
                raise forms.ValidationError(sentence % numbers)
        return lines


def one_of(label: Any, choices: Any) -> forms.ChoiceField:
    errors = {"invalid_choice": CHOOSE, "required": CHOOSE}
    return forms.ChoiceField(label=label, choices=choices, error_messages=errors)
