"""What the template pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises import dosage, precautions
from exercises.models import AdoptionKind, Exercise, RoutineTemplate, Source, TemplateExercise
from exercises.models.texts import ShownExercise
from exercises.own_templates.usable import Hindrances
from exercises.phases import Phase, every_line_in, phases_of, weeks_in_words
from exercises.pictures import Picture
from exercises.shelf import Standing, adoption_of
from exercises.template_checks import check_lines
from exercises.weekdays import DAYS_IN_WEEK

if TYPE_CHECKING:
    from accounts.models import Clinic


@dataclass(frozen=True)
class TemplateRow:
    template: RoutineTemplate
    exercise_count: int
    checked_against: list[str]
    standing: Standing
    lang: str = "en"
    phases: int = 1


@dataclass(frozen=True)
class LineRow:
    """`hindrance`: why it cannot be prescribed, of a template that is in use."""

    line: TemplateExercise
    shown: ShownExercise
    picture: Picture | None
    dose: str
    how_often: str
    weeks: str
    hindrance: str = ""


@dataclass(frozen=True)
class FoundRow:
    """What the check says of one exercise, where it is not simply clear."""

    shown: ShownExercise
    verdict: str
    sentences: list[str]


@dataclass(frozen=True)
class PhaseRow:
    phase: Phase
    weeks: str
    lines: list[LineRow]
    found: list[FoundRow]

    @property
    def minutes(self) -> int:
        """Of one time through, the offered ones left out."""
        seconds = sum(
            dosage.estimated_seconds(
                row.line.dosage,
                seconds_per_rep=row.line.exercise.seconds_per_rep,
                usual_hold_seconds=row.line.exercise.default_hold_seconds,
            )
            for row in self.lines
            if not row.line.is_optional
        )
        return max(round(seconds / 60), 1)


@dataclass(frozen=True)
class TemplatePage:
    """`lang` is the language of its words; `move_on_when` is empty where each phase has its own."""

    template: RoutineTemplate
    lang: str
    checked_against: list[str]
    phases: list[PhaseRow]
    move_on_when: list[str]
    leads_to: RoutineTemplate | None
    leave_out: list[ShownExercise]
    sources: list[Source]
    standing: Standing
    parent_name: str = ""  # of a clinic's own: what it was copied from

    @property
    def is_own(self) -> bool:
        return self.template.clinic_id is not None


def template_rows(clinic: Clinic) -> list[TemplateRow]:
    found = RoutineTemplate.objects.for_clinic(clinic).in_use().with_adoption(clinic).with_exercise_count()
    return [
        TemplateRow(
            template=template,
            exercise_count=template.exercise_count,
            checked_against=precautions.labels(template.checked_against),
            standing=Standing(template.is_reviewed, template.is_adopted),
            lang=clinic.language if template.clinic_id else "en",
            phases=len(phases_of(template)),
        )
        for template in found
    ]


def retired_own(clinic: Clinic) -> list[RoutineTemplate]:
    return list(RoutineTemplate.objects.filter(clinic=clinic, is_retired=True))


def find_template(clinic: Clinic, slug: str) -> RoutineTemplate:
    found = (
        RoutineTemplate.objects.for_clinic(clinic)
        .with_adoption(clinic)
        .select_related("clinic")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise Http404
    return found


def template_names(clinic: Clinic, slugs: Iterable[str]) -> dict[str, str]:
    """Retired ones too: a routine may have begun with one."""
    found = RoutineTemplate.objects.for_clinic(clinic).filter(slug__in=[slug for slug in slugs if slug])
    return dict(found.values_list("slug", "name"))


def template_page(clinic: Clinic, slug: str, language: str) -> TemplatePage:
    """A dozen queries, however many phases and exercises there are."""
    template = find_template(clinic, slug)
    phases = phases_of(template)
    left_out = Exercise.objects.for_clinic(clinic).filter(slug__in=template.leave_out).with_texts(language)
    is_common = all(list(phase.move_on_when) == template.move_on_when for phase in phases)
    return TemplatePage(
        template=template,
        lang=lang_of(template),
        checked_against=precautions.labels(template.checked_against),
        phases=_phase_rows(template, phases, clinic, language),
        move_on_when=template.move_on_when if is_common else [],
        leads_to=_named(clinic, template.leads_to),
        leave_out=[exercise.shown_in(language) for exercise in left_out],
        sources=list(template.sources.all()),
        standing=Standing(
            template.is_reviewed,
            template.is_adopted,
            adoption_of(clinic, AdoptionKind.TEMPLATE, template.slug, template.version),
        ),
        parent_name=_parent_name(template),
    )


def lang_of(template: RoutineTemplate) -> str:
    """Shared ones are written in English, a clinic's own in the clinic's language."""
    return template.clinic.language if template.clinic else "en"


def counts_weeks(template: RoutineTemplate) -> bool:
    """False: its phases are stages that follow criteria, and the numbers of its lines are those of stages."""
    return template.from_week is not None


def _phase_rows(template: RoutineTemplate, phases: list[Phase], clinic: Clinic, language: str) -> list[PhaseRow]:
    found = template.exercises.select_related("exercise", "variant").prefetch_related("exercise__poses")
    lines = list(found.with_texts(language))
    hindrances = Hindrances(clinic) if template.is_adopted or template.clinic_id else None
    return [_phase_row(template, phase, every_line_in(lines, phase), clinic, language, hindrances) for phase in phases]


def _phase_row(
    template: RoutineTemplate,
    phase: Phase,
    lines: list[TemplateExercise],
    clinic: Clinic,
    language: str,
    hindrances: Hindrances | None,
) -> PhaseRow:
    checked = check_lines(lines, template.checked_against, phase) if template.checked_against else []
    return PhaseRow(
        phase=phase,
        weeks=phase.weeks if counts_weeks(template) and phase.weeks.casefold() != phase.name.casefold() else "",
        lines=[_line_row(line, template, phase, language, clinic.figure, hindrances) for line in lines],
        found=[
            FoundRow(
                one.line.exercise.shown_in(language, one.line.variant),
                str(one.check.verdict.label),
                list(dict.fromkeys(finding.words for finding in one.check.findings)),  # two limits may say the same
            )
            for one in checked
            if not one.is_clear
        ],
    )


def _line_row(
    line: TemplateExercise,
    template: RoutineTemplate,
    phase: Phase,
    language: str,
    figure: str,
    hindrances: Hindrances | None,
) -> LineRow:
    is_in_phase = (line.from_week, line.to_week) in ((None, None), (phase.from_week, phase.to_week))
    return LineRow(
        line=line,
        shown=line.exercise.shown_in(language, line.variant),
        picture=line.exercise.picture("end", variant=line.variant, figure=figure),
        dose=dosage.for_staff(line.dosage),
        how_often=_how_often(line),
        weeks="" if is_in_phase or not counts_weeks(template) else weeks_in_words(line.from_week, line.to_week),
        hindrance=hindrances.of(line.exercise, line.variant) if hindrances else "",
    )


def _named(clinic: Clinic, slug: str) -> RoutineTemplate | None:
    return RoutineTemplate.objects.for_clinic(clinic).in_use().filter(slug=slug).first() if slug else None


def _parent_name(template: RoutineTemplate) -> str:
    """It may have been retired since; its row stays."""
    if not template.copied_from:
        return ""
    parents = RoutineTemplate.objects.filter(slug=template.copied_from, clinic__in=[template.clinic_id])
    shared = RoutineTemplate.objects.filter(slug=template.copied_from, clinic__isnull=True)
    return (parents | shared).values_list("name", flat=True).first() or template.copied_from


def _how_often(line: TemplateExercise) -> str:
    days = _("every day")
    if line.days_per_week < DAYS_IN_WEEK:
        days = ngettext("%(count)d day a week", "%(count)d days a week", line.days_per_week) % {
            "count": line.days_per_week
        }
    if line.times_per_day == 1:
        return days
    times = ngettext("%(count)d time a day", "%(count)d times a day", line.times_per_day) % {
        "count": line.times_per_day
    }
    return _("%(times)s, %(days)s") % {"times": times, "days": days}
