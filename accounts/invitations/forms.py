"""Whom to invite, and to what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import Scope
from accounts.fields import HIDDEN_CHARACTER, WordsField, one_of
from accounts.grants.ends import DECIDED_FOR_THE_PATIENT, default_end, months_after
from accounts.grants.forms import LENGTHS, RECORDED_BY_STAFF
from accounts.grants.pages import day_words
from accounts.grants.scopes import AT_FIRST, OFFERED, OFFERED_ABOUT, clean_scopes
from accounts.invitations.actions import Asked
from accounts.invitations.refusals import why_no_caregiver, why_no_login, why_no_staff
from accounts.models import Clinic, ClinicRole, GrantBasis, Invitation, InvitationKind, Patient, User

USUAL = "usual"


class AddressField(forms.EmailField):
    def __init__(self, *, label: Any, **kwargs: Any) -> None:
        sentence = _("Write the whole address, like cara@example.org.")
        super().__init__(
            label=label, max_length=254, error_messages={"required": sentence, "invalid": sentence}, **kwargs
        )
        # One sentence is enough for an address with a hidden character in it.
        self.validators = [one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)]
        self.validators.append(ProhibitNullCharactersValidator(HIDDEN_CHARACTER))
        self.widget.attrs["autocomplete"] = "off"  # it is somebody else's

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


def name_field(label: Any, sentence: Any) -> WordsField:
    return WordsField(label=label, max_length=120, required=True, error_messages={"required": sentence})


class InviteForm(forms.Form):
    """Two buttons send it: by mail, or as a sheet."""

    use_required_attribute = False
    kind: InvitationKind

    @property
    def is_printed(self) -> bool:
        return self.data.get("way") == "sheet"

    def asked(self) -> Asked:
        return Asked(kind=self.kind, **self.cleaned_data)


class InvitePatientForm(InviteForm):
    kind = InvitationKind.PATIENT

    email = AddressField(label=_("The patient’s e-mail"))

    def __init__(self, data: Any = None, *, patient: Patient) -> None:
        super().__init__(data)
        self.patient = patient
        self.fields["language"] = one_of(_("Language of the invitation"), settings.LANGUAGES, required=True)
        self.initial["language"] = patient.language

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if refused := why_no_login(email, self.patient.clinic, self.patient):
            raise forms.ValidationError(refused)
        return email

    def asked(self) -> Asked:
        # The record's own name: the clinic knows it.
        return Asked(kind=self.kind, name=self.patient.name, **self.cleaned_data)


class InviteCaregiverForm(InviteForm):
    """From the patient, in a minute: all but the name and the address is chosen already. `today` is where the patient lives."""

    kind = InvitationKind.CAREGIVER
    is_the_patient = True
    offered: dict[Scope, Promise] = OFFERED

    name = name_field(_("Name"), _("Write the name of the person who helps."))
    relation = WordsField(
        label=_("Who is this for you?"), max_length=60, help_text=_("Such as daughter, neighbour or friend.")
    )
    email = AddressField(label=_("Their e-mail"))
    may = forms.MultipleChoiceField(
        label=_("What may they do, besides seeing the exercises?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list."), "invalid_list": _("Choose from the list.")},
    )
    until = one_of(_("Until when?"), (), required=True, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, patient: Patient, today: date) -> None:
        self.patient = patient
        self.ends = _ends(patient, today)
        super().__init__(data, initial={"may": list(AT_FIRST), "until": USUAL})
        choices = {"may": [(scope.value, words) for scope, words in self.offered.items()], "until": self._end_choices()}
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def _end_choices(self) -> list[tuple[str, str]]:
        return [(key, day_words(end)) for key, end in self.ends.items()]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if refused := why_no_caregiver(email, self.patient, is_the_patient=self.is_the_patient):
            raise forms.ValidationError(refused)
        return email

    def asked(self) -> Asked:
        typed = dict(self.cleaned_data)
        scopes, until = clean_scopes(typed.pop("may")), self.ends[typed.pop("until")]
        mine = {"language": self.patient.language, "basis": GrantBasis.PATIENT_CONSENT.value}
        return Asked(kind=self.kind, scopes=scopes, grant_until_on=until, **(mine | typed))


class InviteCaregiverByStaffForm(InviteCaregiverForm):
    """From a therapist: also how this was decided, and that the patient was asked alone."""

    is_the_patient = False
    offered = OFFERED_ABOUT

    basis = one_of(_("How was this decided?"), [(one.value, one.label) for one in RECORDED_BY_STAFF], required=True)
    evidence_note = WordsField(
        label=_("What you saw or heard"),
        max_length=300,
        help_text=_(
            "Such as: agreed at the visit, her son was there; or power of attorney seen, reference 114/25. Keep no copy."
        ),
    )
    talked_alone = forms.BooleanField(
        error_messages={"required": _("Talk with the patient alone first, then tick this.")}
    )

    def __init__(self, data: Any = None, *, patient: Patient, today: date) -> None:
        super().__init__(data, patient=patient, today=today)
        values = {"name": patient.first_name}
        self.fields["relation"].label = gettext("Who is this for %(name)s?") % values
        self.fields["talked_alone"].label = gettext("I have talked about this alone with %(name)s") % values
        self.fields["language"] = one_of(_("Language of the invitation"), settings.LANGUAGES, required=True)
        self.initial.update(language=patient.clinic.language, basis=GrantBasis.STAFF_RECORDED.value)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("basis") in DECIDED_FOR_THE_PATIENT and not cleaned.get("evidence_note"):
            self.add_error("evidence_note", _("Write what you saw, and its reference."))
        return cleaned


def _ends(patient: Patient, today: date) -> dict[str, date]:
    """The usual end, and the lengths that a grant can have, from the soonest to the latest."""
    usual = default_end(patient, today)
    lengths = {str(months): months_after(today, months) for months in LENGTHS}
    ends = {USUAL: usual} | {key: end for key, end in lengths.items() if end != usual}
    return dict(sorted(ends.items(), key=lambda one: one[1]))


class InviteStaffForm(InviteForm):
    kind = InvitationKind.STAFF

    name = name_field(_("Name"), _("Write the name of your colleague."))
    email = AddressField(label=_("E-mail"))
    role = forms.ChoiceField(
        label=_("As"),
        choices=[
            (ClinicRole.THERAPIST.value, _("Therapist\nTreats patients and sees what they write")),
            (ClinicRole.ADMIN.value, _("Clinic admin\nLooks after people and access, and reads nothing clinical")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )

    def __init__(self, data: Any = None, *, clinic: Clinic) -> None:
        super().__init__(data, initial={"role": ClinicRole.THERAPIST.value, "language": clinic.language})
        self.clinic = clinic
        self.fields["language"] = one_of(_("Language of the invitation"), settings.LANGUAGES, required=True)

    def clean(self) -> dict[str, Any]:
        email, role = self.cleaned_data.get("email"), self.cleaned_data.get("role")
        if email and role and (refused := why_no_staff(email, self.clinic, role)):
            self.add_error("email", forms.ValidationError(refused))
        return self.cleaned_data


class CodeForm(forms.Form):
    """From a sheet."""

    use_required_attribute = False

    code = WordsField(
        label=_("The code on your sheet"),
        max_length=40,
        required=True,
        help_text=_("10 letters and numbers. Capitals and the dash do not matter."),
        error_messages={"required": _("Type the code from your sheet.")},
    )
    email = AddressField(label=_("Your e-mail"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "autocapitalize": "characters"}
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class NewcomerForm(forms.Form):
    """What an account needs from somebody who has none."""

    use_required_attribute = False

    name = name_field(_("Your name"), _("Write your name, as others call you."))
    language = one_of(_("Language"), settings.LANGUAGES, required=True)
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters; a few words make a good one. Your second step comes next."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )
    own_device = forms.BooleanField(
        label=_("This is my own device"),
        required=False,
        help_text=_("Then you stay signed in here. Leave it empty on a shared one."),
    )

    def __init__(self, data: Any = None, *, invitation: Invitation, language: str) -> None:
        super().__init__(data, initial={"name": invitation.name, "language": language})
        self.invitation = invitation
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        for name in self._not_asked():
            del self.fields[name]

    def _not_asked(self) -> list[str]:
        if self.invitation.kind == InvitationKind.STAFF:
            # Staff are never on a device of their own, and a mailed code alone lets none of them in.
            return ["own_device"]
        if self.invitation.kind == InvitationKind.PATIENT:
            # A patient's name stands in the clinic's record, and on no page that a link alone opens.
            return ["name", "password"]
        return ["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email, name=self.cleaned_data.get("name", "")))
        return password
