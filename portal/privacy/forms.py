"""What is typed when somebody asks for erasure, and when the clinic answers."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import FROM_THE_LIST, WordsField
from accounts.models import Patient

LONGEST = 500


class AskForm(forms.Form):
    words = WordsField(
        max_length=LONGEST,
        label=_("Anything the clinic should know (you can leave this empty)"),
        rows=4,
    )


class PatientField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """By the random id, never by row number."""

    def __init__(self, **kwargs: Any) -> None:
        sentences = {"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST}
        none = Patient.objects.none()
        super().__init__(none, to_field_name="public_id", empty_label="", error_messages=sentences, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {date_format(obj.born_on, gettext('j F Y'))}"


class NoteRequestForm(forms.Form):
    patient = PatientField(label=_("Who asked"))
    words = WordsField(max_length=LONGEST, label=_("In the patient’s words (you can leave this empty)"), rows=3)

    def __init__(self, *args: Any, patients: QuerySet[Patient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PatientField, self.fields["patient"]).queryset = patients


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
