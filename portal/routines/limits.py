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
class Question:
    """What is missing, in one sentence, and the field of the clinical profile that answers it."""

    words: str
    field: str


@dataclass(frozen=True)
class PatientLimits:
    """`asked`: one question for each thing that is missing and is read most carefully until it is filled in."""

    circumstances: Circumstances
    asked: tuple[Question, ...]
    has_profile: bool

    @property
    def questions(self) -> list[str]:
        return [one.words for one in self.asked]


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
        missing = Question(_("The clinical profile is not filled in yet."), "operation_kind")
        return PatientLimits(Circumstances(born_on=born_on), (missing,), False)
    profile = profile or ClinicalProfile()
    limits = [*_ordered(standing), *_assumed(profile, standing), *_weight(profile), *_conditions(profile)]
    circumstances = Circumstances(
        affected=frozenset({profile.side} if profile.side in (Side.LEFT, Side.RIGHT) else {"left", "right"}),
        limits=tuple(limits),
        born_on=born_on,
        is_replaced=_is_replaced(profile, standing),
        operated_on=profile.operated_on,
        is_seated_only=profile.seated_only,
    )
    return PatientLimits(circumstances, tuple(_questions(profile, standing, circumstances)), True)


def rules_for(kind: str, approach: str) -> tuple[Precaution, ...]:
    """The rule sets of an operation that replaced the joint; of any other operation none."""
    if kind == OperationKind.RESURFACING:
        return (Precaution.RESURF,)
    if kind and kind not in REPLACED:
        return ()
    return BY_APPROACH[Approach(approach or Approach.UNKNOWN)]


def _had_operation(profile: ClinicalProfile, orders: list[PrecautionOrder]) -> bool:
    """Also where the kind of operation was not said, but something says that there was one."""
    if profile.operation_kind:
        return profile.operation_kind != OperationKind.NONE
    told = profile.operation or profile.operated_on or profile.approach or profile.no_precautions_by
    return bool(told) or any(order.rule in MOVEMENT for order in orders)


def _is_replaced(profile: ClinicalProfile, orders: list[PrecautionOrder]) -> bool:
    """An operation of an unknown kind is read as a replacement."""
    if profile.operation_kind:
        return profile.operation_kind in REPLACED
    return _had_operation(profile, orders)


def _ordered(orders: list[PrecautionOrder]) -> Iterator[Limit]:
    for order in orders:
        if order.rule in Precaution.values:
            yield Limit(Precaution(order.rule), order.starts_on, order.last_on)


def _assumed(profile: ClinicalProfile, orders: list[PrecautionOrder]) -> Iterator[Limit]:
    """After a replacement about which the surgeon is not known to have said anything: the limits of its approach.

    An order that has ended, or was lifted, was said: nothing is assumed beside it.
    """
    if not _is_replaced(profile, orders) or is_free(profile):
        return
    said = {order.rule for order in orders if is_about_this_operation(order, profile) and order.rule in MOVEMENT}
    if profile.operation_kind == OperationKind.RESURFACING:
        # The limits of an approach say nothing about load on the neck of the bone.
        said &= {Precaution.RESURF}
    if not said:
        for rule in rules_for(profile.operation_kind, profile.approach):
            yield Limit(rule, is_assumed=True)


def is_free(profile: ClinicalProfile) -> bool:
    """The surgeon's switch, unless it is older than the operation."""
    switched_on, operated_on = profile.no_precautions_on, profile.operated_on
    is_older = switched_on is not None and operated_on is not None and switched_on < operated_on
    return bool(profile.no_precautions_by) and not is_older


def is_about_this_operation(order: PrecautionOrder, profile: ClinicalProfile) -> bool:
    """What was over before the operation was about an earlier one."""
    if profile.operated_on is None or order.starts_on >= profile.operated_on:
        return True
    return order.last_on is None or order.last_on >= profile.operated_on


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


def _questions(
    profile: ClinicalProfile, orders: list[PrecautionOrder], circumstances: Circumstances
) -> Iterator[Question]:
    had_operation = _had_operation(profile, orders)
    if not profile.operation_kind:
        yield Question(
            _("Which operation was it? Until you say so, it is read as a hip replacement.")
            if had_operation
            else _("Was the hip operated on? Until you say so, no limit after an operation is checked."),
            "operation_kind",
        )
    if not profile.side and (had_operation or circumstances.limits):
        yield Question(_("Which side is affected? Until you say so, both legs are checked."), "side")
    if circumstances.is_replaced and profile.operated_on is None:
        yield Question(
            _("When was the operation? Until you say so, no week after it is counted as over."), "operated_on"
        )
    yield from _about_orders(profile, circumstances)


def _about_orders(profile: ClinicalProfile, circumstances: Circumstances) -> Iterator[Question]:
    assumed = {limit.rule for limit in circumstances.limits if limit.is_assumed}
    if assumed & set(MOVEMENT):
        is_known = profile.operation_kind == OperationKind.RESURFACING or (
            profile.approach and profile.approach != Approach.UNKNOWN
        )
        if is_known:
            words = _("What did the surgeon order? Until you say so, the usual limits hold, with no end.")
            yield Question(words, "precautions")
        else:
            words = _("Which approach was it? Until you say so, posterior and anterior limits hold together.")
            yield Question(words, "approach")
    if Precaution.NWB in assumed:
        words = _("How much weight may the leg carry? Until you say so, it is read as none.")
        yield Question(words, "weight_bearing")
    if profile.weight_bearing == WeightBearing.PARTIAL and profile.weight_percent is None:
        yield Question(
            _("How much of the body’s weight is “partial”? The surgeon’s figure is missing."), "weight_percent"
        )
