"""What an admin can ask of the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, day, one_of
from accounts.record.words import GROUPS, PURPOSES

ANY = [("", _("Any"))]


class SearchForm(forms.Form):
    use_required_attribute = False

    who = WordsField(label=_("Who looked"), max_length=120)
    patient = WordsField(label=_("Patient"), max_length=120)
    what = one_of(_("What"), [*ANY, *GROUPS.items()])
    why = one_of(_("Why they may"), [*ANY, *PURPOSES.items()])
    from_on = day(_("From"))
    until_on = day(_("Until"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and first > last:
            self.add_error("until_on", _("The last day comes before the first. Change one of them."))
        return data
