"""A draft is filled from a template: one of its phases, or as it begins."""

import pytest

from accounts.access import Role
from exercises.models import RoutineTemplate
from exercises.phases import lines_in, phases_of
from portal.routines import actions
from portal.routines.dosing import keep_core
from portal.routines.models import PrescribedExercise
from tests.cast import Cast, access_of
from tests.portal.routines.building import rows_of


@pytest.mark.parametrize("number", [1, 2])
def test_a_phase_brings_its_own_exercises(cast: Cast, library: None, number: int) -> None:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    template = next(one for one in RoutineTemplate.objects.all() if len(phases_of(one)) > 1)
    draft = actions.open_draft(by=by)
    actions.fill_from_template(draft, template, phase=number, by=by)
    lines = lines_in(template.exercises.filter(is_optional=False).order_by("order"), phases_of(template)[number - 1])
    assert [row.exercise_id for row in rows_of(draft)] == [line.exercise_id for line in lines]
    draft.refresh_from_db()
    assert (draft.from_template, draft.from_template_version) == (template.slug, template.version)
    assert (draft.phase, draft.saved_count) == (number, 1)


def test_without_a_phase_nothing_is_said_about_phases(cast: Cast, library: None) -> None:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    draft = actions.open_draft(by=by)
    actions.fill_from_template(draft, RoutineTemplate.objects.get(slug="tha-weeks-6-12"), phase=99, by=by)
    assert draft.phase is None
    assert rows_of(draft)
    actions.fill_from_revision(draft, None, by=by)
    draft.refresh_from_db()
    assert (draft.from_template, draft.from_template_version, rows_of(draft)) == ("", None, [])


def test_of_what_is_marked_for_a_bad_day_two_are_kept() -> None:
    rows = [PrescribedExercise(is_core=marked) for marked in (True, False, True, True)]
    keep_core(rows)
    assert [row.is_core for row in rows] == [True, False, True, False]
