"""A new patient, and what a therapist notes about a hip before prescribing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import WordsField, day, one_of, zone_choices
from accounts.invitations.forms import AddressField
from accounts.invitations.refusals import why_no_login
from accounts.models import Clinic
from exercises.fields import whole_number
from portal.routines.intake.actions import OrderContent, ProfileContent
from portal.routines.models import Approach, ClinicalProfile, PrecautionOrder, Side, WeightBearing

OLDEST = timedelta(days=366 * 120)
BLANK_ORDERS = 2
MOST_ORDERS = 12

# What each rule says is what the surgeon ordered, in short; not yet reviewed by a clinician (S06, S27, S28).
RULES = {
    "THA-P": (
        _("Posterior hip precautions"),
        _("Bend to 90° at most, do not cross the midline, do not turn the leg in"),
    ),
    "THA-A": (_("Anterior hip precautions"), _("Leg not behind the body, foot not turned out")),
    "THA-L": (_("Lateral hip precautions"), _("As posterior, and no active lifting out to the side")),
    "OTHER": (_("Another order"), ""),
}


class NewPatientForm(forms.Form):
    use_required_attribute = False

    name = WordsField(
        label=_("Name"), max_length=120, required=True, error_messages={"required": _("Fill in the patient’s name.")}
    )
    born_on = day(_("Date of birth"), required=True)
    email = AddressField(
        label=_("E-mail"),
        required=False,
        help_text=_("For an invitation to sign in, which leaves at once. Leave it empty: a login can be added later."),
    )

    def __init__(self, data: Any = None, *, clinic: Clinic, today: date) -> None:
        super().__init__(data, initial={"time_zone": clinic.time_zone, "language": clinic.language})
        self.clinic, self.today = clinic, today
        self.fields["time_zone"] = one_of(_("Time zone"), zone_choices(), required=True)
        self.fields["language"] = one_of(_("Language"), settings.LANGUAGES, required=True)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and (refused := why_no_login(email, self.clinic)):
            raise forms.ValidationError(refused)
        return email

    def record(self) -> dict[str, Any]:
        """Of the patient; the address belongs to the invitation."""
        return {name: value for name, value in self.cleaned_data.items() if name != "email"}

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if not self.today - OLDEST < born_on < self.today:
            raise forms.ValidationError(_("Look at the year again: this date of birth cannot be right."))
        return born_on


class ProfileForm(forms.Form):
    use_required_attribute = False

    side = one_of(_("Affected side"), [("", _("Not set")), *Side.choices])
    diagnosis = WordsField(label=_("Diagnosis"), max_length=200)
    operation = WordsField(label=_("Operation"), max_length=200, help_text=_("Such as: left hip replacement."))
    operated_on = day(_("Date of the operation"))
    approach = one_of(_("Approach"), [("", _("Not set")), *Approach.choices])
    weight_bearing = one_of(_("Weight-bearing"), [("", _("Not set")), *WeightBearing.choices])
    pain_limit = whole_number(_("Pain limit, 0 to 10"), 0, 10)
    goals = WordsField(label=_("Goal in the patient’s words"), max_length=500, rows=2)

    def __init__(self, data: Any = None, *, profile: ClinicalProfile | None, today: date) -> None:
        initial = {name: getattr(profile, name) for name in self.base_fields} if profile else {}
        super().__init__(data, initial=initial)
        self.fields["pain_limit"].help_text = _("Pain above this is highlighted for you. It does nothing else.")
        self.today = today

    def clean_operated_on(self) -> date | None:
        on: date | None = self.cleaned_data["operated_on"]
        if on and on < self.today - OLDEST:
            raise forms.ValidationError(_("Look at the year again: this date cannot be right."))
        return on

    def content(self) -> ProfileContent:
        return ProfileContent(**self.cleaned_data)


class OrderForm(forms.Form):
    """One precaution. A new one that is left empty is no order."""

    use_required_attribute = False

    rule = one_of(
        _("Precaution"),
        [("", pgettext_lazy("precaution", "None")), *[(key, label) for key, (label, _words) in RULES.items()]],
    )
    words = WordsField(label=_("In words"), max_length=200)
    starts_on = day(_("From"))
    ends_on = day(_("Until"), help_text=_("Empty: until the surgeon lifts it."))
    ordered_by = WordsField(label=_("Ordered by"), max_length=120)

    def __init__(self, data: Any = None, *, number: int, order: PrecautionOrder | None = None) -> None:
        initial = {name: getattr(order, name) for name in self.base_fields} if order else {}
        super().__init__(data, prefix=f"order-{number}", initial=initial)
        self.order = order
        if order and order.rule not in RULES:
            self.fields["rule"].choices = [*self.fields["rule"].choices, (order.rule, order.rule)]  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        return self.order is None and not any(self.cleaned_data.get(name) for name in self.base_fields)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if self.is_blank and not self.errors:
            return cleaned
        rule = cleaned.get("rule")
        if not rule and "rule" not in self.errors:
            self.add_error("rule", _("Choose which precaution this is."))
        if not cleaned.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Fill in from which day it holds."))
        if not cleaned.get("ordered_by") and "ordered_by" not in self.errors:
            self.add_error("ordered_by", _("Write who ordered it."))
        if rule == "OTHER" and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write in words what is ordered."))
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first day."))
        return cleaned

    def content(self) -> OrderContent:
        typed = self.cleaned_data
        usual = RULES.get(typed["rule"], ("", ""))[1]
        return OrderContent(
            **(typed | {"words": typed["words"] or str(usual)}), pk=self.order.pk if self.order else None
        )


def order_forms(orders: list[PrecautionOrder], data: Any = None) -> list[OrderForm]:
    """The orders on record, then empty ones for what is new."""
    places = [*orders[:MOST_ORDERS], *[None] * BLANK_ORDERS]
    return [OrderForm(data, number=number, order=order) for number, order in enumerate(places, start=1)]
