"""What the pages show of the precaution rules: every rule in words with its sources, and an exercise against each set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises import precaution_words
from exercises.checkable import movement_of
from exercises.models import Exercise, Source
from exercises.precaution_rule_types import Rule
from exercises.precaution_rules import rule_book
from exercises.precaution_sentences import patient_words
from exercises.precautions import Check, Precaution, Verdict, matrix_row

# Which leg a rule reads, where it is not simply the affected one.
LEGS = {
    "working": gettext_lazy("Where the affected leg is the working one."),
    "other": gettext_lazy("Where the affected leg is the other one."),
    "any": gettext_lazy("Whichever leg is affected."),
}
GENERAL = {
    "AGE": gettext_lazy("For people younger than 18."),
    "SEATED": gettext_lazy(
        "Is done on the feet, the knees or the floor, where the profile says sitting and lying only."
    ),
    "NOTOFFERED": gettext_lazy("Is not offered after a hip replacement."),
    "THERAPIST": gettext_lazy("After a hip replacement a therapist decides on it for each person."),
    "EARLY": gettext_lazy(
        "Comes before its earliest week after a hip replacement, or the day of the operation is missing."
    ),
    "NOANGLES": gettext_lazy("A clinic's own exercise whose angles nobody has declared."),
}
# Whether precautions after a replacement are needed at all.
EVIDENCE = ("S29", "S30")


@dataclass(frozen=True)
class RuleLine:
    code: str
    verdict: Verdict
    words: str
    sources: list[Source]
    leg: str = ""
    for_patient: str = ""


@dataclass(frozen=True)
class RuleSetBlock:
    key: str
    label: str
    lines: list[RuleLine]
    note: str = ""


@dataclass(frozen=True)
class PrecautionsPage:
    sets: list[RuleSetBlock]
    general: list[RuleLine]
    evidence: list[Source]
    sources: list[Source]
    is_reviewed: bool


@dataclass(frozen=True)
class MatrixRow:
    """One rule set against an exercise. `other` is empty where both roles of the leg give the same."""

    label: str
    working: Check
    other: Check | None


def precautions_page() -> PrecautionsPage:
    """One query."""
    book = rule_book()
    sources = {one.key: one for one in Source.objects.filter(key__in=book.sources | set(EVIDENCE)).order_by("key")}
    return PrecautionsPage(
        sets=[
            RuleSetBlock(
                key=one.precaution.value,
                label=str(one.precaution.label),
                lines=[_line(rule, sources) for rule in one.rules],
                note=_note(one.precaution, one.usual_weeks),
            )
            for one in book.sets.values()
        ],
        general=[
            RuleLine(code, book.general[code].verdict, str(said), _named(book.general[code].sources, sources))
            for code, said in GENERAL.items()
        ],
        evidence=_named(EVIDENCE, sources),
        sources=list(sources.values()),
        is_reviewed=book.is_reviewed,
    )


def matrix_of(exercise: Exercise) -> list[MatrixRow]:
    """No query of its own after `prefetch_related("poses")`. Empty where nobody stands for the angles."""
    movement = movement_of(exercise)
    if not movement.is_declared:
        return []
    return [
        MatrixRow(str(rule.label), working, other if other != working else None)
        for rule, working, other in matrix_row(movement)
    ]


def _line(rule: Rule, sources: Mapping[str, Source]) -> RuleLine:
    words = precaution_words.of_rule(rule)
    if rule.on_fracture:
        words = _("%(rule)s Only where a fracture was fixed.") % {"rule": words}
    named, can_stay = _named(rule.sources, sources), rule.verdict == Verdict.CAUTION
    return RuleLine(
        rule.code, rule.verdict, words, named, str(LEGS.get(rule.leg, "")), patient_words(rule.code) if can_stay else ""
    )


def _named(keys: Iterable[str], sources: Mapping[str, Source]) -> list[Source]:
    return [sources[key] for key in keys if key in sources]


def _note(precaution: Precaution, weeks: tuple[int, ...]) -> str:
    if precaution == Precaution.RESURF:
        return _("The limits of the posterior approach for about %(first)s to %(last)s weeks; surgeons differ.") % {
            "first": weeks[0],
            "last": weeks[1],
        }
    if not weeks:
        return ""
    if weeks[0] == weeks[1]:
        return _("Usually for about %(weeks)s weeks; the surgeon decides.") % {"weeks": weeks[0]}
    return _("Usually for %(first)s to %(last)s weeks; surgeons differ, and some order none.") % {
        "first": weeks[0],
        "last": weeks[1],
    }
