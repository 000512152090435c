"""What a new revision changes, in words: new, changed, removed. Pure."""

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
class Difference:
    """`lines` say what it is now; for what changed also what it was before."""

    name: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    new: list[Difference]
    changed: list[Difference]
    removed: list[Difference]
    overall: list[str]

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.changed or self.removed or self.overall)


def compare(old: Part, new: Part, language: str) -> Changes:
    """The same exercise given twice is matched in its order."""
    waiting: dict[int, list[PrescribedExercise]] = defaultdict(list)
    for row in old.rows:
        waiting[row.exercise_id].append(row)
    added, pairs = [], []
    for row in new.rows:
        if waiting[row.exercise_id]:
            pairs.append((waiting[row.exercise_id].pop(0), row))
        else:
            added.append(row)
    left = [row for rows in waiting.values() for row in rows]
    compared = [Difference(name_of(row, language), list(_changes(was, row, old, new, language))) for was, row in pairs]
    return Changes(
        new=[Difference(name_of(row, language), _all(row, new)) for row in added],
        changed=[one for one in compared if one.lines],
        removed=[Difference(name_of(row, language)) for row in left],
        overall=list(_overall(pairs, old, new)),
    )


def _all(row: PrescribedExercise, part: Part) -> list[str]:
    return [text for text in (_leg(row), dosage.for_staff(row.dosage), _when(row, part), row.note) if text]


def _changes(was: PrescribedExercise, row: PrescribedExercise, old: Part, new: Part, language: str) -> Iterator[str]:
    said = [
        (_("Form"), name_of(was, language), name_of(row, language)),
        (_("Side"), _leg(was), _leg(row)),
        (_("Dose"), dosage.for_staff(was.dosage), dosage.for_staff(row.dosage)),
        (_("Rest"), _rest(was), _rest(row)),
        (_("Resistance"), was.resistance, row.resistance),
        (_("When"), _when(was, old), _when(row, new)),
        (_("Note"), was.note, row.note),
        (_("Core exercise"), _yes(was.is_core), _yes(row.is_core)),
    ]
    for label, before, now in said:
        if before != now:
            yield _("%(label)s: %(now)s (before: %(before)s)") % {
                "label": label,
                "now": now or _("none"),
                "before": before or _("none"),
            }


def _overall(pairs: Iterable[tuple[PrescribedExercise, PrescribedExercise]], old: Part, new: Part) -> Iterator[str]:
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
    orders = [was.order for was, _row in pairs]
    if orders != sorted(orders):
        yield _("The order has changed.")


def _leg(row: PrescribedExercise) -> str:
    return str(Laterality(row.side).label)


def _when(row: PrescribedExercise, part: Part) -> str:
    return ", ".join(text for text in (days_in_words(row.weekdays), slots_in_words(row.slots, part.times)) if text)


def _rest(row: PrescribedExercise) -> str:
    return _("%(count)d s") % {"count": row.rest_seconds} if row.rest_seconds else ""


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
