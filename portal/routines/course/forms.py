"""What a therapist fills in to pause or end a routine."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, day, one_of
from portal.routines.fields import from_today
from portal.routines.models import EndReason, PauseKind, RoutinePause

LONGEST_PAUSE = timedelta(days=366)
TOO_LONG = _("A pause can last a year at most. End the routine instead.")
CHOOSE = _("Choose one")


class PauseForm(forms.Form):
    use_required_attribute = False

    starts_on = day(_("First day"), required=True)
    ends_on = day(_("Last day"), required=True)
    kind = one_of(_("Why"), [("", CHOOSE), *PauseKind.choices])
    reason = WordsField(label=_("In your words"), max_length=200)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        self.today = today

    def clean_starts_on(self) -> date | None:
        return from_today(self.cleaned_data["starts_on"], self.today)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first day."))
        elif first and last and last - first > LONGEST_PAUSE:
            self.add_error("ends_on", TOO_LONG)
        return self.cleaned_data


class PauseEndForm(forms.Form):
    """Another last day for the pause that stands."""

    use_required_attribute = False

    new_end_on = day(_("New last day"), required=True)

    def __init__(self, data: Any = None, *, today: date, pause: RoutinePause) -> None:
        super().__init__(data, initial={"new_end_on": pause.ends_on})
        self.today, self.pause = today, pause

    def clean_new_end_on(self) -> date | None:
        wanted = from_today(self.cleaned_data["new_end_on"], self.today)
        if wanted and wanted < self.pause.starts_on:
            raise forms.ValidationError(_("The last day must not be before the first day."))
        if wanted and wanted - self.pause.starts_on > LONGEST_PAUSE:
            raise forms.ValidationError(TOO_LONG)
        return wanted


class EndForm(forms.Form):
    use_required_attribute = False

    reason = one_of(_("Why it ends"), [("", CHOOSE), *EndReason.choices], required=True)
    words = WordsField(
        label=_("In your words"),
        max_length=300,
        rows=2,
        help_text=_("For the clinic. The patient’s pages do not show it."),
    )
