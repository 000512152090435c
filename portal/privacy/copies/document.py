"""What a copy holds: whose rows, the names of the people in them, the words of the exercises. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import (
    AuditEvent,
    CareGrant,
    Clinic,
    ClinicMember,
    EmergencyAccess,
    GrantChange,
    Invitation,
    KeptForm,
    Patient,
    TermsAcceptance,
    TreatmentLink,
    User,
)
from portal.privacy.classes import Copy
from portal.privacy.copies.rows import Table, plain, read
from portal.records import PatientRecord
from portal.reminders.models import ReminderDelivery, ReminderPreference
from portal.routines.models import PrescribedExercise
from portal.routines.naming import shown, with_names

SCHEMA = "surefoot-data"
VERSION = 1

Rows = Callable[[Any], models.QuerySet[Any]]

ABOUT_THE_PATIENT: tuple[tuple[type[models.Model], str], ...] = (
    (Patient, "pk"),
    (Clinic, "patients"),
    (TreatmentLink, "patient"),
    (CareGrant, "patient"),
    (GrantChange, "grant__patient"),
    (EmergencyAccess, "patient"),
    (Invitation, "patient"),
    (AuditEvent, "patient_id"),
)
# What somebody else wishes for their own mails about this patient is theirs.
ONE_RECIPIENT: tuple[type[models.Model], ...] = (ReminderPreference, ReminderDelivery)
THE_ADDRESS: tuple[tuple[type[models.Model], str], ...] = ((User, "pk"), (EmailAddress, "user"))
THE_ACCOUNT: tuple[tuple[type[models.Model], str], ...] = (
    *THE_ADDRESS,
    (Authenticator, "user"),
    (UserSession, "user"),
    (TermsAcceptance, "user"),
    (KeptForm, "user"),
)


@dataclass(frozen=True)
class Document:
    kind: Copy
    name: str
    language: str
    zone: ZoneInfo
    made_at: datetime
    tables: dict[str, Table]
    people: dict[int, str] = field(default_factory=dict)
    exercises: dict[int, dict[str, Any]] = field(default_factory=dict)
    prescribed: list[PrescribedExercise] = field(default_factory=list)
    figure: str = ""
    own_pictures: dict[str, str] = field(default_factory=dict)  # name in the copy → key

    def rows(self, label: str) -> list[dict[str, Any]]:
        table = self.tables.get(label)
        return table.rows if table else []

    def as_data(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "version": VERSION,
            "kind": self.kind.value,
            "made_at": plain(self.made_at),
            "language": self.language,
            "time_zone": self.zone.key,
            "people": {str(number): name for number, name in self.people.items()},
            "exercises": {str(number): words for number, words in self.exercises.items()},
            "rows": {
                label: [{name: plain(value) for name, value in row.items()} for row in table.rows]
                for label, table in self.tables.items()
            },
        }


def of_patient(
    patient: Patient, rows: Rows, *, made_at: datetime, account: bool, language: str | None = None
) -> Document:
    """`rows` gives this patient's rows of a `PatientRecord`: `access.rows`, or a command's own. `account`: with all of
    the sign-in; without, only the address, for a clinic that hands the record on."""
    found = [*_about(patient), *_records(patient, rows)]
    if patient.user is not None:
        found += _owned(patient.user, THE_ACCOUNT if account else THE_ADDRESS, Copy.PATIENT)
    language = language or patient.language
    prescribed = with_names(rows(PrescribedExercise).order_by("pk"), language)
    return Document(
        kind=Copy.PATIENT,
        name=patient.name,
        language=language,
        zone=patient.zone,
        made_at=made_at,
        tables=by_label(found),
        people=people_in(found),
        exercises=_exercises(prescribed, language),
        prescribed=prescribed,
        figure=patient.shown_figure,
    )


def of_account(user: User, *, today: date, made_at: datetime) -> Document:
    """Of somebody who helps, or works here. Nothing about a patient is in it."""
    found = [
        *_owned(user, THE_ACCOUNT, Copy.ACCOUNT),
        *_owned(user, tuple((model, "recipient") for model in ONE_RECIPIENT), Copy.ACCOUNT),
        *_owned(user, ((ClinicMember, "user"),), Copy.ACCOUNT),
        # Only what stands: that a patient has stopped something is the patient's own affair.
        read(CareGrant.objects.standing(today).filter(caregiver=user), Copy.ACCOUNT),
    ]
    return Document(
        kind=Copy.ACCOUNT,
        name=user.name,
        language=user.language,
        zone=user.zone,
        made_at=made_at,
        tables=by_label(found),
        people=people_in(found),
    )


def _about(patient: Patient) -> Iterator[Table]:
    for model, path in ABOUT_THE_PATIENT:
        yield read(model._default_manager.filter(**{path: patient.pk}), Copy.PATIENT)


def _records(patient: Patient, rows: Rows) -> Iterator[Table]:
    for model in apps.get_app_config("portal").get_models():
        if issubclass(model, PatientRecord) and model.IN_EXPORT:
            found = rows(model)
            yield read(found.filter(recipient=patient.user_id) if model in ONE_RECIPIENT else found, Copy.PATIENT)


def _owned(user: User, owned: tuple[tuple[type[models.Model], str], ...], copy: Copy) -> list[Table]:
    return [read(model._default_manager.filter(**{owner: user.pk}), copy) for model, owner in owned]


def by_label(tables: list[Table]) -> dict[str, Table]:
    return {table.label: table for table in tables}


def people_in(tables: list[Table]) -> dict[int, str]:
    """Whoever is named by number in the rows. A closed account has no name any more."""
    numbers = {number for table in tables for number in table.people_ids()}
    named = User.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "name")
    return {number: name or _("somebody whose account is closed") for number, name in named}


def _exercises(prescribed: list[PrescribedExercise], language: str) -> dict[int, dict[str, Any]]:
    """The words as they are today; which version was prescribed stands beside each prescription."""
    found: dict[int, dict[str, Any]] = {}
    for row in prescribed:
        words = shown(row, language)
        one = found.setdefault(
            row.exercise_id,
            {
                "slug": words.slug,
                "name": words.name,
                "purpose": words.purpose,
                "start": words.start,
                "steps": list(words.steps),
                "feel": words.feel,
                "mistakes": list(words.mistakes),
                "cautions": list(words.cautions),
                "variants": {},
            },
        )
        if words.variant and row.variant_id:
            one["variants"][str(row.variant_id)] = {"name": words.variant.name, "instead": words.variant.instead}
    return found
