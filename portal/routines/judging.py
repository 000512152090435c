"""The check of the library's exercises for one patient, before anything is prescribed. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from accounts.access import PatientAccess
from exercises.checkable import movement_of
from exercises.models import Exercise, ExerciseVariant
from exercises.models.exercises import VariantKind
from exercises.precautions import Check, Movement, Verdict, check
from portal.routines.actions import working_side
from portal.routines.dosing import prescribed_side
from portal.routines.limits import read_limits

SUITABLE = frozenset({Verdict.OK, Verdict.CAUTION})
# Of several forms the one with least against it; among equals one that was made for precautions.
VERDICTS = (Verdict.OK, Verdict.CAUTION, Verdict.NOT_CHECKED)
KINDS = (VariantKind.SAFE, VariantKind.EASIER, VariantKind.HARDER)


@dataclass(frozen=True)
class Form:
    """Another form of an exercise, and the check of that form."""

    variant: ExerciseVariant
    check: Check


@dataclass(frozen=True)
class Judged:
    """An exercise and its check for this patient; `instead` where it is refused and an adopted form of it is not."""

    exercise: Exercise
    check: Check
    instead: Form | None = None

    @property
    def is_suitable(self) -> bool:
        """In the form in which it would be added: nothing stands against it, or a caution."""
        return (self.instead.check if self.instead else self.check).verdict in SUITABLE


class Judge:
    """What is read once for one patient (three queries), and every check made with it."""

    def __init__(self, access: PatientAccess) -> None:
        self.access = access
        self.limits = read_limits(access)
        self.affected = working_side(access)
        # A clinic's own exercises are mostly copies that move alike: each movement is checked once, whatever its name.
        self._checks: dict[tuple[Movement, str], Check] = {}

    def side_of(self, exercise: Exercise) -> str:
        """The side that it would be prescribed for."""
        return prescribed_side(exercise, self.affected)

    def check(self, exercise: Exercise, variant: ExerciseVariant | None = None) -> Check:
        """No query after `prefetch_related("poses")`."""
        movement, side = movement_of(exercise, variant), self.side_of(exercise)
        alike = replace(movement, slug=""), side
        if alike not in self._checks:
            self._checks[alike] = check(movement, side, self.limits.circumstances, self.access.today)
        return self._checks[alike]

    def all(self, exercises: Iterable[Exercise]) -> list[Judged]:
        """Two queries besides: the angles of all, and the adopted forms of those that are refused."""
        every = list(exercises)
        prefetch_related_objects(every, "poses")
        checked = [(exercise, self.check(exercise)) for exercise in every]
        forms = self._forms([exercise for exercise, found in checked if found.is_refused])
        return [Judged(exercise, found, self._instead(exercise, forms[exercise.pk])) for exercise, found in checked]

    def suitable(self, exercises: Iterable[Exercise]) -> list[Judged]:
        return [one for one in self.all(exercises) if one.is_suitable]

    def _forms(self, refused: Iterable[Exercise]) -> dict[int, list[ExerciseVariant]]:
        adopted = ExerciseVariant.objects.prescribable(self.access.patient.clinic)
        forms: dict[int, list[ExerciseVariant]] = defaultdict(list)
        for variant in adopted.filter(exercise__in=[exercise.pk for exercise in refused]):
            forms[variant.exercise_id].append(variant)
        return forms

    def _instead(self, exercise: Exercise, variants: Iterable[ExerciseVariant]) -> Form | None:
        forms = [Form(variant, self.check(exercise, variant)) for variant in variants]
        return min((form for form in forms if not form.check.is_refused), key=_preference, default=None)


def _preference(form: Form) -> tuple[int, int, int]:
    return VERDICTS.index(form.check.verdict), KINDS.index(VariantKind(form.variant.kind)), form.variant.order
