"""What a template would be for one person, checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Clinic
from exercises.models import Exercise, ExerciseText, ExerciseVariant, RoutineTemplate, TemplateExercise
from exercises.models.texts import FALLBACK_LANGUAGE
from exercises.phases import Phase, lines_in
from exercises.precautions import Circumstances, Verdict
from portal.routines.checking import Checked, check_rows
from portal.routines.dosing import from_template, times_a_day
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.naming import shown


@dataclass(frozen=True)
class Shelf:
    """What a clinic's therapists may prescribe."""

    exercises: frozenset[int]
    variants: frozenset[int]

    @classmethod
    def of(cls, clinic: Clinic) -> Shelf:
        """Two queries."""
        exercises = Exercise.objects.prescribable(clinic).values_list("pk", flat=True)
        return cls(
            frozenset(exercises),
            frozenset(ExerciseVariant.objects.prescribable(clinic).values_list("pk", flat=True)),
        )

    def holds(self, row: PrescribedExercise) -> bool:
        return row.exercise_id in self.exercises and (row.variant_id is None or row.variant_id in self.variants)


@dataclass(frozen=True)
class Line:
    """One exercise as this person would be given it."""

    checked: Checked
    name: str
    is_adopted: bool

    @property
    def side(self) -> str:
        return self.checked.prescribed.side

    @property
    def verdict(self) -> Verdict:
        return self.checked.check.verdict

    @property
    def reasons(self) -> list[str]:
        """The gravest first."""
        return [finding.words for finding in self.checked.check.findings]


@dataclass(frozen=True)
class Preview:
    lines: list[Line]

    @property
    def refused(self) -> list[str]:
        return [line.name for line in self.lines if line.verdict == Verdict.AVOID]

    @property
    def cautions(self) -> list[str]:
        return [line.name for line in self.lines if line.verdict == Verdict.CAUTION]

    @property
    def not_checked(self) -> list[str]:
        return [line.name for line in self.lines if line.verdict == Verdict.NOT_CHECKED]

    @property
    def not_adopted(self) -> list[str]:
        return [line.name for line in self.lines if not line.is_adopted]

    @property
    def is_clear(self) -> bool:
        """Nothing has to be answered or changed before it can be published."""
        return bool(self.lines) and not (self.refused or self.cautions or self.not_adopted)

    @property
    def words(self) -> list[str]:
        """ "1 not inside the precautions: Step-up" and so on; "No clash" where there is nothing to say."""
        refused, cautions = len(self.refused), len(self.cautions)
        not_adopted, not_checked = len(self.not_adopted), len(self.not_checked)
        counted = [
            (
                self.refused,
                ngettext("%(count)d not inside the precautions", "%(count)d not inside the precautions", refused),
            ),
            (self.cautions, ngettext("%(count)d asks for caution", "%(count)d ask for caution", cautions)),
            (self.not_adopted, ngettext("%(count)d not adopted yet", "%(count)d not adopted yet", not_adopted)),
            (self.not_checked, ngettext("%(count)d not checked", "%(count)d not checked", not_checked)),
        ]
        said = [
            _("%(how_many)s: %(names)s") % {"how_many": words % {"count": len(names)}, "names": ", ".join(names)}
            for names, words in counted
            if names
        ]
        return said or [_("No clash")]


def with_lines(templates: Sequence[RoutineTemplate], language: str) -> dict[int, list[TemplateExercise]]:
    """What each template gives, by its key: with angles and names, five queries however many there are."""
    texts = ExerciseText.objects.filter(language__in=[language, FALLBACK_LANGUAGE])
    rows = (
        TemplateExercise.objects.filter(template__in=templates, is_optional=False)
        .select_related("exercise", "variant")
        .prefetch_related("exercise__poses", Prefetch("exercise__texts", texts), Prefetch("variant__texts", texts))
        .order_by("order")
    )
    found: dict[int, list[TemplateExercise]] = {template.pk: [] for template in templates}
    for row in rows:
        found[row.template_id].append(row)
    return found


def preview(
    lines: Iterable[TemplateExercise],
    phase: Phase,
    *,
    side: str,
    circumstances: Circumstances,
    on: date,
    shelf: Shelf,
    language: str,
) -> Preview:
    """`lines` as `with_lines` reads them; `side` is the affected one. No query."""
    chosen, nowhere = lines_in(lines, phase), RoutineRevision()
    times = times_a_day(chosen)
    rows = [
        from_template(nowhere, one, side=side, order=n, times=times, language=language)
        for n, one in enumerate(chosen, start=1)
    ]
    return Preview(
        [
            Line(one, shown(one.prescribed, language).shown_name, shelf.holds(one.prescribed))
            for one in check_rows(rows, circumstances, on)
        ]
    )
