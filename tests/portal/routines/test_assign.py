"""What a routine starts from: a template, the routine as it is, the last one, or nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Role
from exercises.actions import adopt_everything
from exercises.models import Adoption, RoutineTemplate
from exercises.precautions import Check, Verdict
from portal.routines.checking import Checked
from portal.routines.choosing import Offer, asked_phase
from portal.routines.course import actions as course
from portal.routines.giving.preview import Line, Preview
from portal.routines.models import ClinicalProfile, PrescribedExercise, Routine
from tests.cast import Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    adopt_everything(cast.northside, by="Tess Moran")
    return signed_in(cast.tess)


def test_a_template_becomes_a_draft_for_the_affected_leg(cast: Cast, tess: Client) -> None:
    ClinicalProfile.objects.create(patient=cast.pat_record, side="right")
    response = tess.post(url("use_template", cast.pat_record), {"template": "tha-weeks-6-12"}, follow=True)
    assert response.status_code == 200
    draft = draft_of(cast.pat_record)
    assert draft.from_template == "tha-weeks-6-12"
    sides = {row.exercise.slug: row.side for row in rows_of(draft)}
    assert sides["clamshell"] == "right"
    assert sides["glute-bridge"] == "bilateral"


@pytest.mark.parametrize("slug", ["tha-weeks-0-2", "hip-oa-12-weeks", "athlete-return"])
def test_every_row_of_a_template_can_be_saved_as_it_is(cast: Cast, tess: Client, slug: str) -> None:
    tess.post(url("use_template", cast.pat_record), {"template": slug})
    draft = draft_of(cast.pat_record)
    assert tess.post(url("save_draft", cast.pat_record), typed(draft)).status_code == 302


def operated(cast: Cast, *, weeks: int, **more: object) -> None:
    """Without precautions, unless `more` says otherwise."""
    known: dict[str, object] = {
        "side": "right",
        "operation_kind": "replacement",
        "approach": "lateral",
        "operated_on": cast.pat_record.today(timezone.now()) - timedelta(weeks=weeks),
        "no_precautions_by": "Dr Okafor",
        "no_precautions_on": cast.pat_record.today(timezone.now()) - timedelta(weeks=weeks),
    }
    ClinicalProfile.objects.update_or_create(patient=cast.pat_record, defaults=known | more)


def offers(cast: Cast, tess: Client) -> dict[str, Offer]:
    choice = tess.get(url("assign", cast.pat_record)).context["choice"]
    return {one.template.slug: one for one in choice.adopted}


@pytest.mark.parametrize(
    ("weeks", "first"), [(0, "tha-weeks-0-2"), (1, "tha-weeks-0-2"), (2, "tha-weeks-2-6"), (9, "tha-weeks-6-12")]
)
def test_the_weeks_after_the_operation_stand_first(cast: Cast, tess: Client, weeks: int, first: str) -> None:
    operated(cast, weeks=weeks)
    found = offers(cast, tess)
    assert next(iter(found)) == first
    assert [slug for slug, one in found.items() if one.fits] == [first]


def test_without_a_replacement_no_week_counts(cast: Cast, tess: Client) -> None:
    operated(cast, weeks=3, operation_kind="other")
    found = offers(cast, tess)
    assert not any(one.fits for one in found.values())
    assert [slug.startswith("tha-") for slug in found] == [False] * 5 + [True] * 4


def test_each_template_is_checked_for_this_patient_before_it_is_used(cast: Cast, tess: Client) -> None:
    operated(cast, weeks=3)
    early = offers(cast, tess)["tha-weeks-6-12"].phases[0].preview
    operated(cast, weeks=30)
    late = offers(cast, tess)["tha-weeks-6-12"].phases[0].preview
    assert not early.is_clear
    assert len(late.cautions) + len(late.refused) < len(early.cautions) + len(early.refused)
    assert len(early.lines) == len(late.lines) == 6
    assert late.lines[0].side == "right"  # the clamshell


def test_the_check_in_a_word(cast: Cast, library: None) -> None:
    found = [
        line("Step-up", "avoid"),
        line("Clamshell", "caution"),
        line("Squat", "caution"),
        line("Own", "not_checked"),
    ]
    assert Preview(found).words == [
        "1 not inside the precautions: Step-up",
        "2 ask for caution: Clamshell, Squat",
        "1 not checked: Own",
    ]
    assert Preview([line("Squat", "ok")]).words == ["No clash"]
    assert Preview([line("Squat", "ok", is_adopted=False)]).words == ["1 not adopted yet: Squat"]


def line(name: str, verdict: str, *, is_adopted: bool = True) -> Line:
    return Line(Checked(PrescribedExercise(), Check(Verdict(verdict))), name, is_adopted)


@pytest.mark.parametrize(
    ("verdict", "is_adopted", "is_clear"),
    [
        ("ok", True, True),
        ("not_checked", True, True),
        ("caution", True, False),
        ("avoid", True, False),
        ("ok", False, False),
    ],
)
def test_clear_is_what_asks_for_nothing(verdict: str, is_adopted: bool, is_clear: bool) -> None:
    assert Preview([line("Squat", "ok"), line("Own", verdict, is_adopted=is_adopted)]).is_clear is is_clear
    assert not Preview([]).is_clear


def test_what_is_clean_goes_straight_to_publishing(cast: Cast, tess: Client) -> None:
    """Heel slides and the like clash with nothing in somebody without an operation."""
    ClinicalProfile.objects.create(patient=cast.pat_record, side="left", operation_kind="none")
    used = {"template": "tha-weeks-0-2", "phase": "1"}
    response = tess.post(url("use_template", cast.pat_record), used)
    assert response.headers["Location"] == url("review_changes", cast.pat_record)
    assert draft_of(cast.pat_record).phase == 1


def test_what_only_asks_for_caution_is_answered_where_it_is_published(cast: Cast, tess: Client) -> None:
    operated(cast, weeks=3)
    response = tess.post(url("use_template", cast.pat_record), {"template": "tha-weeks-6-12"})
    assert response.headers["Location"] == url("review_changes", cast.pat_record)


def test_what_is_outside_the_precautions_goes_to_the_builder(cast: Cast, tess: Client) -> None:
    operated(cast, weeks=3, no_precautions_by="", no_precautions_on=None)
    response = tess.post(url("use_template", cast.pat_record), {"template": "desk-worker-hip-flexors"})
    assert response.headers["Location"] == url("edit_routine", cast.pat_record)


@pytest.mark.parametrize(
    ("text", "phase"), [("2", 2), ("9", None), ("", None), ("²", None), ("\0", None), ("-1", None)]
)
def test_a_phase_is_one_that_the_template_has(library: None, text: str, phase: int | None) -> None:
    assert asked_phase(RoutineTemplate.objects.get(slug="hip-oa-12-weeks"), text) == phase


def test_a_template_of_one_phase_needs_none_to_be_named(library: None) -> None:
    assert asked_phase(RoutineTemplate.objects.get(slug="tha-weeks-6-12"), "") == 1


def test_the_page_costs_the_same_with_more_templates(cast: Cast, tess: Client) -> None:
    ids = RoutineTemplate.objects.exclude(slug="tha-weeks-6-12").values_list("pk", flat=True)
    RoutineTemplate.objects.filter(pk__in=list(ids)).update(is_retired=True)
    with CaptureQueriesContext(connection) as one:
        tess.get(url("assign", cast.pat_record))
    RoutineTemplate.objects.update(is_retired=False)
    with CaptureQueriesContext(connection) as nine:
        tess.get(url("assign", cast.pat_record))
    assert len(nine) == len(one)


def test_templates_without_adoption_are_shown_and_not_used(cast: Cast, tess: Client) -> None:
    Adoption.objects.filter(kind="template", slug="tha-weeks-6-12").delete()
    choice = tess.get(url("assign", cast.pat_record)).context["choice"]
    assert [one.template.slug for one in choice.others] == ["tha-weeks-6-12"]
    assert len(choice.adopted) == RoutineTemplate.objects.count() - 1
    assert tess.post(url("use_template", cast.pat_record), {"template": "tha-weeks-6-12"}).status_code == 404


@pytest.mark.parametrize("slug", ["", "x", "\0", "y" * 5000])
def test_a_template_that_is_not_there_is_not_found(cast: Cast, tess: Client, slug: str) -> None:
    assert tess.post(url("use_template", cast.pat_record), {"template": slug}).status_code == 404


def test_the_routine_as_it_is_can_be_copied(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.pat_record, times=("08:00", "18:00"))
    draft = start(tess, cast.pat_record)
    assert [row.exercise.slug for row in rows_of(draft)] == ["glute-bridge", "clamshell", "heel-raise"]
    assert draft.times == ["08:00", "18:00"]


def test_the_last_routine_can_be_taken_up_again(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.pat_record, times=("08:00", "18:00"))
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    course.end_routine(Routine.objects.get(patient=cast.pat_record), by=by)
    assert "From the last routine" in tess.get(url("assign", cast.pat_record)).content.decode()
    draft = start(tess, cast.pat_record, "last")
    assert [row.exercise.slug for row in rows_of(draft)] == ["glute-bridge", "clamshell", "heel-raise"]
    assert draft.times == ["08:00", "18:00"]


def test_a_second_press_opens_the_same_draft(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.pat_record)
    assert start(tess, cast.pat_record).pk == start(tess, cast.pat_record).pk


def test_without_a_draft_the_builder_leads_to_the_choice(cast: Cast, tess: Client) -> None:
    response = tess.get(url("edit_routine", cast.pat_record))
    assert response.headers["Location"] == url("assign", cast.pat_record)


def test_reading_the_choice_makes_nothing(cast: Cast, tess: Client) -> None:
    tess.get(url("assign", cast.pat_record))
    assert not Routine.objects.filter(patient=cast.pat_record).exists()
