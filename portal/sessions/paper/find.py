"""From the code on a sheet to the patient whose sheet it is, and to where whoever holds it wants to go."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.routines.models import RoutineRevision
from portal.routines.sheet_codes import LENGTH, LETTERS, as_stored
from portal.sessions.forms import WordsField

NOT_A_CODE = _("The code on the sheet has eight letters and numbers, such as K7QM-4TXP. Type it again.")
NOT_FOUND = _("No sheet that you may open has this code. Compare it with the sheet, letter by letter.")


def patient_of(code: str) -> UUID:
    """The public id of the patient, for the door. For a code that nobody gave it is an id that nobody has: the door then
    asks the same and answers the same."""
    found = (
        RoutineRevision.objects.filter(sheet_code=as_stored(code), published_at__isnull=False)
        .values_list("routine__patient__public_id", flat=True)
        .first()
    )
    return found or uuid4()


class SheetCodeForm(forms.Form):
    code = WordsField(
        label=_("Code on the sheet"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": NOT_A_CODE, "max_length": NOT_A_CODE},
    )

    def clean_code(self) -> str:
        code = as_stored(str(self.cleaned_data["code"]))
        if len(code) != LENGTH or set(code) - set(LETTERS):
            raise forms.ValidationError(NOT_A_CODE)
        return code
