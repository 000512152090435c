"""What goes into the template besides the exercises and their doses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField
from portal.routines.models import PrescribedExercise

NAME_NEEDED = _("Write a name for the template. It must not name the patient.")


class KeepForm(forms.Form):
    """`notes`: public ids of the exercises whose note goes along. None is ticked beforehand."""

    use_required_attribute = False

    name = WordsField(
        label=_("Name of the template"),
        max_length=120,
        required=True,
        error_messages={"required": NAME_NEEDED},
        help_text=_("Every therapist of the clinic reads it. Name no patient here."),
    )
    for_whom = WordsField(
        label=_("For whom"),
        max_length=500,
        rows=2,
        required=True,
        error_messages={"required": _("Write for whom it is, in one sentence, and name no patient.")},
    )
    notes = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Notes that go along"),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, data: Any = None, *, rows: Iterable[PrescribedExercise], name: str) -> None:
        super().__init__(data)
        self.patient_name = name
        self.fields["notes"].choices = [(str(row.public_id), row.note) for row in rows if row.note]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return self._nameless("name")

    def clean_for_whom(self) -> str:
        return self._nameless("for_whom")

    def _nameless(self, field: str) -> str:
        """Catches the slip, not the will: the words of the patient's own name."""
        typed = str(self.cleaned_data[field])
        words = {word.casefold().strip(".,;:()’'") for word in typed.replace("’s", " ").replace("'s", " ").split()}
        if words & {part.casefold() for part in self.patient_name.split() if len(part) > 1}:
            raise forms.ValidationError(_("This names the patient. Take the name out."))
        return typed
