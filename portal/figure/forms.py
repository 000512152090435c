"""Which figure was chosen."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Figure

AS_THE_CLINIC = "clinic"
NOT_FROM_THE_LIST = {
    "required": _("Choose one of the pictures."),
    "invalid_choice": _("Choose one of the pictures."),
}


class ClinicFigureForm(forms.Form):
    figure = forms.ChoiceField(
        label=_("Who is in the pictures"),
        choices=Figure.choices,
        widget=forms.RadioSelect,
        error_messages=NOT_FROM_THE_LIST,
    )


class PatientFigureForm(ClinicFigureForm):
    """`AS_THE_CLINIC` is a choice like the others: a form without an answer must change nothing."""

    figure = forms.ChoiceField(
        label=_("Who is in the pictures"),
        choices=[*Figure.choices, (AS_THE_CLINIC, _("As the clinic chose"))],
        widget=forms.RadioSelect,
        error_messages=NOT_FROM_THE_LIST,
    )

    def chosen(self) -> str:
        """As the patient's record keeps it: empty follows the clinic."""
        figure: str = self.cleaned_data["figure"]
        return "" if figure == AS_THE_CLINIC else figure
