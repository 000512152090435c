"""The clinical profile on the patient's page: what was done, what holds today and until when, what is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Patient
from exercises.precautions import CONDITIONS, MOVEMENT, WEIGHT, Limit, Precaution, labels
from portal.routines.intake.orders import Stage, day_words, days_in_words, heading, stage_of
from portal.routines.limits import PatientLimits, Question, is_free, limits_of
from portal.routines.models import ClinicalProfile, OperationKind, PrecautionOrder, WeightBearing


@dataclass(frozen=True)
class LimitLine:
    """`when` in words, such as "until 12 Dec 2026"."""

    name: str
    when: str
    words: str = ""
    ordered_by: str = ""
    is_assumed: bool = False


@dataclass(frozen=True)
class ProfilePanel:
    profile: ClinicalProfile | None
    operation: str
    week: int | None
    holding: list[LimitLine]
    to_come: list[LimitLine]
    over: list[LimitLine]
    is_free: bool
    has_full_weight: bool
    asked: tuple[Question, ...]

    @property
    def is_empty(self) -> bool:
        return self.profile is None and not (self.holding or self.to_come or self.over)


def profile_panel(
    patient: Patient, profile: ClinicalProfile | None, orders: Sequence[PrecautionOrder], today: date
) -> ProfilePanel:
    """`orders` are all of the patient's; what was withdrawn is left to the page of the profile."""
    standing = [one for one in orders if one.withdrawn_at is None]
    limits = limits_of(born_on=patient.born_on, profile=profile, orders=standing)
    newest_first = sorted(standing, key=lambda order: order.starts_on, reverse=True)
    lines = [(stage_of(one, today), _order_line(one, today)) for one in newest_first]
    unordered = list(_unordered(profile or ClinicalProfile(), limits, today))
    return ProfilePanel(
        profile=profile,
        operation=operation_in_words(profile) if profile else "",
        week=profile.week_after_operation(today) if profile else None,
        holding=[line for stage, line in lines if stage == Stage.HOLDS]
        + [line for is_now, line in unordered if is_now],
        to_come=[line for stage, line in lines if stage == Stage.TO_COME]
        + [line for is_now, line in unordered if not is_now],
        over=[line for stage, line in lines if stage in (Stage.ENDED, Stage.LIFTED)],
        has_full_weight=profile is not None and profile.weight_bearing == WeightBearing.FULL,
        is_free=profile is not None and is_free(profile),
        asked=limits.asked,
    )


def operation_in_words(profile: ClinicalProfile) -> str:
    """As the therapist wrote it; else its kind."""
    return profile.operation or (str(OperationKind(profile.operation_kind).label) if profile.operation_kind else "")


def percent_in_words(profile: ClinicalProfile) -> str:
    if profile.weight_percent is None:
        return ""
    return _("At most %(percent)s percent of the body’s weight") % {"percent": profile.weight_percent}


def _order_line(order: PrecautionOrder, today: date) -> LimitLine:
    days = days_in_words(order, stage_of(order, today))
    return LimitLine(heading(order.rule), days, order.words, order.ordered_by)


def _unordered(profile: ClinicalProfile, limits: PatientLimits, today: date) -> Iterator[tuple[bool, LimitLine]]:
    """What is not a surgeon's order with its days. First: whether it holds today."""
    until_changed = _("until you change it")
    conditions = labels(key for key in CONDITIONS if key.value in profile.conditions)
    for limit in limits.circumstances.limits:
        if limit.is_assumed:
            yield limit.holds(today), LimitLine(str(limit.rule.label), _when_assumed(limit), is_assumed=True)
        elif limit.rule in WEIGHT:
            yield True, LimitLine(str(limit.rule.label), until_changed, percent_in_words(profile))
        elif limit.rule == Precaution.PREG and limit.from_on:
            when = _("from %(first)s") % {"first": day_words(limit.from_on)}
            yield limit.holds(today), LimitLine(str(limit.rule.label), when)
    if profile.seated_only:
        yield True, LimitLine(_("Seated exercises only"), until_changed)
    if conditions:
        yield True, LimitLine(", ".join(conditions), until_changed)


def _when_assumed(limit: Limit) -> str:
    return _("until you say what was ordered") if limit.rule in MOVEMENT else _("until you say how much it may carry")
