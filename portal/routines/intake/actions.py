"""Writes what a therapist knows about a hip: the profile, and the orders as they change over time.

An order on record is not edited: a change withdraws it and appends another, so that who said what when stays.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import PatientAccess
from exercises.precautions import MOVEMENT
from portal.caseload import facts
from portal.routines.clashes import refresh_clash
from portal.routines.intake.orders import OrderContent, are_in_force, day_words, heading, overlapping, stamp_of
from portal.routines.limits import is_free
from portal.routines.models import ClinicalProfile, OperationKind, PrecautionOrder


class SavedSince(Exception):
    """The profile or its orders were changed after the page was opened. Nothing was written."""


class Refused(Exception):
    """What was asked contradicts what stands; the sentence says what to do. Nothing was written."""


@dataclass(frozen=True)
class ProfileContent:
    side: str = ""
    diagnosis: str = ""
    operation_kind: str = ""
    operation: str = ""
    operated_on: date | None = None
    approach: str = ""
    weight_bearing: str = ""
    weight_percent: int | None = None
    conditions: list[str] = field(default_factory=list)
    seated_only: bool = False
    due_on: date | None = None
    pain_limit: int | None = None
    goals: str = ""


@dataclass(frozen=True)
class SurgeonsWord:
    """What came in with the profile: new orders, or who set none from which day."""

    orders: tuple[OrderContent, ...] = ()
    none_by: str = ""
    none_on: date | None = None


@transaction.atomic
def save_profile(
    content: ProfileContent, said: SurgeonsWord, *, stamp: str, by: PatientAccess
) -> ClinicalProfile | None:
    """`stamp`: of what the page showed. Where nothing was answered and nothing stands, nothing is stored."""
    facts.standing_row(by.patient)  # locked, so that two tabs come one after the other
    profile, orders = by.rows(ClinicalProfile).first(), list(by.rows(PrecautionOrder))
    if stamp != stamp_of(profile, orders):
        raise SavedSince
    if profile is None and content == ProfileContent() and said == SurgeonsWord():
        return None
    profile, _created = ClinicalProfile.objects.update_or_create(
        patient=by.patient,
        defaults=vars(content) | _switched(content, said) | {"saved_at": by.now, "saved_by": by.user},
    )
    for order in said.orders:
        _append(order, by)
    facts.pain_limit_set(by.patient, pain_limit=content.pain_limit)
    refresh_clash(by)
    audit.record("profile.saved", by=by, about=profile)
    return profile


@transaction.atomic
def add_order(content: OrderContent, *, by: PatientAccess) -> PrecautionOrder:
    facts.standing_row(by.patient)
    order = _append(content, by)
    refresh_clash(by)
    audit.record("profile.order_added", by=by, about=order)
    return order


@transaction.atomic
def change_order(order: PrecautionOrder, content: OrderContent, *, by: PatientAccess) -> PrecautionOrder:
    """The old row is withdrawn, and what is said now is written down anew; a release of the old one does not pass on."""
    facts.standing_row(by.patient)
    _withdraw(order, by)
    changed = _append(content, by)
    refresh_clash(by)
    audit.record("profile.order_changed", by=by, about=changed)
    return changed


@transaction.atomic
def lift_order(order: PrecautionOrder, *, lifted_on: date, lifted_by: str, by: PatientAccess) -> None:
    """The surgeon's release: from `lifted_on` on it holds no longer."""
    facts.standing_row(by.patient)
    lifted = by.rows(PrecautionOrder).filter(pk=order.pk, lifted_on__isnull=True, withdrawn_at__isnull=True)
    found = lifted.update(lifted_on=lifted_on, lifted_by=lifted_by, lift_recorded_by=by.user, lift_recorded_at=by.now)
    if not found:
        raise SavedSince
    refresh_clash(by)
    audit.record("profile.order_lifted", by=by, about=order)


@transaction.atomic
def withdraw_order(order: PrecautionOrder, *, by: PatientAccess) -> None:
    facts.standing_row(by.patient)
    _withdraw(order, by)
    refresh_clash(by)
    audit.record("profile.order_withdrawn", by=by, about=order)


@transaction.atomic
def set_no_precautions(*, said_by: str, since_on: date, by: PatientAccess) -> None:
    """The surgeon's switch: no limits of movement after this operation. What still stands is lifted or withdrawn first."""
    facts.standing_row(by.patient)
    if are_in_force(by.rows(PrecautionOrder), by.today):
        raise Refused(_("Precautions are in force. Lift or withdraw them first, then say that there are none."))
    switched = {"no_precautions_by": said_by, "no_precautions_on": since_on, "saved_at": by.now, "saved_by": by.user}
    profile, _created = ClinicalProfile.objects.update_or_create(patient=by.patient, defaults=switched)
    refresh_clash(by)
    audit.record("profile.no_precautions_set", by=by, about=profile)


@transaction.atomic
def unset_no_precautions(*, by: PatientAccess) -> None:
    """Taken back: without an order on record, the limits of the approach are read again."""
    facts.standing_row(by.patient)
    switched = {"no_precautions_by": "", "no_precautions_on": None, "saved_at": by.now, "saved_by": by.user}
    profile, _created = ClinicalProfile.objects.update_or_create(patient=by.patient, defaults=switched)
    refresh_clash(by)
    audit.record("profile.no_precautions_unset", by=by, about=profile)


def _switched(content: ProfileContent, said: SurgeonsWord) -> dict[str, object]:
    """The switch stays as it is, unless it was answered; without an operation it means nothing."""
    if content.operation_kind == OperationKind.NONE or said.none_by:
        return {"no_precautions_by": said.none_by, "no_precautions_on": said.none_on}
    return {}


def _append(content: OrderContent, by: PatientAccess) -> PrecautionOrder:
    if content.rule in MOVEMENT:
        _refuse_what_the_profile_denies(by.rows(ClinicalProfile).first())
    same = overlapping(_not_withdrawn(by), content)
    if same:
        words = _("“%(name)s” is on record for some of these days already, from %(first)s. Change that one instead.")
        raise Refused(words % {"name": heading(same.rule), "first": day_words(same.starts_on)})
    return PrecautionOrder.objects.create(patient=by.patient, recorded_by=by.user, recorded_at=by.now, **vars(content))


def _refuse_what_the_profile_denies(profile: ClinicalProfile | None) -> None:
    if profile and profile.operation_kind == OperationKind.NONE:
        raise Refused(_("The profile says that there was no operation. Change that first."))
    if profile and is_free(profile):
        raise Refused(_("The profile says that the surgeon set no precautions. Take that back first."))


def _withdraw(order: PrecautionOrder, by: PatientAccess) -> None:
    if not _not_withdrawn(by).filter(pk=order.pk).update(withdrawn_at=by.now, withdrawn_by=by.user):
        raise SavedSince


def _not_withdrawn(by: PatientAccess) -> QuerySet[PrecautionOrder]:
    return by.rows(PrecautionOrder).filter(withdrawn_at__isnull=True).order_by("starts_on", "pk")
