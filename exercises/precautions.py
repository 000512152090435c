"""The precaution check: one exercise, one side, one person's limits, one day → OK, CAUTION or AVOID, with reasons.

Pure: nothing is read from the database, and nobody is named. The limits themselves are data (`rules/precautions.yaml`),
each with its source; all of it not yet reviewed by a clinician. The check reads the declared angles, never a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from exercises import precaution_words as words
from exercises.precaution_gates import gate_findings, grown_up_day
from exercises.precaution_hits import OTHER, WORKING, Hit, hits_of, roles_of
from exercises.precaution_sentences import patient_words
from exercises.precaution_terms import (
    CONDITIONS,
    MOVEMENT,
    WEIGHT,
    Angles,
    Check,
    Circumstances,
    Finding,
    Limit,
    Movement,
    Precaution,
    Verdict,
    labels,
)

__all__ = [
    "CONDITIONS",
    "MOVEMENT",
    "WEIGHT",
    "Angles",
    "Check",
    "Circumstances",
    "Finding",
    "Limit",
    "Movement",
    "Precaution",
    "Verdict",
    "check",
    "labels",
    "matrix_row",
    "patient_words",
    "turning_days",
]

GRAVITY = {Verdict.AVOID: 3, Verdict.CAUTION: 2, Verdict.NOT_CHECKED: 1, Verdict.OK: 0}
ORDER = {rule: number for number, rule in enumerate(Precaution)}
# Earliest weeks after a replacement that an exercise may name (the library's: 0, 2, 6 and 12).
GATE_WEEKS = range(1, 13)


def check(movement: Movement, side: str, circumstances: Circumstances, on: date) -> Check:
    """`side` is a prescribed laterality. The strictest of all poses, legs and limits rules; every reason is listed.

    Clinical record, sections 2.1 to 2.7; not yet reviewed by a clinician.
    """
    findings = list(gate_findings(movement, circumstances, on))
    if movement.is_declared:
        roles = roles_of(side, circumstances.affected)
        for limit in _standing(circumstances.limits, on):
            hits = hits_of(movement, roles, limit.rule, on_fracture=limit.on_fracture)
            findings += [_finding(hit, limit, movement, on) for hit in hits]
    return _checked(findings)


def matrix_row(movement: Movement) -> list[tuple[Precaution, Check, Check]]:
    """Each rule set alone, without dates: where the affected leg is the working one, and where it is the other."""
    return [(rule, _alone(movement, rule, WORKING), _alone(movement, rule, OTHER)) for rule in Precaution]


def _alone(movement: Movement, rule: Precaution, role: str) -> Check:
    return _checked(
        Finding(hit.rule.code, hit.rule.verdict, words.of_hit(hit, movement), patient_words(hit.rule.code), rule)
        for hit in hits_of(movement, (role,), rule, on_fracture=True)
    )


def _checked(findings: Iterable[Finding]) -> Check:
    gravest_first = sorted(findings, key=lambda finding: -GRAVITY[finding.verdict])
    return Check(gravest_first[0].verdict if gravest_first else Verdict.OK, tuple(gravest_first))


def _standing(limits: Iterable[Limit], on: date) -> list[Limit]:
    """One limit for each rule set that holds on the day: the one that ends last. In the order of the sets."""
    by_rule: dict[Precaution, Limit] = {}
    for limit in limits:
        if limit.holds(on):
            other = by_rule.get(limit.rule)
            by_rule[limit.rule] = limit if other is None else _both(other, limit)
    return sorted(by_rule.values(), key=lambda limit: ORDER[limit.rule])


def _both(one: Limit, other: Limit) -> Limit:
    longest = max(one, other, key=lambda limit: (limit.until_on or date.max, not limit.is_assumed))
    fractured = one.on_fracture or other.on_fracture
    return Limit(longest.rule, longest.from_on, longest.until_on, longest.is_assumed, fractured)


def _finding(hit: Hit, limit: Limit, movement: Movement, on: date) -> Finding:
    return Finding(
        code=hit.rule.code,
        verdict=hit.rule.verdict,
        words=words.of_finding(hit, limit, movement, on),
        for_patient=patient_words(hit.rule.code),
        rule=limit.rule,
        until_on=limit.until_on,
        is_assumed=limit.is_assumed,
    )


def turning_days(circumstances: Circumstances) -> list[date]:
    """Days on which the answer may change because a limit begins, or ended the day before; the earliest first."""
    days = {limit.from_on for limit in circumstances.limits}
    days |= {limit.until_on + timedelta(days=1) for limit in circumstances.limits if limit.until_on}
    days.add(grown_up_day(circumstances.born_on))
    if circumstances.is_replaced and circumstances.operated_on:
        days |= {circumstances.operated_on + timedelta(weeks=week) for week in GATE_WEEKS}
    return sorted(day for day in days if day)
