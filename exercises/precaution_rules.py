"""Reads `rules/precautions.yaml`: once, when first asked, and whole. A wrong file is named with its key and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from exercises.precaution_rule_types import Bound, General, Rule, RuleBook, RuleSet
from exercises.precaution_terms import Angles, Precaution, Verdict

RULES_FILE = Path(__file__).parent / "rules" / "precautions.yaml"
JOINTS = frozenset(one.name for one in fields(Angles)) - {"pose", "leg", "load"}
TRUNK = frozenset({"trunk", "low_back", "side_bend"})  # of the person, whichever leg is affected
LOADS = frozenset({"none", "push", "push_heavy", "kneel", "half", "full"})
LEGS = frozenset({"affected", "working", "other", "any"})
BOUND = re.compile(r"(>=|<=|>|<) (-?\d{1,3})")

FILE_FIELDS = {"reviewer", "reviewed_on", "implied_tags", "general", "patient_words", "shared", "sets"}


class WrongRules(Exception):
    """The file does not hold rules that can be used."""

    def __init__(self, file: Path, key: str, reason: str) -> None:
        super().__init__(f"{file.name}, {key}: {reason}")


GENERAL_FIELDS: Mapping[str, frozenset[str]] = {
    "EARLY": frozenset(),
    "THERAPIST": frozenset(),
    "NOTOFFERED": frozenset(),
    "AGE": frozenset({"under_years"}),
    "SEATED": frozenset({"positions", "tags", "loads"}),
    "NOANGLES": frozenset(),
}


@lru_cache(maxsize=1)
def rule_book() -> RuleBook:
    return read_rules(RULES_FILE)


def read_rules(file: Path) -> RuleBook:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongRules(file, "the file", str(error)) from error
    except yaml.YAMLError as error:
        raise WrongRules(file, "the file", f"this is not YAML: {error}") from error
    return _Reader(file).book(document)


class _Reader:
    """Stops at the first mistake: without all of its rules the check must not answer."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def wrong(self, key: str, reason: str) -> WrongRules:
        return WrongRules(self.file, key, reason)

    def book(self, document: object) -> RuleBook:
        top = self.mapping("the file", document, FILE_FIELDS)
        shared = {
            name: self.rules(f"shared.{name}", rules) for name, rules in self.named("shared", top["shared"]).items()
        }
        sets = self.named("sets", top["sets"])
        self.same("sets", set(sets), set(Precaution.values))
        general = self.named("general", top["general"])
        self.same("general", set(general), set(GENERAL_FIELDS))
        implied = self.named("implied_tags", top["implied_tags"])
        return RuleBook(
            sets={Precaution(key): self.rule_set(Precaution(key), sets[key], shared) for key in Precaution.values},
            general={code: self.general(code, value) for code, value in general.items()},
            implied_tags={
                position: frozenset(self.words(f"implied_tags.{position}", tags)) for position, tags in implied.items()
            },
            patient_words=frozenset(self.words("patient_words", top["patient_words"])),
            reviewer=str(top["reviewer"] or ""),
            reviewed_on=top["reviewed_on"],
        )

    def rule_set(self, precaution: Precaution, value: object, shared: Mapping[str, tuple[Rule, ...]]) -> RuleSet:
        key = f"sets.{precaution}"
        given = self.mapping(key, value, {"sources"}, {"shared", "rules", "usual_weeks"})
        rules: list[Rule] = []
        for name in given.get("shared", ()):
            if name not in shared:
                raise self.wrong(f"{key}.shared", f"'{name}' is not one of {', '.join(shared)}")
            rules.extend(shared[name])
        rules.extend(self.rules(f"{key}.rules", given.get("rules", [])))
        if not rules:
            raise self.wrong(key, "there is no rule")
        weeks = tuple(given.get("usual_weeks", ()))
        if weeks and not (len(weeks) == 2 and all(isinstance(week, int) for week in weeks) and weeks[0] <= weeks[1]):
            raise self.wrong(f"{key}.usual_weeks", "expected the first and the last week, such as [6, 12]")
        return RuleSet(precaution, self.sources(key, given), tuple(self.with_limits(key, rules)), weeks)

    def with_limits(self, key: str, rules: list[Rule]) -> Iterator[Rule]:
        """A band learns the limit that it lies beside; the limit stands before it."""
        limits: dict[str, Bound] = {}
        for rule in rules:
            if rule.band_of and rule.band_of not in limits:
                raise self.wrong(f"{key}.{rule.code}", f"the rule {rule.band_of} does not stand before it")
            yield replace(rule, limit=limits[rule.band_of]) if rule.band_of else rule
            if len(rule.angles) == 1:
                limits.setdefault(rule.code, rule.angles[0])

    def rules(self, key: str, value: object) -> tuple[Rule, ...]:
        if not isinstance(value, list):
            raise self.wrong(key, "expected a list of rules")
        return tuple(self.rule(f"{key} {number}", one) for number, one in enumerate(value, 1))

    def rule(self, key: str, value: object) -> Rule:
        optional = {one.name for one in fields(Rule)} - {"code", "verdict", "sources", "limit"}
        given = self.mapping(key, value, {"code", "verdict", "sources"}, optional)
        key = f"{key} ({given['code']})"
        leg = given.get("leg", "affected")
        if leg not in LEGS:
            raise self.wrong(f"{key}.leg", f"'{leg}' is not one of {', '.join(sorted(LEGS))}")
        angles = tuple(self.bounds(f"{key}.angles", given.get("angles", {})))
        is_of_trunk = angles and all(bound.joint in TRUNK for bound in angles)
        rule = Rule(
            code=self.word(f"{key}.code", given["code"]),
            verdict=self.verdict(key, given["verdict"], {Verdict.AVOID, Verdict.CAUTION}),
            sources=self.sources(key, given),
            angles=angles,
            tags=frozenset(self.words(f"{key}.tags", given.get("tags", []))),
            all_tags=frozenset(self.words(f"{key}.all_tags", given.get("all_tags", []))),
            leg="any" if is_of_trunk else leg,
            on_fracture=bool(given.get("on_fracture", False)),
            band_of=given.get("band_of", ""),
            says=given.get("says", ""),
            load=self.loads(f"{key}.load", given.get("load", [])),
            other_load=self.loads(f"{key}.other_load", given.get("other_load", [])),
            any_load=self.loads(f"{key}.any_load", given.get("any_load", [])),
            no_load=self.loads(f"{key}.no_load", given.get("no_load", [])),
        )
        if not (angles or rule.tags or rule.all_tags or rule.load or rule.other_load or rule.any_load):
            raise self.wrong(key, "it says nothing to look for: give angles, tags or a load")
        if rule.band_of and len(rule.angles) != 1:
            raise self.wrong(key, "a band has one angle")
        return rule

    def general(self, code: str, value: object) -> General:
        key = f"general.{code}"
        given = self.mapping(key, value, {"verdict", "sources"} | GENERAL_FIELDS[code])
        years = given.get("under_years", 0)
        if not isinstance(years, int):
            raise self.wrong(f"{key}.under_years", f"expected a whole number, not {years!r}")
        return General(
            code=code,
            verdict=self.verdict(key, given["verdict"], set(Verdict) - {Verdict.OK}),
            sources=self.sources(key, given),
            under_years=years,
            positions=frozenset(self.words(f"{key}.positions", given.get("positions", []))),
            tags=frozenset(self.words(f"{key}.tags", given.get("tags", []))),
            loads=self.loads(f"{key}.loads", given.get("loads", [])),
        )

    def bounds(self, key: str, value: object) -> Iterator[Bound]:
        for joint, said in self.named(key, value).items():
            match = BOUND.fullmatch(str(said))
            if joint not in JOINTS:
                raise self.wrong(key, f"'{joint}' is not one of {', '.join(sorted(JOINTS))}")
            if not match:
                raise self.wrong(f"{key}.{joint}", f'expected a comparison such as "> 90", not {said!r}')
            yield Bound(joint, match[1], int(match[2]))

    def verdict(self, key: str, value: object, allowed: set[Verdict]) -> Verdict:
        if value not in {one.value for one in allowed}:
            raise self.wrong(f"{key}.verdict", f"{value!r} is not one of {', '.join(sorted(allowed))}")
        return Verdict(value)

    def loads(self, key: str, value: object) -> frozenset[str]:
        loads = frozenset(self.words(key, value))
        if loads - LOADS:
            raise self.wrong(key, f"{', '.join(sorted(loads - LOADS))}: not one of {', '.join(sorted(LOADS))}")
        return loads

    def sources(self, key: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        sources = tuple(self.words(f"{key}.sources", given["sources"]))
        if not sources:
            raise self.wrong(f"{key}.sources", "name at least one; SCK where there is none")
        return sources

    def word(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise self.wrong(key, f"expected a word, not {value!r}")
        return value

    def words(self, key: str, value: object) -> list[str]:
        if not isinstance(value, list):
            raise self.wrong(key, "expected a list")
        return [self.word(key, one) for one in value]

    def named(self, key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(key, "expected named fields")
        return {str(name): one for name, one in value.items()}

    def mapping(self, key: str, value: object, required: set[str], optional: Iterable[str] = ()) -> dict[str, Any]:
        given = self.named(key, value)
        for name in sorted(required - set(given)):
            raise self.wrong(key, f"the field '{name}' is missing")
        for name in sorted(set(given) - required - set(optional)):
            raise self.wrong(key, f"the field '{name}' is not known here; check its spelling")
        return given

    def same(self, key: str, given: set[str], wanted: set[str]) -> None:
        for name in sorted(wanted - given):
            raise self.wrong(key, f"'{name}' is missing")
        for name in sorted(given - wanted):
            raise self.wrong(key, f"'{name}' is not known; check its spelling")
