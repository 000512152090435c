"""What is typed when somebody asks for erasure, and when the clinic answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField

LONGEST = 500


class AskForm(forms.Form):
    words = WordsField(
        max_length=LONGEST,
        label=_("Anything the clinic should know (you can leave this empty)"),
        rows=4,
    )


class KeepForm(forms.Form):
    reason = WordsField(
        max_length=LONGEST,
        label=_("Why the record is kept"),
        help_text=_("The patient reads these words. Name the rule, and until when it holds."),
        rows=4,
        required=True,
        error_messages={"required": _("Write why the record is kept. The patient has a right to know.")},
    )


class EraseForm(forms.Form):
    typed_name = WordsField(
        max_length=200,
        label=_("Type the patient’s name"),
        help_text=_("As it stands above. This cannot be undone."),
        required=True,
        error_messages={"required": _("Type the patient’s name to erase the record.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def name_is_another(self) -> None:
        self.add_error("typed_name", _("This is not the name of the patient. Type it as it stands above."))
