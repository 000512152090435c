"""What a therapist fills in before publishing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import WordsField, day, one_of
from portal.routines.actions import REVIEW_AFTER
from portal.routines.answer_form import OWN, USUAL_REASONS
from portal.routines.fields import from_today
from portal.routines.models import RoutineRevision
from portal.routines.publishing.actions import LastTouches
from portal.routines.publishing.stop_reasons import LONGEST, UsualReason


@dataclass(frozen=True)
class StopFields:
    """One exercise that goes: a usual reason by one press, or words."""

    name: str
    usual: forms.BoundField
    words: forms.BoundField


class PublishForm(forms.Form):
    """`stopped`: slug and name of each exercise that the patient has now and the draft has not."""

    use_required_attribute = False

    review_by_on = day(
        _("Next review"),
        help_text=_(
            "From this day the patient stands on your list. The day after, reminders wait until you have looked."
        ),
    )
    phase_ends_on = day(
        _("Last day of this phase"), help_text=_("You are asked what comes next. Nothing moves by itself.")
    )
    reason = one_of(
        _("Why they are given all the same"),
        [*USUAL_REASONS.items(), (OWN, _("In my own words"))],
        widget=forms.RadioSelect,
    )
    reason_words = WordsField(label=_("Your own words"), max_length=300)
    # The cautions that stood on the page (see answering.py), and the draft as it was when the page was made.
    cautions_seen = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    saved_count = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        today: date,
        draft: RoutineRevision,
        stopped: Iterable[tuple[str, str]] = (),
        phase_ends_on: date | None = None,
        review_by_on: date | None = None,
        cautions_seen: str = "",
    ) -> None:
        stands = draft.phase_ends_on is not None and draft.phase_ends_on >= today
        initial = {
            "review_by_on": review_by_on or today + REVIEW_AFTER,
            "phase_ends_on": draft.phase_ends_on if stands else phase_ends_on,
            "saved_count": draft.saved_count,
            "cautions_seen": cautions_seen,
        }
        super().__init__(data, initial=initial)
        self.today, self.draft, self.stopped = today, draft, list(stopped)
        if draft.phase is None:
            del self.fields["phase_ends_on"]
        self.asks_why = bool(cautions_seen)
        if not self.asks_why:
            del self.fields["reason"], self.fields["reason_words"]
        for slug, name in self.stopped:
            self._add_stop_fields(slug, name)

    def _add_stop_fields(self, slug: str, name: str) -> None:
        kept = self.draft.stop_reasons.get(slug, "")
        is_usual = kept in UsualReason.values
        self.fields[f"stop-{slug}"] = one_of(
            name,
            [("", _("Say nothing")), *UsualReason.choices],
            widget=forms.RadioSelect,
            initial=kept if is_usual else "",
        )
        self.fields[f"stop-{slug}-words"] = WordsField(
            label=_("Or in your own words"), max_length=LONGEST, initial="" if is_usual else kept
        )

    def stop_fields(self) -> Iterator[StopFields]:
        for slug, name in self.stopped:
            yield StopFields(name, self[f"stop-{slug}"], self[f"stop-{slug}-words"])

    def clean_review_by_on(self) -> date | None:
        return from_today(self.cleaned_data["review_by_on"], self.today)

    def clean_phase_ends_on(self) -> date | None:
        return from_today(self.cleaned_data["phase_ends_on"], self.today)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        is_told = cleaned.get("reason") in USUAL_REASONS or cleaned.get("reason_words")
        if self.asks_why and not is_told and "show" not in self.data:
            self.add_error(
                "reason_words" if cleaned.get("reason") == OWN else "reason",
                _("Say why, or go back to the draft and choose another form."),
            )
        return cleaned

    def _reason(self) -> str:
        chosen = self.cleaned_data.get("reason") or ""
        words: str = self.cleaned_data.get("reason_words") or ""
        return words or str(USUAL_REASONS.get(chosen, ""))

    def touches(self) -> LastTouches:
        """Own words come before a usual reason."""
        said = {
            slug: self.cleaned_data.get(f"stop-{slug}-words") or self.cleaned_data.get(f"stop-{slug}") or ""
            for slug, _name in self.stopped
        }
        return LastTouches(
            stop_reasons={slug: reason for slug, reason in said.items() if reason},
            phase_ends_on=self.cleaned_data.get("phase_ends_on"),
            reason=self._reason(),
            cautions_seen=self.cleaned_data.get("cautions_seen") or "",
        )
