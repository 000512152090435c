"""What a new revision changes, in a therapist's short words: new, changed, removed. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exercises import dosage
from exercises.laterality import Laterality
from portal.routines.models import PrescribedExercise
from portal.routines.naming import name_of
from portal.routines.words import days_in_words, slots_in_words


@dataclass(frozen=True)
class Part:
    """One revision's exercises, named, and the clock times that they refer to."""

    rows: Sequence[PrescribedExercise]
    times: Sequence[str]
    pages: Sequence[str] = ()  # titles of the Learn pages that come with it


@dataclass(frozen=True)
class Matched:
    """What two revisions have in common; the same exercise given twice is matched in its order."""

    added: list[PrescribedExercise]
    pairs: list[tuple[PrescribedExercise, PrescribedExercise]]
    left: list[PrescribedExercise]

    @property
    def is_in_another_order(self) -> bool:
        orders = [was.order for was, _row in self.pairs]
        return orders != sorted(orders)


@dataclass(frozen=True)
class Pair:
    """One thing that is said of an exercise, before and now."""

    label: str
    before: str
    now: str

    @property
    def line(self) -> str:
        return _("%(label)s: %(now)s (before: %(before)s)") % {
            "label": self.label,
            "now": self.now or _("none"),
            "before": self.before or _("none"),
        }


@dataclass(frozen=True)
class Difference:
    """`lines` say what it is now; for what changed also what it was before, which `pairs` say apart."""

    name: str
    lines: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    slug: str = ""


@dataclass(frozen=True)
class Changes:
    new: list[Difference]
    changed: list[Difference]
    removed: list[Difference]
    overall: list[str]

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.changed or self.removed or self.overall)


def match(old: Sequence[PrescribedExercise], new: Sequence[PrescribedExercise]) -> Matched:
    waiting: dict[int, list[PrescribedExercise]] = defaultdict(list)
    for row in old:
        waiting[row.exercise_id].append(row)
    added, pairs = [], []
    for row in new:
        if waiting[row.exercise_id]:
            pairs.append((waiting[row.exercise_id].pop(0), row))
        else:
            added.append(row)
    return Matched(added, pairs, [row for rows in waiting.values() for row in rows])


def compare(old: Part, new: Part, language: str) -> Changes:
    found = match(old.rows, new.rows)
    compared = [_difference(was, row, old, new, language) for was, row in found.pairs]
    return Changes(
        new=[Difference(name_of(row, language), _all(row, new), slug=row.exercise.slug) for row in found.added],
        changed=[one for one in compared if one.pairs],
        removed=[Difference(name_of(row, language), _all(row, old), slug=row.exercise.slug) for row in found.left],
        overall=list(_overall(found, old, new)),
    )


def _difference(was: PrescribedExercise, row: PrescribedExercise, old: Part, new: Part, language: str) -> Difference:
    pairs = list(_pairs(was, row, old, new, language))
    return Difference(name_of(row, language), [pair.line for pair in pairs], pairs, row.exercise.slug)


def _all(row: PrescribedExercise, part: Part) -> list[str]:
    return [text for text in (_leg(row), dosage.for_staff(row.dosage), _when(row, part), row.note) if text]


def _pairs(was: PrescribedExercise, row: PrescribedExercise, old: Part, new: Part, language: str) -> Iterator[Pair]:
    said = [
        Pair(_("Form"), name_of(was, language), name_of(row, language)),
        Pair(_("Side"), _leg(was), _leg(row)),
        Pair(_("Dose"), dosage.for_staff(was.dosage), dosage.for_staff(row.dosage)),
        Pair(_("Rest"), _rest(was), _rest(row)),
        Pair(_("Resistance"), was.resistance, row.resistance),
        Pair(_("When"), _when(was, old), _when(row, new)),
        Pair(_("Note"), was.note, row.note),
        Pair(_("Core exercise"), _yes(was.is_core), _yes(row.is_core)),
    ]
    yield from (pair for pair in said if pair.before != pair.now)


def _overall(found: Matched, old: Part, new: Part) -> Iterator[str]:
    if old.rows and list(old.times) != list(new.times):
        yield _("Times of the day: %(now)s (before: %(before)s)") % {
            "now": ", ".join(new.times),
            "before": ", ".join(old.times),
        }
    if set(old.pages) != set(new.pages):
        yield _("Pages to read: %(now)s (before: %(before)s)") % {
            "now": ", ".join(new.pages) or pgettext("pages to read", "none"),
            "before": ", ".join(old.pages) or pgettext("pages to read", "none"),
        }
    if found.is_in_another_order:
        yield _("The order has changed.")


def _leg(row: PrescribedExercise) -> str:
    return str(Laterality(row.side).label)


def _when(row: PrescribedExercise, part: Part) -> str:
    return ", ".join(text for text in (days_in_words(row.weekdays), slots_in_words(row.slots, part.times)) if text)


def _rest(row: PrescribedExercise) -> str:
    return _("%(count)d s") % {"count": row.rest_seconds} if row.rest_seconds else ""


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def slugs_left(old: Iterable[PrescribedExercise], new: Iterable[PrescribedExercise]) -> list[str]:
    """Exercises that are in the old one and not at all in the new one."""
    kept = {row.exercise_id for row in new}
    return list(dict.fromkeys(row.exercise.slug for row in old if row.exercise_id not in kept))
