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
from exercises.pictures import Picture
from exercises.shelf import Standing, adoption_of
from exercises.weekdays import DAYS_IN_WEEK

if TYPE_CHECKING:
    from accounts.models import Clinic


@dataclass(frozen=True)
class TemplateRow:
    template: RoutineTemplate
    exercise_count: int
    checked_against: list[str]
    standing: Standing


@dataclass(frozen=True)
class LineRow:
    line: TemplateExercise
    shown: ShownExercise
    picture: Picture | None
    dose: str
    how_often: str
    weeks: str


@dataclass(frozen=True)
class TemplatePage:
    template: RoutineTemplate
    checked_against: list[str]
    lines: list[LineRow]
    leave_out: list[ShownExercise]
    sources: list[Source]
    standing: Standing


def template_rows(clinic: Clinic) -> list[TemplateRow]:
    found = RoutineTemplate.objects.for_clinic(clinic).in_use().with_adoption(clinic).with_exercise_count()
    return [
        TemplateRow(
            template=template,
            exercise_count=template.exercise_count,
            checked_against=precautions.labels(template.checked_against),
            standing=Standing(template.is_reviewed, template.is_adopted),
        )
        for template in found
    ]


def find_template(clinic: Clinic, slug: str) -> RoutineTemplate:
    found = RoutineTemplate.objects.for_clinic(clinic).with_adoption(clinic).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def template_names(clinic: Clinic, slugs: Iterable[str]) -> dict[str, str]:
    """Retired ones too: a routine may have begun with one."""
    found = RoutineTemplate.objects.for_clinic(clinic).filter(slug__in=[slug for slug in slugs if slug])
    return dict(found.values_list("slug", "name"))


def template_page(clinic: Clinic, slug: str, language: str) -> TemplatePage:
    template = find_template(clinic, slug)
    lines = template.exercises.select_related("exercise", "variant").with_texts(language)
    left_out = Exercise.objects.for_clinic(clinic).filter(slug__in=template.leave_out).with_texts(language)
    return TemplatePage(
        template=template,
        checked_against=precautions.labels(template.checked_against),
        lines=[_line_row(line, language, clinic.figure) for line in lines],
        leave_out=[exercise.shown_in(language) for exercise in left_out],
        sources=list(template.sources.all()),
        standing=Standing(
            template.is_reviewed,
            template.is_adopted,
            adoption_of(clinic, AdoptionKind.TEMPLATE, template.slug, template.version),
        ),
    )


def _line_row(line: TemplateExercise, language: str, figure: str) -> LineRow:
    return LineRow(
        line=line,
        shown=line.exercise.shown_in(language, line.variant),
        picture=line.exercise.picture("end", variant=line.variant, figure=figure),
        dose=dosage.for_staff(line.dosage),
        how_often=_how_often(line),
        weeks=_weeks(line.from_week, line.to_week),
    )


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


def _weeks(first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    if last is None:
        return _("from week %(first)d") % {"first": first}
    return _("weeks %(first)d to %(last)d") % {"first": first, "last": last}
