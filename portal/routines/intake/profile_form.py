"""The clinical profile on one screen. Only what matters is shown (profile.css); what cannot apply is not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import FROM_THE_LIST, WordsField, day, one_of
from exercises.fields import whole_number
from exercises.precautions import CONDITIONS, MOVEMENT, Precaution
from portal.routines.intake.actions import ProfileContent, SurgeonsWord
from portal.routines.intake.orders import OTHER, OrderContent, are_in_force, day_words, usual_words
from portal.routines.limits import REPLACED, is_about_this_operation, is_free, rules_for
from portal.routines.models import Approach, ClinicalProfile, OperationKind, PrecautionOrder, Side, WeightBearing

# Of whom a due date is asked, in years of age.
YOUNGEST, OLDEST = 12, 55
DUE_WITHIN = timedelta(weeks=42)
# A due date that has just gone by can still be right.
DUE_OVER = timedelta(weeks=4)
LONGEST_ORDER = timedelta(days=366 * 20)
OF_AN_OPERATION = ("operation", "operated_on", "approach", "weight_bearing", "weight_percent")
SEGMENTS = ("side", "operation_kind", "approach", "weight_bearing", "precautions")

SHORT_KINDS = [
    (OperationKind.NONE, _("No operation")),
    (OperationKind.REPLACEMENT, _("Hip replacement")),
    (OperationKind.RESURFACING, _("Resurfacing")),
    (OperationKind.FIXATION, _("Fracture, fixed")),
    (OperationKind.FRACTURE_REPLACEMENT, _("Fracture, replaced")),
    (OperationKind.OTHER, _("Another operation")),
]
WEEKS = {"weeks_6": timedelta(weeks=6), "weeks_12": timedelta(weeks=12)}
PRECAUTIONS = [
    ("weeks_6", _("Until 6 weeks after the operation")),
    ("weeks_12", _("Until 12 weeks after")),
    ("until_lifted", _("Until the surgeon lifts them")),
    ("until_day", _("Until this day")),
    ("none_set", _("The surgeon set none")),
]
CONDITION_WORDS = {
    Precaution.IRR: _("Painful hip now"),
    Precaution.OP: _("Bone health: osteoporosis"),
    Precaution.BAL: _("Balance or vestibular limits"),
}


def segments(label: Any, choices: Any) -> forms.ChoiceField:
    return one_of(label, choices, widget=forms.RadioSelect)


class ProfileForm(forms.Form):
    """`orders` are all of the patient's. `born_on` None: a new patient, whose date of birth is not known yet."""

    use_required_attribute = False

    operation_kind = segments(_("Operation"), SHORT_KINDS)
    side = segments(_("Affected side"), Side.choices)
    operated_on = day(_("Date of the operation"))
    operation = WordsField(label=_("The operation in words"), max_length=200)
    approach = segments(_("Approach"), Approach.choices)
    weight_bearing = segments(_("Weight on the leg"), WeightBearing.choices)
    weight_percent = whole_number(_("Percent of the body’s weight"), 1, 100)
    precautions = segments(_("Precautions"), PRECAUTIONS)
    precautions_until = day(_("Last day"))
    precautions_by = WordsField(label=_("Who said so"), max_length=120, initial=_("the surgeon"))
    other_order = WordsField(label=_("Another order, in the surgeon’s own words"), max_length=200)
    conditions = forms.MultipleChoiceField(
        label=_("What else to mind"),
        required=False,
        choices=[(key.value, CONDITION_WORDS.get(key, key.label)) for key in CONDITIONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": FROM_THE_LIST, "invalid_list": FROM_THE_LIST},
    )
    seated_only = forms.BooleanField(label=_("Seated exercises only"), required=False)
    due_on = day(_("Pregnant: the due date"))
    diagnosis = WordsField(label=_("Diagnosis"), max_length=200)
    pain_limit = whole_number(_("Pain limit, 0 to 10"), 0, 10)
    goals = WordsField(label=_("Goal in the patient’s words"), max_length=500, rows=2)

    def __init__(
        self,
        data: Any = None,
        *,
        profile: ClinicalProfile | None,
        orders: Sequence[PrecautionOrder] = (),
        born_on: date | None,
        today: date,
    ) -> None:
        stored = {one.name: getattr(profile, one.name) for one in fields(ProfileContent)} if profile else {}
        super().__init__(data, initial=stored)
        self.profile, self.orders, self.born_on, self.today = profile, orders, born_on, today
        self.fields["pain_limit"].help_text = _("Pain above this is highlighted for you. It does nothing else.")
        if not self.asks_for_precautions:
            for name in ("precautions", "precautions_until", "precautions_by", "other_order"):
                del self.fields[name]
        if born_on and not self._may_be_pregnant() and not stored.get("due_on"):
            del self.fields["due_on"]
        self._let_answers_be_taken_back(data, stored)

    @property
    def asks_for_precautions(self) -> bool:
        """Once the surgeon's word about this operation is on record, it is changed there (order_forms.py)."""
        profile = self.profile or ClinicalProfile()
        said = [one for one in self.orders if one.withdrawn_at is None and one.rule in MOVEMENT]
        return not any(is_about_this_operation(one, profile) for one in said) and not is_free(profile)

    @property
    def is_told_without_kind(self) -> bool:
        """What there is about an operation is shown, though nobody said which it was."""
        return not self["operation_kind"].value() and any(self[name].value() for name in OF_AN_OPERATION)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        self._clear_what_cannot_apply(typed)
        self._check_operation(typed)
        if typed.get("weight_percent") and typed.get("weight_bearing") != WeightBearing.PARTIAL:
            self.add_error("weight_percent", _("A percentage belongs to “Partial”. Choose that, or leave this empty."))
        self._check_due_date(typed)
        if self.asks_for_precautions:
            self._check_precautions(typed)
        return typed

    def content(self) -> ProfileContent:
        typed = self.cleaned_data
        return ProfileContent(**{one.name: typed[one.name] for one in fields(ProfileContent) if one.name in typed})

    def said(self) -> SurgeonsWord:
        """The orders that the answers stand for, with their usual words."""
        typed = self.cleaned_data
        who, first = typed.get("precautions_by", ""), typed.get("operated_on") or self.today
        if typed.get("precautions") == "none_set":
            return SurgeonsWord(none_by=who, none_on=first, orders=self._in_own_words(who, first))
        if not typed.get("precautions"):
            return SurgeonsWord(orders=self._in_own_words(who, first))
        rules = rules_for(typed.get("operation_kind", ""), typed.get("approach", ""))
        usual = tuple(OrderContent(rule, usual_words(rule), first, self._last_day(typed), who) for rule in rules)
        return SurgeonsWord(orders=usual + self._in_own_words(who, first))

    def on_record(self) -> list[tuple[str, str]]:
        """Where what is typed differs from what stands: the field's label, and what stands, in words."""
        found = []
        for name in (one.name for one in fields(ProfileContent) if one.name in self.fields):
            stands = self.initial.get(name) or ""
            if name in self.cleaned_data and (self.cleaned_data[name] or "") != stands:
                found.append((str(self.fields[name].label), self._in_words(name, stands)))
        return found

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return day_words(value)
        if isinstance(value, bool):
            return gettext("Yes")
        names = {key: str(label) for key, label in getattr(self.fields[name], "choices", [])}
        several = value if isinstance(value, list) else [value]
        return ", ".join(names.get(one, str(one)) for one in several if one != "") or gettext("Nothing")

    def _let_answers_be_taken_back(self, data: Any, stored: dict[str, Any]) -> None:
        """A chosen radio cannot be un-chosen: where one is, "not said" stands beside it."""
        for name in SEGMENTS:
            if name in self.fields and (data is not None or stored.get(name)):
                field: Any = self.fields[name]
                field.choices = [*field.choices, ("", _("Not said"))]

    def _may_be_pregnant(self) -> bool:
        return self.born_on is not None and YOUNGEST <= (self.today - self.born_on).days / 365.25 < OLDEST + 1

    def _clear_what_cannot_apply(self, typed: dict[str, Any]) -> None:
        kind, empty = typed.get("operation_kind"), ProfileContent()
        hidden: tuple[str, ...] = ()
        if kind == OperationKind.NONE:
            hidden = OF_AN_OPERATION
        elif kind and kind not in REPLACED:
            hidden = ("approach",)
        for name in hidden:
            typed[name] = getattr(empty, name)
            self.errors.pop(name, None)
        if self.born_on and not self._may_be_pregnant():
            typed.pop("due_on", None)
            self.errors.pop("due_on", None)

    def _check_operation(self, typed: dict[str, Any]) -> None:
        on = typed.get("operated_on")
        if on and on > self.today:
            self.add_error("operated_on", _("This day is still to come. Fill in the date once the operation is done."))
        elif on and self.born_on and on < self.born_on:
            self.add_error("operated_on", _("This is before the patient was born. Look at the year again."))
        elif on and on.year < 1900:
            self.add_error("operated_on", _("Look at the year again: this date cannot be right."))
        if typed.get("operation_kind") == OperationKind.NONE and are_in_force(self.orders, self.today):
            words = _("Precautions are on record. If there was no operation, withdraw them first.")
            self.add_error("operation_kind", words)

    def _check_due_date(self, typed: dict[str, Any]) -> None:
        on = typed.get("due_on")
        if on is None or on == self.initial.get("due_on"):
            return
        if not self.today - DUE_OVER <= on <= self.today + DUE_WITHIN:
            self.add_error("due_on", _("A due date is at most 42 weeks away. Look at the date again."))

    def _check_precautions(self, typed: dict[str, Any]) -> None:
        if typed.get("precautions_until") and not typed.get("precautions"):
            typed["precautions"] = "until_day"
        kind, answer = typed.get("operation_kind"), typed.get("precautions")
        if kind == OperationKind.NONE and (answer or typed.get("other_order")):
            named = "precautions" if answer else "other_order"
            self.add_error(
                named, _("There was no operation, so nothing was ordered after it. Take one of the two back.")
            )
            return
        if answer and kind and kind not in REPLACED:
            words = _(
                "These belong to a replaced hip. Choose “Not said”, and write the order in the surgeon’s own words."
            )
            self.add_error("precautions", words)
        elif answer in WEEKS and not typed.get("operated_on") and "operated_on" not in self.errors:
            self.add_error("operated_on", _("Fill in the date of the operation: the weeks count from it."))
        elif answer == "until_day" and "precautions_until" not in self.errors:
            self._check_last_day(typed)
        is_said = bool(answer or typed.get("other_order"))
        if is_said and not typed.get("precautions_by") and "precautions_by" not in self.errors:
            self.add_error("precautions_by", _("Write who said so, such as: the surgeon."))

    def _check_last_day(self, typed: dict[str, Any]) -> None:
        last, first = typed.get("precautions_until"), typed.get("operated_on") or self.today
        if last is None:
            self.add_error("precautions_until", _("Fill in the last day on which they hold."))
        elif last < first:
            self.add_error("precautions_until", _("The last day must not be before the first day."))
        elif last > self.today + LONGEST_ORDER:
            self.add_error("precautions_until", _("Look at the year again: this date cannot be right."))

    def _last_day(self, typed: dict[str, Any]) -> date | None:
        answer, operated_on = typed["precautions"], typed.get("operated_on")
        if answer in WEEKS and operated_on:
            last: date = operated_on + WEEKS[answer]
            return last
        return typed.get("precautions_until") if answer == "until_day" else None

    def _in_own_words(self, who: str, first: date) -> tuple[OrderContent, ...]:
        words = self.cleaned_data.get("other_order")
        return (OrderContent(OTHER, words, first, None, who),) if words else ()
