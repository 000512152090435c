"""The page on which one template is given to several patients. Reads only, and costs the same for one and for twenty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from accounts.models import ClinicMember, Patient
from exercises.models import RoutineTemplate
from exercises.phases import Phase, phase_of, phases_of
from exercises.template_shelf import template_names
from portal.routines.actions import REVIEW_AFTER
from portal.routines.giving.asking import MOST_AT_ONCE, Asked
from portal.routines.giving.preview import Preview, Shelf, preview, with_lines
from portal.routines.giving.standing import Fate, Standing, standing_of
from portal.routines.limits_of_many import limits_of_many
from portal.routines.models import ClinicalProfile

LISTED = 50


@dataclass(frozen=True)
class Choice:
    """One patient who may be ticked. `now` says what they have."""

    patient: Patient
    what: str
    now: str
    is_ticked: bool


@dataclass(frozen=True)
class Person:
    """One ticked patient, checked. `what`: "Left hip replacement, week 9". `now`: the name of what they have."""

    patient: Patient
    what: str
    now: str
    side: str
    questions: list[str]
    preview: Preview
    standing: Standing
    fate: Fate


@dataclass(frozen=True)
class GivePage:
    template: RoutineTemplate
    asked: Asked
    phases: list[Phase]
    phase: Phase | None
    choices: list[Choice]
    has_more: bool
    people: list[Person]
    review_by_on: date
    errors: list[dict[str, str]]
    most: int = MOST_AT_ONCE

    def _count(self, *fates: Fate) -> int:
        return sum(person.fate in fates for person in self.people)

    @property
    def to_publish(self) -> int:
        return self._count(Fate.PUBLISHED)

    @property
    def to_draft(self) -> int:
        return self._count(Fate.DRAFT)

    @property
    def left_alone(self) -> int:
        return self._count(Fate.LEFT, Fate.HAS_IT)


def give_page(
    member: ClinicMember,
    template: RoutineTemplate,
    asked: Asked,
    opened: Sequence[PatientAccess],
    language: str,
    *,
    now: datetime,
    errors: list[dict[str, str]],
) -> GivePage:
    """`opened`: who is checked. Nobody, while patients are still being ticked."""
    on = now.astimezone(member.user.zone).date()
    listed = _listed(member, asked, on)
    choices = listed[:LISTED]
    standing = standing_of(choices)
    names = _names(member, standing)
    return GivePage(
        template=template,
        asked=asked,
        phases=phases_of(template),
        phase=phase_of(template, asked.phase),
        choices=[
            Choice(
                one,
                _what(getattr(one, "clinical_profile", None), one.today(now)),
                _now(standing[one.pk], names),
                one.public_id in asked.patients,
            )
            for one in choices
        ],
        has_more=len(listed) > LISTED,
        people=people(member, template, asked.phase, opened, language) if asked.phase else [],
        review_by_on=on + REVIEW_AFTER,
        errors=errors,
    )


def people(
    member: ClinicMember, template: RoutineTemplate, number: int, opened: Sequence[PatientAccess], language: str
) -> list[Person]:
    """Each checked for themselves. A dozen queries, however many they are; none for nobody."""
    phase = phase_of(template, number)
    if phase is None or not opened:
        return []
    patients = [access.patient for access in opened]
    profiles = {one.patient_id: one for one in ClinicalProfile.objects.filter(patient__in=patients)}
    limits, standing = limits_of_many(patients), standing_of(patients)
    names = _names(member, standing)
    lines, shelf = with_lines([template], language)[template.pk], Shelf.of(member.clinic)
    found = []
    for access in opened:
        patient, today = access.patient, access.today
        profile = profiles.get(patient.pk) or ClinicalProfile()
        seen = preview(
            lines,
            phase,
            side=profile.side,
            circumstances=limits[patient.pk].circumstances,
            on=today,
            shelf=shelf,
            language=language,
        )
        has = standing[patient.pk]
        found.append(
            Person(
                patient=patient,
                what=_what(profile, today),
                now=_now(has, names),
                side=profile.side,
                questions=limits[patient.pk].questions,
                preview=seen,
                standing=has,
                fate=has.fate(template, number, seen),
            )
        )
    return found


def _listed(member: ClinicMember, asked: Asked, on: date) -> list[Patient]:
    """Those who are ticked come first, whatever is searched for: nobody's tick is lost."""
    mine = Patient.objects.treated_by(member.user, on).select_related("clinical_profile").order_by("name", "pk")
    ticked = list(mine.filter(public_id__in=asked.patients)) if asked.patients else []
    others = mine.filter(name__icontains=asked.words) if asked.words else mine
    # Once each, where one treatment ends on the day the next begins.
    return list(dict.fromkeys([*ticked, *others[: LISTED + len(ticked) + 1]]))


def _names(member: ClinicMember, standing: dict[int, Standing]) -> dict[str, str]:
    slugs = {one.from_template for has in standing.values() for one in (has.current, has.draft) if one}
    return template_names(member.clinic, slugs)


def _what(profile: ClinicalProfile | None, today: date) -> str:
    """ "Left hip replacement, week 9 after the operation"."""
    if profile is None:
        return ""
    week = profile.week_after_operation(today)
    what = profile.operation or (profile.get_operation_kind_display() if profile.operated_on else profile.diagnosis)
    if not what or week is None:
        return what
    return _("%(what)s, week %(week)d after the operation") % {"what": what, "week": week}


def _now(standing: Standing, names: dict[str, str]) -> str:
    if standing.current is None:
        return _("No routine; a draft is open") if standing.draft_count else _("No routine yet")
    facts = {
        "number": standing.current.number,
        "name": names.get(standing.current.from_template, _("a routine of its own")),
    }
    if standing.draft_count:
        return _("Has %(name)s, revision %(number)d; a draft is open") % facts
    return _("Has %(name)s, revision %(number)d") % facts
