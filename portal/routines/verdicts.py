"""What the precaution check says beside each row of the builder, and the ways out of a clash. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from exercises.checkable import movement_of
from exercises.models import ExerciseVariant
from exercises.precautions import Circumstances, Finding, Verdict, check
from portal.routines.checking import Checked
from portal.routines.models import PrescribedExercise

HOW_GRAVE = {Verdict.OK: 0, Verdict.CAUTION: 1, Verdict.AVOID: 2}


@dataclass(frozen=True)
class FormOf:
    """One form of an exercise. What is not adopted stands there only because the draft holds it already."""

    variant: ExerciseVariant
    name: str
    is_adopted: bool


@dataclass(frozen=True)
class WayOut:
    """Another form whose own check is milder. `value` is what the button sends; an empty slug is the usual form."""

    value: str
    name: str
    verdict: Verdict


@dataclass(frozen=True)
class Reason:
    finding: Finding
    is_new: bool  # since the therapist gave her reason


@dataclass(frozen=True)
class RowVerdict:
    """`gone` says why it cannot be published whatever the check says; empty where nothing is wrong with it."""

    checked: Checked
    ways_out: list[WayOut]
    gone: str

    @property
    def verdict(self) -> Verdict:
        return self.checked.check.verdict

    @property
    def reasons(self) -> list[Reason]:
        row = self.checked.prescribed
        return [
            Reason(one, bool(row.caution_reason) and one.code not in row.caution_codes)
            for one in self.checked.check.findings
        ]

    @property
    def is_asked_anew(self) -> bool:
        """A reason was given, and something has come up since."""
        return self.checked.needs_reason and bool(self.checked.prescribed.caution_reason)

    @property
    def stands_in_the_way(self) -> bool:
        return bool(self.gone) or self.checked.stands_in_the_way

    @property
    def holds(self) -> str:
        """Changes when the block beside the row must be drawn anew, not when only its answer was given."""
        codes = [f"{one.finding.code}:{one.finding.until_on}:{one.is_new}" for one in self.reasons]
        return "|".join([self.verdict, self.gone, *codes, *[one.value for one in self.ways_out]])


def judged(
    checked: Checked, forms: Iterable[FormOf], circumstances: Circumstances, on: date, *, is_adopted: bool
) -> RowVerdict:
    known = list(forms)
    return RowVerdict(
        checked=checked,
        ways_out=list(_ways_out(checked, known, circumstances, on)),
        gone=_gone(checked.prescribed, known, is_adopted=is_adopted),
    )


def _ways_out(checked: Checked, forms: list[FormOf], circumstances: Circumstances, on: date) -> Iterator[WayOut]:
    row, now = checked.prescribed, HOW_GRAVE.get(checked.check.verdict, 0)
    others: list[tuple[ExerciseVariant | None, str]] = [(one.variant, one.name) for one in forms if one.is_adopted]
    for variant, name in [(None, _("as in the library")), *others]:
        if now == 0 or (variant and variant.pk) == row.variant_id:
            continue
        found = check(movement_of(row.exercise, variant), row.side, circumstances, on).verdict
        if HOW_GRAVE.get(found, now) < now:
            yield WayOut(f"{row.public_id}/{variant.slug if variant else ''}", name, found)


def _gone(row: PrescribedExercise, forms: list[FormOf], *, is_adopted: bool) -> str:
    if row.exercise.is_retired:
        return _("It was taken out of the library meanwhile. Remove it: it cannot be published any more.")
    if not is_adopted:
        return _("Your clinic has not adopted it as it is now. Read and adopt it in the library, or remove it.")
    if row.variant_id and not any(one.is_adopted for one in forms if one.variant.pk == row.variant_id):
        return _("Your clinic has not adopted this form, or no longer. Choose another form, or remove it.")
    return ""
