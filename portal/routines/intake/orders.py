"""Precaution orders: what each says, on which days it holds, and how it stands today. Nothing is written here."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Patient, User
from exercises.precautions import MOVEMENT, Precaution
from portal.routines.models import ClinicalProfile, PrecautionOrder

OTHER = "OTHER"
# Heading and usual words, in short, of what surgeons order. Clinical record 2.1 (S06, S27, S28, S32); not yet reviewed
# by a clinician.
RULES: dict[str, tuple[Any, Any]] = {
    Precaution.THA_P: (
        gettext_lazy("Posterior hip precautions"),
        gettext_lazy("Bend to 90° at most, do not cross the midline, do not turn the leg in"),
    ),
    Precaution.THA_A: (
        gettext_lazy("Anterior hip precautions"),
        gettext_lazy("Leg not behind the body, foot not turned out"),
    ),
    Precaution.THA_L: (
        gettext_lazy("Lateral hip precautions"),
        gettext_lazy("As posterior, and no active lifting out to the side"),
    ),
    Precaution.RESURF: (
        gettext_lazy("Limits after hip resurfacing"),
        gettext_lazy("As posterior, and no running, jumping or heavy load on this leg"),
    ),
    OTHER: (gettext_lazy("Another order"), ""),
}


@dataclass(frozen=True)
class OrderContent:
    rule: str
    words: str
    starts_on: date
    ends_on: date | None
    ordered_by: str


class Stage(enum.StrEnum):
    HOLDS = "holds"
    TO_COME = "to_come"
    ENDED = "ended"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


IN_FORCE = (Stage.HOLDS, Stage.TO_COME)


@dataclass(frozen=True)
class OrderLine:
    """`number` counts the patient's orders from 1, as they were written down; rows are never deleted, so it stays."""

    number: int
    order: PrecautionOrder
    stage: Stage
    name: str
    days: str
    history: list[str]

    @property
    def is_in_force(self) -> bool:
        return self.stage in IN_FORCE


def heading(rule: str) -> str:
    if rule in RULES:
        return str(RULES[rule][0])
    return str(Precaution(rule).label) if rule in Precaution.values else rule


def usual_words(rule: str) -> str:
    return str(RULES[rule][1]) if rule in RULES else ""


def day_words(day: date) -> str:
    return date_format(day, _("j M Y"))


def stage_of(order: PrecautionOrder, today: date) -> Stage:
    if order.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if order.last_on is not None and order.last_on < today:
        is_lifted = order.lifted_on is not None and (order.ends_on is None or order.lifted_on <= order.ends_on)
        return Stage.LIFTED if is_lifted else Stage.ENDED
    return Stage.TO_COME if order.starts_on > today else Stage.HOLDS


def order_lines(orders: Iterable[PrecautionOrder], patient: Patient, today: date) -> list[OrderLine]:
    """What stands first, then what is to come, what is over, what was withdrawn; the newest first. `orders` are all."""
    numbered = enumerate(sorted(orders, key=lambda order: order.pk), start=1)
    lines = [_line(number, order, patient, today) for number, order in numbered]
    stages = list(Stage)
    return sorted(lines, key=lambda line: (stages.index(line.stage), -line.number))


def overlapping(orders: Iterable[PrecautionOrder], wanted: OrderContent) -> PrecautionOrder | None:
    """One that says the same on one of the same days. `orders` without what was withdrawn."""
    return next((order for order in orders if _says_the_same(order, wanted) and _meets(order, wanted)), None)


def are_in_force(orders: Iterable[PrecautionOrder], today: date) -> bool:
    """Whether a limit of movement holds today, or will."""
    return any(order.rule in MOVEMENT and stage_of(order, today) in IN_FORCE for order in orders)


def stamp_of(profile: ClinicalProfile | None, orders: Sequence[PrecautionOrder]) -> str:
    """Changes with everything that is saved about the profile and its orders: a page carries the one it was made from."""
    if profile is None and not orders:
        return ""
    moments = [profile.saved_at if profile else None]
    moments += [at for one in orders for at in (one.recorded_at, one.lift_recorded_at, one.withdrawn_at)]
    newest = max(filter(None, moments), default=None)
    return f"{newest.timestamp() if newest else 0:.6f}-{len(orders)}-{1 if profile else 0}"


def _says_the_same(order: PrecautionOrder, wanted: OrderContent) -> bool:
    return order.rule == wanted.rule and (order.rule != OTHER or order.words.lower() == wanted.words.lower())


def _meets(order: PrecautionOrder, wanted: OrderContent) -> bool:
    if order.last_on is not None and order.last_on < order.starts_on:
        return False  # lifted on its first day: it never held
    begins_in_time = order.last_on is None or wanted.starts_on <= order.last_on
    return begins_in_time and (wanted.ends_on is None or order.starts_on <= wanted.ends_on)


def _line(number: int, order: PrecautionOrder, patient: Patient, today: date) -> OrderLine:
    stage = stage_of(order, today)
    return OrderLine(
        number, order, stage, heading(order.rule), days_in_words(order, stage), list(_history(order, patient))
    )


def days_in_words(order: PrecautionOrder, stage: Stage) -> str:
    first, last = day_words(order.starts_on), order.last_on
    if stage == Stage.LIFTED and order.lifted_on:
        return _("from %(first)s, lifted from %(day)s") % {"first": first, "day": day_words(order.lifted_on)}
    if last is None:
        return _("from %(first)s until the surgeon lifts it") % {"first": first}
    return _("from %(first)s until %(last)s") % {"first": first, "last": day_words(last)}


def _history(order: PrecautionOrder, patient: Patient) -> Iterable[str]:
    yield _("Ordered by %(who)s.") % {"who": order.ordered_by}
    if order.recorded_at:
        yield _("Written down by %(who)s on %(day)s.") % _who_when(order.recorded_by, order.recorded_at, patient)
    if order.lifted_on:
        yield _("Lifted by %(who)s from %(day)s.") % {"who": order.lifted_by, "day": day_words(order.lifted_on)}
    if order.lift_recorded_at:
        noted = _who_when(order.lift_recorded_by, order.lift_recorded_at, patient)
        yield _("The release was written down by %(who)s on %(day)s.") % noted
    if order.withdrawn_at:
        yield _("Withdrawn by %(who)s on %(day)s.") % _who_when(order.withdrawn_by, order.withdrawn_at, patient)


def _who_when(user: User | None, at: datetime, patient: Patient) -> dict[str, str]:
    # Whose account is erased has no name any more.
    name = user.name if user and user.name else _("a therapist")
    return {"who": name, "day": day_words(at.astimezone(patient.zone).date())}
