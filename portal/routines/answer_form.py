"""Answering a caution: why an exercise is given all the same, and what the patient reads of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, one_of
from exercises.precautions import Check, patient_words
from portal.routines.checking import is_answered
from portal.routines.content import Answer
from portal.routines.models import PrescribedExercise

OWN = "own"
USUAL_REASONS = {
    "clinic": _("Tried in the clinic, done safely"),
    "surgeon": _("Within what the surgeon allows"),
    "helper": _("With help from the person at home"),
}


class AnyOf(forms.MultipleChoiceField):
    """What is not among the choices any more, because the day or the profile has changed, is not an error."""

    def valid_value(self, value: str) -> bool:
        return len(value) < 20


class AnswerForm(forms.Form):
    """For one prescribed exercise that asks for caution. `seen` are the codes that stood on the page: a reason is given
    for these and no others, so that what comes later is asked anew.
    """

    use_required_attribute = False

    reason = one_of(
        _("Why it is given all the same"),
        [*USUAL_REASONS.items(), (OWN, _("In my own words"))],
        widget=forms.RadioSelect,
    )
    reason_words = WordsField(label=_("Your own words"), max_length=300)
    seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, prescribed: PrescribedExercise, check: Check) -> None:
        self.prescribed, self.check = prescribed, check
        self.standing = prescribed.caution_reason if is_answered(prescribed, check) else ""
        self.told = dict(_told(check))
        super().__init__(data, prefix=str(prescribed.public_id), initial=self._typed())
        self.fields["cautions"] = AnyOf(
            label=_("The patient reads"),
            choices=list(self.told.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def answer(self) -> Answer | None:
        """None: nothing new was said."""
        reason = self._reason()
        if reason == self.standing:
            return None
        codes = [code for code in self.check.codes if code in self._seen()]
        return Answer(reason, codes if reason else [])

    def left_out(self) -> list[str]:
        """Codes whose words the patient does not read. What did not stand on the page stays as it was."""
        shown = {code for code in self.told if code in self._seen()}
        before = {code for code in self.prescribed.cautions_left_out if code not in shown}
        return sorted(before | (shown - set(self.cleaned_data["cautions"])))

    def _reason(self) -> str:
        """Words that were just typed count before the chip that stood there already."""
        chosen: str = self.cleaned_data["reason"]
        words: str = self.cleaned_data["reason_words"].strip()
        if words and words != self.initial["reason_words"]:
            return words
        return str(USUAL_REASONS[chosen]) if chosen in USUAL_REASONS else words

    def _seen(self) -> set[str]:
        return {code for code in self.check.codes if code.lower() in self.cleaned_data["seen"].lower().split(",")}

    def _typed(self) -> dict[str, Any]:
        usual = next((key for key, words in USUAL_REASONS.items() if str(words) == self.standing), "")
        return {
            "reason": usual or (OWN if self.standing else ""),
            "reason_words": "" if usual else self.standing,
            "seen": ",".join(self.check.codes).lower(),
            "cautions": [code for code in self.told if code not in self.prescribed.cautions_left_out],
        }


def _told(check: Check) -> Iterator[tuple[str, str]]:
    """Each code for which there is something that the patient can do, with its sentence."""
    for code in check.codes:
        words = patient_words(code)
        if words:
            yield code, words
