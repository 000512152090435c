"""What a precaution rule is, once it has been read: small frozen things that the check walks through."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from exercises.precaution_terms import Precaution, Verdict

COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@dataclass(frozen=True)
class Bound:
    """One joint compared with a number of degrees."""

    joint: str
    sign: str
    degrees: int

    @cached_property
    def compare(self) -> Callable[[int, int], bool]:
        return COMPARISONS[self.sign]


@dataclass(frozen=True)
class Rule:
    """All that is given must be so: the angles and `load` in one row of a pose, the rest of the exercise.

    `leg`: "affected" (in whichever role), "working" or "other" (the affected leg in that role), "any" (whoever's).
    """

    code: str
    verdict: Verdict
    sources: tuple[str, ...]
    angles: tuple[Bound, ...] = ()
    load: frozenset[str] = frozenset()  # one of these, on the affected leg
    other_load: frozenset[str] = frozenset()  # … on the leg that is not
    any_load: frozenset[str] = frozenset()  # … on either
    no_load: frozenset[str] = frozenset()  # … on neither
    tags: frozenset[str] = frozenset()  # one of these
    all_tags: frozenset[str] = frozenset()
    leg: str = "affected"
    on_fracture: bool = False  # only where a bone was fixed
    band_of: str = ""  # near the limit of that code; silent where the limit itself is passed
    says: str = ""  # the sentence, where the code alone does not name it
    limit: Bound | None = None  # the limit that a band lies beside


@dataclass(frozen=True)
class RuleSet:
    precaution: Precaution
    sources: tuple[str, ...]
    rules: tuple[Rule, ...]
    usual_weeks: tuple[int, ...] = ()


@dataclass(frozen=True)
class General:
    """A rule beside the sets. What it needs beyond its verdict stands in the fields that its code reads."""

    code: str
    verdict: Verdict
    sources: tuple[str, ...]
    under_years: int = 0
    positions: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RuleBook:
    sets: Mapping[Precaution, RuleSet]
    general: Mapping[str, General]
    implied_tags: Mapping[str, frozenset[str]]
    patient_words: frozenset[str]  # codes of which a patient may read something
    reviewer: str
    reviewed_on: date | None

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviewer and self.reviewed_on)

    @property
    def codes(self) -> set[str]:
        return {rule.code for one in self.sets.values() for rule in one.rules} | set(self.general)

    @property
    def sources(self) -> set[str]:
        """Keys of exercises/library/_sources.yaml."""
        sets, rules = self.sets.values(), [rule for one in self.sets.values() for rule in one.rules]
        named = [one.sources for one in sets] + [one.sources for one in rules]
        return {key for keys in [*named, *(one.sources for one in self.general.values())] for key in keys}
