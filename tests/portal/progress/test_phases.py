"""GET /patients/<id>/routine/phase/ and its three answers; the phase's last day on the caseload."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Role
from accounts.models import AuditEvent, Patient
from exercises.actions import adopt_everything
from exercises.models import Exercise, RoutineTemplate
from portal.caseload.models import CaseloadRow
from portal.routines.actions import fill_from_template, open_draft
from portal.routines.models import ClinicalProfile, RoutineRevision
from portal.routines.phases.length import proposed_end
from portal.routines.publishing.actions import publish
from portal.sessions.models import SessionStatus
from tests.cast import NOON, Cast, access_of
from tests.conftest import SignIn
from tests.portal.progress.recording import a_note, a_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

BEGUN = NOON - timedelta(days=30)
LAST_DAY = BEGUN.date() + timedelta(days=27)


@pytest.fixture(autouse=True)
def today():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOON, tick=False):
        yield


def give_phase(cast: Cast, slug: str = "hip-oa-12-weeks", phase: int | None = 1) -> RoutineRevision:
    """Published thirty days ago, with the day that was proposed then as its last one."""
    adopt_everything(cast.northside, by="Tess Moran")
    ClinicalProfile.objects.get_or_create(patient=cast.pat_record, defaults={"side": "left"})
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=BEGUN)
    draft, template = open_draft(by=by), RoutineTemplate.objects.get(slug=slug)
    fill_from_template(draft, template, phase=phase, by=by)
    draft.phase_ends_on = proposed_end(template, draft.phase, by.today)
    draft.save()
    return publish(draft, by=by)


@pytest.fixture
def revision(cast: Cast) -> RoutineRevision:
    return give_phase(cast)


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def url(patient: Patient, name: str = "phase") -> str:
    return reverse(f"progress:{name}", args=[patient.public_id])


def answer(tess: Client, cast: Cast, name: str, revision: RoutineRevision, **sent: str) -> HttpResponse:
    data = {"revision": str(revision.public_id), "draft": ""} | sent
    return tess.post(url(cast.pat_record, name), data, follow=True)  # type: ignore[return-value]


def said(tess: Client, cast: Cast) -> str:
    return tess.get(url(cast.pat_record)).content.decode()


def test_a_phase_that_is_over_asks_the_therapist_and_changes_nothing(
    cast: Cast, revision: RoutineRevision, tess: Client
) -> None:
    assert revision.phase_ends_on == LAST_DAY
    row = CaseloadRow.objects.get(patient=cast.pat_record)
    assert row.phase_ends_on == LAST_DAY
    page = said(tess, cast)
    for words in (
        "Weeks 1 to 4",
        "Over since Mon 16 Nov",
        "Two weeks in a row with pain of 3 of 10 or less",
        "Not yet reviewed by a clinician.",
        "Weeks 5 to 8",
        "None was due yet.",
        "Nobody answered.",
    ):
        assert words in page
    assert RoutineRevision.objects.get() == revision


def test_the_facts_of_the_phase_are_shown(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    before = RoutineRevision.objects.create(
        routine=revision.routine, number=0, published_at=BEGUN, effective_on=BEGUN.date(), created_at=BEGUN
    )
    for days, status, pain in ((30, "done", 9), (20, "done", 2), (18, "partly", 6), (16, "skipped", None)):
        session = a_session(before if days == 30 else revision, days, SessionStatus(status))
        if pain is not None:
            a_note(session, cast.pat, pain_during=pain)
    page = said(tess, cast)
    assert "2 of 3 sessions" in page
    assert "2 to 6 of 10" in page
    with CaptureQueriesContext(connection) as one:
        tess.get(url(cast.pat_record))
    for days in range(1, 15):
        a_note(a_session(revision, days, SessionStatus.DONE), cast.pat, pain_during=4)
    with CaptureQueriesContext(connection) as many:
        tess.get(url(cast.pat_record))
    assert len(many) == len(one)


def test_staying_moves_the_last_day_and_says_who_did_it(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    page = answer(tess, cast, "stay_in_phase", revision, phase_ends_on="2026-12-01")
    assert "The phase goes on until Tue 1 Dec." in page.content.decode()
    revision.refresh_from_db()
    assert revision.phase_ends_on == date(2026, 12, 1)
    assert CaseloadRow.objects.get(patient=cast.pat_record).phase_ends_on == date(2026, 12, 1)
    event = AuditEvent.objects.get(action="routine.phase_prolonged")
    assert (event.actor_id, event.patient_id) == (cast.tess.pk, cast.pat_record.pk)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-11-18", "Choose today or a later day."),
        ("", "Fill in the date."),
        ("soon", "Write the date as year, month, day"),
        ("2030-01-01", "Choose a day within a year."),
    ],
)
def test_a_day_that_cannot_be_is_told_and_kept(
    cast: Cast, revision: RoutineRevision, tess: Client, typed: str, sentence: str
) -> None:
    response = answer(tess, cast, "stay_in_phase", revision, phase_ends_on=typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{typed}"' in response.content.decode() or not typed
    revision.refresh_from_db()
    assert revision.phase_ends_on == LAST_DAY


def test_leaving_the_phases_lets_the_routine_go_on(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    answer(tess, cast, "leave_phases", revision)
    revision.refresh_from_db()
    assert (revision.phase, revision.phase_ends_on) == (1, None)
    assert CaseloadRow.objects.get(patient=cast.pat_record).phase_ends_on is None
    assert "no last day is set" in said(tess, cast)


def test_the_next_phase_is_a_draft_and_the_patient_keeps_what_she_has(
    cast: Cast, revision: RoutineRevision, tess: Client
) -> None:
    answer(tess, cast, "prepare_next_phase", revision)
    draft = RoutineRevision.objects.get(published_at=None)
    assert (draft.phase, draft.from_template, draft.phase_ends_on) == (2, "hip-oa-12-weeks", None)
    assert "side-lying-leg-raise" in draft.prescribed.values_list("exercise__slug", flat=True)
    revision.refresh_from_db()
    assert revision.phase_ends_on == LAST_DAY
    assert CaseloadRow.objects.get(patient=cast.pat_record).phase_ends_on == LAST_DAY


def test_a_draft_that_was_opened_meanwhile_is_not_replaced(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    draft = open_draft(by=access_of(cast.tess, cast.pat_record, Role.THERAPIST))
    before = list(draft.prescribed.values())
    page = answer(tess, cast, "prepare_next_phase", revision).content.decode()
    assert "A draft was opened or closed meanwhile." in page
    assert "A draft is open already." in page
    assert list(draft.prescribed.values()) == before
    answer(tess, cast, "prepare_next_phase", revision, draft=str(draft.public_id))
    draft.refresh_from_db()
    assert draft.phase == 2


def test_the_last_phase_leads_to_the_next_template(cast: Cast, tess: Client) -> None:
    revision = give_phase(cast, "tha-weeks-0-2")
    assert revision.phase_ends_on == BEGUN.date() + timedelta(days=13)
    assert "Hip replacement, weeks 2 to 6" in said(tess, cast)
    answer(tess, cast, "prepare_next_phase", revision)
    draft = RoutineRevision.objects.get(published_at=None)
    assert (draft.from_template, draft.phase) == ("tha-weeks-2-6", 1)


def test_what_is_missing_is_said_in_a_sentence(cast: Cast, tess: Client) -> None:
    assert "There is no routine at the moment, and so no phase." in said(tess, cast)
    revision = give_phase(cast, "tha-weeks-0-2")
    RoutineTemplate.objects.filter(slug="tha-weeks-2-6").update(is_retired=True)
    assert "was retired meanwhile. Choose another template." in said(tess, cast)
    page = answer(tess, cast, "prepare_next_phase", revision).content.decode()
    assert "was retired meanwhile. Choose another template." in page
    RoutineTemplate.objects.filter(slug="tha-weeks-2-6").update(is_retired=False, version=9)
    assert "as it is now. Adopt it first." in said(tess, cast)
    RoutineTemplate.objects.filter(slug="tha-weeks-0-2").update(leads_to="")
    assert "This was the last phase, and the template leads to no other one." in said(tess, cast)
    RoutineRevision.objects.update(from_template="gone")
    assert "The template of this phase is not there any more." in said(tess, cast)
    RoutineRevision.objects.update(phase=None)
    assert "This routine is in no phase" in said(tess, cast)
    for name in ("stay_in_phase", "leave_phases", "prepare_next_phase"):
        assert "Nothing was done; look at it again." in answer(tess, cast, name, revision).content.decode()


def test_the_criteria_are_those_of_the_version_that_was_used(
    cast: Cast, revision: RoutineRevision, tess: Client
) -> None:
    template = RoutineTemplate.objects.get(slug="hip-oa-12-weeks")
    template.phases[0] |= {"name": "A newer name", "move_on_when": ["Something newer."]}
    template.version += 1
    template.save()
    page = said(tess, cast)
    assert "A newer name" not in page
    assert "Two weeks in a row with pain" in page


def test_a_changed_dose_begins_no_phase_anew(cast: Cast, revision: RoutineRevision, tess: Client) -> None:
    again = RoutineRevision.objects.get()
    again.pk, again.number, again.effective_on, again.sheet_code = None, 2, NOON.date(), None
    again.public_id = "00000000-0000-4000-8000-000000000001"
    again._state.adding = True
    again.save()
    assert "since Tue 20 Oct 2026" in said(tess, cast)
    RoutineRevision.objects.filter(number=1).update(phase=3)
    assert "since Thu 19 Nov 2026" in said(tess, cast)


def test_the_patients_page_leads_to_the_phase_and_to_a_template(
    cast: Cast, revision: RoutineRevision, tess: Client
) -> None:
    page = tess.get(url(cast.pat_record, "patient")).content.decode()
    assert f'<a href="{url(cast.pat_record)}">Phase 1, until Mon 16 Nov</a>' in page
    assert reverse("routines:keep_as_template", args=[cast.pat_record.public_id]) in page
    assert "Phase over since Mon 16 Nov" in page


def test_an_exercise_retired_since_is_left_out_of_the_next_phase(
    cast: Cast, revision: RoutineRevision, tess: Client
) -> None:
    Exercise.objects.filter(slug="mini-squat").update(is_retired=True)
    answer(tess, cast, "prepare_next_phase", revision)
    slugs = RoutineRevision.objects.get(published_at=None).prescribed.values_list("exercise__slug", flat=True)
    assert "mini-squat" not in slugs
    assert len(slugs) == 4
