"""The clinic's patients as an admin may see them: names, years of birth, sign-ins, treatments. Nothing of the care."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.clinic.treatment import standing_links
from accounts.fields import plain
from accounts.invitations.states import NOBODY_CAME
from accounts.models import CareGrant, Clinic, Invitation, InvitationKind, Patient, TreatmentLink

PAGE_SIZE = 25


class Shown(enum.StrEnum):
    ALL = "all"
    UNTREATED = "untreated"
    UNREACHED = "unreached"


@dataclass(frozen=True)
class Account:
    """The patient's own sign-in. `kind` is none, invited, late, unused, open or off."""

    kind: str
    words: str


@dataclass(frozen=True)
class Row:
    patient: Patient
    account: Account
    links: list[TreatmentLink]


@dataclass(frozen=True)
class Listing:
    shown: Shown
    words: str
    page: Page[Patient]
    rows: list[Row]


def listing(clinic: Clinic, query: Mapping[str, str], now: datetime) -> Listing:
    """Whatever is not understood in the address is left out."""
    asked = query.get("show", "")
    shown = Shown(asked) if asked in set(Shown) else Shown.ALL
    words = plain(query.get("q", "")).strip()
    patients = QUESTIONS[shown](clinic, now)
    if words:
        patients = patients.filter(name__icontains=words)
    page = Paginator(patients.select_related("user").order_by("name", "pk"), PAGE_SIZE).get_page(query.get("page"))
    return Listing(shown, words, page, _rows(clinic, list(page), now))


def patient_of(clinic: Clinic, public_id: UUID) -> Patient:
    """Of this clinic, or 404."""
    patient = Patient.objects.select_related("clinic", "user").filter(clinic=clinic, public_id=public_id).first()
    if patient is None:
        raise Http404
    return patient


def everybody(clinic: Clinic, now: datetime) -> QuerySet[Patient]:
    return Patient.objects.filter(clinic=clinic)


def untreated(clinic: Clinic, now: datetime) -> QuerySet[Patient]:
    """Nobody treats them today: nobody reads what they write."""
    today = clinic.today(now)
    standing = standing_links(clinic, today).filter(starts_on__lte=today, patient=OuterRef("pk"))
    return Patient.objects.filter(~Exists(standing), clinic=clinic)


def unreached(clinic: Clinic, now: datetime) -> QuerySet[Patient]:
    """Neither a sign-in of their own nor a helper: no mail reaches them, only paper, the phone and the desk."""
    helped = CareGrant.objects.standing(clinic.today(now)).filter(patient=OuterRef("pk"))
    nobody = Q(user__isnull=True) | Q(user__is_active=False)
    return Patient.objects.filter(nobody, ~Exists(helped), clinic=clinic)


QUESTIONS = {Shown.ALL: everybody, Shown.UNTREATED: untreated, Shown.UNREACHED: unreached}


def account_of(patient: Patient, invitations: Iterable[Invitation], now: datetime) -> Account:
    user = patient.user
    if user is not None and not user.is_active:
        return Account("off", _("Sign-in switched off"))
    if user is not None:
        return (
            Account("open", _("Has a login")) if user.last_login else Account("unused", _("Has a login, not used yet"))
        )
    newest = max(invitations, key=lambda one: one.sent_at, default=None)
    if newest is None:
        return Account("none", _("No login"))
    if newest.expires_at <= now:
        return Account("late", _("Invited, did not come"))
    return Account("invited", _("Invited"))


def open_invitations(patients: Iterable[Patient]) -> dict[int, list[Invitation]]:
    """To come in as the patient; neither accepted nor taken back."""
    rows = Invitation.objects.filter(NOBODY_CAME, patient__in=patients, kind=InvitationKind.PATIENT)
    found: dict[int, list[Invitation]] = defaultdict(list)
    for row in rows:
        if row.patient_id is not None:
            found[row.patient_id].append(row)
    return found


def _rows(clinic: Clinic, patients: list[Patient], now: datetime) -> list[Row]:
    invitations = open_invitations(patients)
    links = _links(clinic, patients, clinic.today(now))
    return [Row(one, account_of(one, invitations.get(one.pk, ()), now), links.get(one.pk, [])) for one in patients]


def _links(clinic: Clinic, patients: list[Patient], today: date) -> dict[int, list[TreatmentLink]]:
    found: dict[int, list[TreatmentLink]] = defaultdict(list)
    rows = standing_links(clinic, today).filter(patient__in=patients).select_related("therapist")
    for row in rows.order_by("starts_on", "pk"):
        found[row.patient_id].append(row)
    return found
