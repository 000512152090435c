"""Which rules object to a movement: rows of angles, loads and tags against compiled rules. No words, no dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from exercises.precaution_rule_types import Rule
from exercises.precaution_rules import rule_book
from exercises.precaution_terms import Angles, Movement, Precaution

WORKING, OTHER = "W", "O"
OPPOSITE = {WORKING: OTHER, OTHER: WORKING}
LOAD_ORDER = ("none", "push", "kneel", "push_heavy", "half", "full")


@dataclass(frozen=True)
class Legs:
    """The rows of each role, and the roles in which the affected leg is used."""

    rows: dict[str, tuple[Angles, ...]]
    roles: tuple[str, ...]
    differ: bool  # the roles are not the same movement

    def of(self, roles: Iterable[str]) -> list[Angles]:
        return [row for role in roles for row in self.rows[role]]


@dataclass(frozen=True)
class Hit:
    """A rule that objects. `row` is the worst pose where a pose is meant. `role` where it is so in one of two roles."""

    rule: Rule
    row: Angles | None = None
    role: str = ""


def roles_of(side: str, affected: Iterable[str]) -> tuple[str, ...]:
    """Prescribed left with the left affected: the working leg alone; with the right affected: the other alone.

    Each side, in turn, both legs, or an affected side that is not known: the leg takes both roles.
    """
    legs = set(affected)
    if side not in ("left", "right") or len(legs) != 1:
        return (WORKING, OTHER)
    return (WORKING,) if side in legs else (OTHER,)


def tags_of(movement: Movement) -> frozenset[str]:
    """With those that the start position says by itself."""
    return movement.tags | rule_book().implied_tags.get(movement.start_position, frozenset())


@lru_cache(maxsize=8192)
def hits_of(
    movement: Movement, roles: tuple[str, ...], precaution: Precaution, *, on_fracture: bool
) -> tuple[Hit, ...]:
    """Each code once, in the order of the rules; a band is silent where its own limit is passed.

    Remembered: it depends on nobody and on no day, and the same few hundred are asked again and again.
    """
    rows = {role: tuple(row for row in movement.angles if row.leg in (role, "both")) for role in (WORKING, OTHER)}
    legs, tags = Legs(rows, roles, rows[WORKING] != rows[OTHER]), tags_of(movement)
    hits: dict[str, Hit] = {}
    for rule in rule_book().sets[precaution].rules:
        if rule.code in hits or (rule.on_fracture and not on_fracture):
            continue
        hit = _hit(rule, legs, tags)
        if hit:
            hits[rule.code] = hit
    return tuple(hit for hit in hits.values() if hit.rule.band_of not in hits)


def _hit(rule: Rule, legs: Legs, tags: frozenset[str]) -> Hit | None:
    if (rule.tags and not rule.tags & tags) or not rule.all_tags <= tags:
        return None
    if rule.any_load and not any(row.load in rule.any_load for row in legs.of((WORKING, OTHER))):
        return None
    if rule.no_load and any(row.load in rule.no_load for row in legs.of((WORKING, OTHER))):
        return None
    if rule.leg == "any":
        return _row_hit(rule, legs, (WORKING, OTHER), told=False)
    roles = _roles(rule, legs)
    return _row_hit(rule, legs, roles, told=rule.leg != "affected" or bool(rule.angles or rule.load)) if roles else None


def _roles(rule: Rule, legs: Legs) -> tuple[str, ...]:
    roles = legs.roles
    if rule.leg != "affected":
        roles = tuple(role for role in roles if role == (WORKING if rule.leg == "working" else OTHER))
    if rule.other_load:
        roles = tuple(role for role in roles if any(row.load in rule.other_load for row in legs.rows[OPPOSITE[role]]))
    return roles


def _row_hit(rule: Rule, legs: Legs, roles: tuple[str, ...], *, told: bool) -> Hit | None:
    """`told`: it matters in which role, where it is not so in every one."""
    if rule.angles or rule.load:
        found = {role: rows for role in roles if (rows := [row for row in legs.rows[role] if _fits(rule, row)])}
        if not found:
            return None
        return Hit(rule, _worst(rule, [row for rows in found.values() for row in rows]), _only(found, legs, told=told))
    return Hit(rule, None, _only(roles, legs, told=told))


def _only(roles: Iterable[str], legs: Legs, *, told: bool) -> str:
    named = list(roles)
    return named[0] if told and legs.differ and len(named) == 1 and len(legs.roles) == 2 else ""


def _fits(rule: Rule, row: Angles) -> bool:
    if rule.load and row.load not in rule.load:
        return False
    for bound in rule.angles:
        value: int = getattr(row, bound.joint)
        if not bound.compare(value, bound.degrees):
            return False
    return True


def _worst(rule: Rule, rows: list[Angles]) -> Angles:
    if rule.angles:
        first = rule.angles[0]
        beyond = 1 if first.sign.startswith(">") else -1
        return max(rows, key=lambda row: beyond * int(getattr(row, first.joint)))
    return max(rows, key=lambda row: LOAD_ORDER.index(row.load))
