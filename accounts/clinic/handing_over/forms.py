"""From whom, to whom, which patients, from which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clinic.team.page import by_key, choices_of
from accounts.fields import FROM_THE_LIST, day, one_of
from accounts.models import Patient, User

AT_MOST_AHEAD = timedelta(days=366)
ALL, CHOSEN = "all", "chosen"


class GiverForm(forms.Form):
    """The first step, in the address."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, givers: list[User]) -> None:
        super().__init__(data)
        self.givers = givers
        self.fields["giver"] = one_of(_("From"), [("", _("Choose")), *choices_of(givers)], required=True)

    @property
    def chosen(self) -> User | None:
        return by_key(self.givers).get(self["giver"].value() or "")


class HandOverForm(forms.Form):
    use_required_attribute = False

    first = day(_("From which day"), required=True, help_text=_("The old treatment ends the day before."))
    which = forms.ChoiceField(
        label=_("Which patients"),
        choices=[(ALL, _("All of them")), (CHOSEN, _("Only those that I mark below"))],
        widget=forms.RadioSelect,
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )

    def __init__(self, data: Any = None, *, takers: list[User], patients: Sequence[Patient], today: date) -> None:
        super().__init__(data, initial={"first": today, "which": ALL})
        self.takers, self.today = takers, today
        self.fields["taker"] = one_of(_("To"), [("", _("Choose")), *choices_of(takers)], required=True)
        self.fields["patients"] = forms.MultipleChoiceField(
            label=_("Patients"),
            required=False,
            choices=[(str(one.public_id), f"{one.name}, {one.born_on.year}") for one in patients],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": FROM_THE_LIST, "invalid_list": FROM_THE_LIST},
        )

    def clean_taker(self) -> User:
        return by_key(self.takers)[self.cleaned_data["taker"]]

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if not self.today <= first <= self.today + AT_MOST_AHEAD:
            raise forms.ValidationError(_("Choose today or a day within a year."))
        return first

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("which") == CHOSEN and not cleaned.get("patients") and "patients" not in self.errors:
            self.add_error("patients", _("Mark at least one patient, or choose all of them."))
        return cleaned

    @property
    def patients(self) -> set[UUID] | None:
        """None means all."""
        if self.cleaned_data["which"] == ALL:
            return None
        return {UUID(one) for one in self.cleaned_data["patients"]}
