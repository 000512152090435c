"""Changing what a helper may do, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Scope
from accounts.fields import WordsField, one_of
from accounts.grants.actions import Consent
from accounts.grants.ends import DECIDED_FOR_THE_PATIENT, months_after
from accounts.grants.pages import day_words
from accounts.grants.scopes import OFFERED, OFFERED_ABOUT
from accounts.models import CareGrant, GrantBasis

KEEP = "keep"
LENGTHS = (1, 3, 6)
RECORDED_BY_STAFF = (GrantBasis.STAFF_RECORDED, GrantBasis.POWER_OF_ATTORNEY, GrantBasis.BEST_INTERESTS)


class GrantForm(forms.Form):
    """The patient's own. `today` is where the patient lives."""

    may = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    until = one_of(gettext_lazy("Until when?"), (), required=True, widget=forms.RadioSelect)
    relation = WordsField(label=gettext_lazy("Who is this for you?"), max_length=60)
    relation.help_text = gettext_lazy("Such as daughter, neighbour or friend.")

    offered: dict[Scope, Promise] = OFFERED

    def __init__(
        self, data: Any, *, grant: CareGrant, today: date, may_prolong: bool, initial: dict[str, str] | None = None
    ) -> None:
        said = {"may": grant.scopes, "until": KEEP, "relation": grant.relation}
        super().__init__(data, initial=said | (initial or {}))
        self.grant, self.today = grant, today
        may = self.fields["may"]
        assert isinstance(may, forms.MultipleChoiceField)  # noqa: S101  for the type checker
        may.choices = [(scope.value, words) for scope, words in self.offered.items()]
        may.label = _("What may %(name)s do?") % {"name": grant.caregiver.first_name}
        until = self.fields["until"]
        assert isinstance(until, forms.ChoiceField)  # noqa: S101  for the type checker
        until.choices = list(self._ends(may_prolong=may_prolong).items())

    def _ends(self, *, may_prolong: bool) -> dict[str, str]:
        words = {KEEP: _("As it is: %(day)s") % {"day": day_words(self.grant.expires_on)}}
        for months in LENGTHS:
            end = months_after(self.today, months)
            if may_prolong or end < self.grant.expires_on:
                words[str(months)] = day_words(end)
        return words

    def scopes(self) -> list[str]:
        """What is not offered here stays as it was."""
        offered = {scope.value for scope in self.offered}
        return [*self.cleaned_data["may"], *(one for one in self.grant.scopes if one not in offered)]

    def expires_on(self) -> date:
        until = self.cleaned_data["until"]
        return self.grant.expires_on if until == KEEP else months_after(self.today, int(until))

    def consent(self) -> Consent | None:
        return None


class StaffGrantForm(GrantForm):
    """A therapist writes down what the patient decided, or who decided for the patient."""

    offered = OFFERED_ABOUT
    basis = one_of(
        gettext_lazy("How was this decided?"),
        [(basis.value, basis.label) for basis in RECORDED_BY_STAFF],
        required=True,
    )
    evidence_note = WordsField(label=gettext_lazy("What you saw or heard"), max_length=300)
    evidence_note.help_text = gettext_lazy("Such as: power of attorney seen, reference 114/25. Keep no copy.")
    talked_alone = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, grant: CareGrant, today: date, may_prolong: bool) -> None:
        # What the patient agreed to herself is written down anew when staff change it.
        known = grant.basis if grant.basis in RECORDED_BY_STAFF else GrantBasis.STAFF_RECORDED
        initial = {"basis": known, "evidence_note": grant.evidence_note}
        super().__init__(data, grant=grant, today=today, may_prolong=may_prolong, initial=initial)
        self.fields["relation"].label = _("Who is this for %(name)s?") % {"name": grant.patient.first_name}
        self.fields["talked_alone"].label = _("I have talked about this alone with %(name)s") % {
            "name": grant.patient.first_name
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        basis = data.get("basis")
        if basis == GrantBasis.STAFF_RECORDED and not data.get("talked_alone"):
            self.add_error("talked_alone", _("Talk with the patient alone first, then tick this."))
        if basis in DECIDED_FOR_THE_PATIENT and not data.get("evidence_note"):
            self.add_error("evidence_note", _("Write what you saw, and its reference."))
        return data

    def consent(self) -> Consent | None:
        data = self.cleaned_data
        return Consent(data["basis"], data["evidence_note"], data["talked_alone"])


def grant_form(data: Any, *, grant: CareGrant, today: date, is_staff: bool) -> GrantForm:
    if is_staff:
        return StaffGrantForm(data, grant=grant, today=today, may_prolong=True)
    may_prolong = grant.basis not in DECIDED_FOR_THE_PATIENT
    return GrantForm(data, grant=grant, today=today, may_prolong=may_prolong)
