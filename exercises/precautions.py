"""The precaution check: one exercise, one side, one person's limits, one day → OK, CAUTION or AVOID, with reasons.

Pure: nothing is read from the database, and nobody is named. The limits themselves are data (`rules/precautions.yaml`),
each with its source; all of it not yet reviewed by a clinician. The check reads the declared angles, never a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from exercises import precaution_words as words
from exercises.precaution_hits import Hit, Legs, hits_of, legs_of, tags_of
from exercises.precaution_rules import General, rule_book
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
    findings = list(_general(movement, circumstances, on))
    if movement.is_declared:
        legs = legs_of(movement, side, circumstances.affected)
        tags = tags_of(movement)
        for limit in _standing(circumstances.limits, on):
            findings += [_finding(hit, limit, movement, on) for hit in _hits(legs, tags, limit)]
    findings.sort(key=lambda finding: -GRAVITY[finding.verdict])
    return Check(findings[0].verdict if findings else Verdict.OK, tuple(findings))


def matrix_row(movement: Movement) -> list[tuple[Precaution, Check, Check]]:
    """Each rule set alone, without dates: where the affected leg is the working one, and where it is the other."""
    return [(rule, _alone(movement, rule, "left"), _alone(movement, rule, "right")) for rule in Precaution]


def _alone(movement: Movement, rule: Precaution, side: str) -> Check:
    limit = Limit(rule, on_fracture=True)
    hits = _hits(legs_of(movement, side, frozenset({"left"})), tags_of(movement), limit)
    findings = [
        Finding(hit.rule.code, hit.rule.verdict, words.of_hit(hit, movement), patient_words(hit.rule.code), rule)
        for hit in hits
    ]
    findings.sort(key=lambda finding: -GRAVITY[finding.verdict])
    return Check(findings[0].verdict if findings else Verdict.OK, tuple(findings))


def _hits(legs: Legs, tags: frozenset[str], limit: Limit) -> list[Hit]:
    return hits_of(rule_book().sets[limit.rule].rules, legs, tags, on_fracture=limit.on_fracture)


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


def _general(movement: Movement, circumstances: Circumstances, on: date) -> Iterator[Finding]:
    """What holds beside the rule sets."""
    general = rule_book().general
    grown_up_on = _birthday(circumstances.born_on, general["AGE"].under_years)
    if grown_up_on and on < grown_up_on:
        last_on = grown_up_on - timedelta(days=1)
        yield _beside(general["AGE"], words.too_young(general["AGE"].under_years, last_on, on), last_on)
    if circumstances.is_seated_only and _needs_feet(movement, general["SEATED"]):
        yield _beside(general["SEATED"], words.not_sitting())
    if circumstances.is_replaced:
        yield from _after_replacement(movement, circumstances.operated_on, on)
    if not movement.is_declared:
        yield _beside(general["NOANGLES"], words.no_angles())


def _after_replacement(movement: Movement, operated_on: date | None, on: date) -> Iterator[Finding]:
    general = rule_book().general
    week = movement.earliest_week
    if movement.after_hip_replacement == "no":
        yield _beside(general["NOTOFFERED"], words.not_offered())
    elif movement.after_hip_replacement == "therapist_only":
        yield _beside(general["THERAPIST"], words.therapist_only())
    elif week and operated_on is None:
        yield _beside(general["EARLY"], words.no_operation_date(week), is_assumed=True)
    elif week and operated_on and on < operated_on + timedelta(weeks=week):
        from_on = operated_on + timedelta(weeks=week)
        yield _beside(general["EARLY"], words.too_early(week, from_on, on), from_on - timedelta(days=1))


def _beside(rule: General, said: str, until_on: date | None = None, *, is_assumed: bool = False) -> Finding:
    return Finding(rule.code, rule.verdict, said, patient_words(rule.code), until_on=until_on, is_assumed=is_assumed)


def _needs_feet(movement: Movement, rule: General) -> bool:
    """On the feet, the knees or the floor. Where a form says that it is done sitting, its weight is of another form."""
    tags = tags_of(movement)
    if movement.start_position in rule.positions or tags & rule.tags:
        return True
    return "seated" not in tags and any(row.load in rule.loads for row in movement.angles)


def _birthday(born_on: date | None, years: int) -> date | None:
    """Who was born on 29 February has the birthday on 1 March of other years."""
    if born_on is None:
        return None
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def turning_days(circumstances: Circumstances) -> list[date]:
    """Days on which the answer may change because a limit begins, or ended the day before; the earliest first."""
    days = {limit.from_on for limit in circumstances.limits}
    days |= {limit.until_on + timedelta(days=1) for limit in circumstances.limits if limit.until_on}
    days.add(_birthday(circumstances.born_on, rule_book().general["AGE"].under_years))
    if circumstances.is_replaced and circumstances.operated_on:
        days |= {circumstances.operated_on + timedelta(weeks=week) for week in GATE_WEEKS}
    return sorted(day for day in days if day)
