"""From one patient's profile and orders to the limits that the precaution check reads.

What is missing is read most carefully, and named as a question for the therapist (clinical record, section 2.5).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.precautions import MOVEMENT, Circumstances, Limit, Precaution
from portal.routines.models import Approach, ClinicalProfile, OperationKind, PrecautionOrder, Side, WeightBearing

# Limits of pregnancy hold from week 16 of 40 (clinical record, 2.3; the week is from memory there).
PREGNANCY_LIMITS_FROM = timedelta(weeks=24)
REPLACED = frozenset({OperationKind.REPLACEMENT, OperationKind.RESURFACING, OperationKind.FRACTURE_REPLACEMENT})
FRACTURED = frozenset({OperationKind.FIXATION, OperationKind.FRACTURE_REPLACEMENT})

BY_APPROACH = {
    Approach.POSTERIOR: (Precaution.THA_P,),
    Approach.ANTERIOR: (Precaution.THA_A,),
    Approach.LATERAL: (Precaution.THA_L,),
    # Until the order is known both hold together (clinical record, 2.1).
    Approach.UNKNOWN: (Precaution.THA_P, Precaution.THA_A),
}
BY_WEIGHT = {
    WeightBearing.NONE: Precaution.NWB,
    WeightBearing.TOE_TOUCH: Precaution.TTWB,
    WeightBearing.PARTIAL: Precaution.PWB,
    WeightBearing.AS_TOLERATED: Precaution.WBAT,
}


@dataclass(frozen=True)
class PatientLimits:
    """`questions`: one sentence for each thing that is missing and is read most carefully until it is filled in."""

    circumstances: Circumstances
    questions: list[str]
    has_profile: bool


def read_limits(access: PatientAccess) -> PatientLimits:
    """Two queries."""
    return limits_of(
        born_on=access.patient.born_on,
        profile=access.rows(ClinicalProfile).first(),
        orders=access.rows(PrecautionOrder).filter(withdrawn_at__isnull=True).order_by("starts_on", "pk"),
    )


def limits_of(*, born_on: date, profile: ClinicalProfile | None, orders: Iterable[PrecautionOrder]) -> PatientLimits:
    """`orders` without those that were withdrawn."""
    standing = list(orders)
    if profile is None and not standing:
        return PatientLimits(Circumstances(born_on=born_on), [_("The clinical profile is not filled in yet.")], False)
    profile = profile or ClinicalProfile()
    had_operation = _had_operation(profile, standing)
    limits = [*_ordered(standing), *_assumed(profile, standing), *_weight(profile), *_conditions(profile)]
    circumstances = Circumstances(
        affected=frozenset({profile.side} if profile.side in (Side.LEFT, Side.RIGHT) else {"left", "right"}),
        limits=tuple(limits),
        born_on=born_on,
        is_replaced=profile.operation_kind in REPLACED or (had_operation and not profile.operation_kind),
        operated_on=profile.operated_on,
        is_seated_only=profile.seated_only,
    )
    return PatientLimits(circumstances, list(_questions(profile, standing, circumstances)), True)


def _had_operation(profile: ClinicalProfile, orders: list[PrecautionOrder]) -> bool:
    """Also where the kind of operation was not said, but something says that there was one."""
    if profile.operation_kind:
        return profile.operation_kind != OperationKind.NONE
    told = profile.operation or profile.operated_on or profile.approach
    return bool(told) or any(order.rule in MOVEMENT for order in orders)


def _ordered(orders: list[PrecautionOrder]) -> Iterator[Limit]:
    for order in orders:
        if order.rule in Precaution.values:
            yield Limit(Precaution(order.rule), order.starts_on, order.last_on)


def _assumed(profile: ClinicalProfile, orders: list[PrecautionOrder]) -> Iterator[Limit]:
    """After a replacement without any order: the limits of its approach, until somebody says otherwise."""
    if any(order.rule in MOVEMENT for order in orders) or profile.no_precautions_by:
        return
    if profile.operation_kind == OperationKind.RESURFACING:
        yield Limit(Precaution.RESURF, is_assumed=True)
    elif profile.operation_kind in REPLACED or (_had_operation(profile, orders) and not profile.operation_kind):
        for rule in BY_APPROACH[Approach(profile.approach or Approach.UNKNOWN)]:
            yield Limit(rule, is_assumed=True)


def _weight(profile: ClinicalProfile) -> Iterator[Limit]:
    """After a fracture a missing order is read as no weight at all (clinical record, 2.2)."""
    on_fracture = profile.operation_kind in FRACTURED
    if profile.weight_bearing in BY_WEIGHT:
        yield Limit(BY_WEIGHT[WeightBearing(profile.weight_bearing)], on_fracture=on_fracture)
    elif not profile.weight_bearing and on_fracture:
        yield Limit(Precaution.NWB, is_assumed=True, on_fracture=True)


def _conditions(profile: ClinicalProfile) -> Iterator[Limit]:
    for key in profile.conditions:
        if key in Precaution.values:
            yield Limit(Precaution(key))
    if profile.due_on:
        yield Limit(Precaution.PREG, from_on=profile.due_on - PREGNANCY_LIMITS_FROM)


def _questions(profile: ClinicalProfile, orders: list[PrecautionOrder], circumstances: Circumstances) -> Iterator[str]:
    had_operation = _had_operation(profile, orders)
    if not profile.side and (had_operation or circumstances.limits):
        yield _("Which side is affected? Until you say so, both legs are checked.")
    if had_operation and not profile.operation_kind:
        yield _("Which operation was it? Until you say so, it is read as a hip replacement.")
    if circumstances.is_replaced and profile.operated_on is None:
        yield _("When was the operation? Until you say so, no week after it is counted as over.")
    if any(limit.is_assumed and limit.rule in MOVEMENT for limit in circumstances.limits):
        yield (
            _("What did the surgeon order? Until you say so, the limits of the approach hold, with no end.")
            if profile.approach and profile.approach != Approach.UNKNOWN
            else _("Which approach was it? Until you say so, posterior and anterior limits hold together.")
        )
    if any(limit.is_assumed and limit.rule == Precaution.NWB for limit in circumstances.limits):
        yield _("How much weight may the leg carry? Until you say so, it is read as none.")
