"""Revisions stay readable: what was given then, what was done under it, and two beside each other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Role
from accounts.models import Patient
from portal.progress.earlier_routines import earlier_routines
from portal.progress.revisions import published, revision_page
from portal.routines import actions as routine_actions
from portal.routines.course.actions import end_routine
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.publishing.actions import LastTouches, publish
from portal.routines.publishing.confirming import confirm_change
from portal.sessions.models import ExerciseResult, Outcome
from tests.cast import Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.portal.progress.recording import a_note, a_result, a_session

NOW = timezone.now()


def path(name: str, patient: Patient, *more: object) -> str:
    return reverse(f"progress:{name}", args=[patient.public_id, *more])


def another(cast: Cast, days_ago: int, *, drop: str = "", why: str = "", **dose: object) -> RoutineRevision:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW - timedelta(days=days_ago))
    draft = routine_actions.open_draft(by=by)
    draft.prescribed.filter(exercise__slug=drop).delete()
    draft.prescribed.filter(exercise__slug="clamshell").update(**dose)
    return publish(draft, by=by, touches=LastTouches({drop: why} if why else {}))


@pytest.fixture
def first(cast: Cast, library: None) -> RoutineRevision:
    return give_routine(cast, cast.pat_record, now=NOW - timedelta(days=30))


@pytest.fixture
def second(cast: Cast, first: RoutineRevision) -> RoutineRevision:
    return another(cast, 10, drop="heel-raise", why="hurt", sets=3, reps=9, caution_reason="qzreasonzq")


def test_each_says_when_it_held_who_wrote_it_and_who_has_read_it(
    cast: Cast, first: RoutineRevision, second: RoutineRevision
) -> None:
    third = another(cast, 10, sets=4)
    cara = access_of(cast.cara, cast.pat_record, Role.CAREGIVER, now=NOW)
    confirm_change(third, by=cara)
    today = NOW.date()
    held = published(access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW))
    assert [(one.revision.number, one.since, one.until, one.is_replaced_the_same_day) for one in held] == [
        (3, today - timedelta(days=10), None, False),
        (2, today - timedelta(days=10), today - timedelta(days=10), True),
        (1, today - timedelta(days=30), today - timedelta(days=11), False),
    ]
    assert [[read.who for read in one.confirmed] for one in held] == [["Cara Ellis for Pat"], [], []]
    end_routine(first.routine, by=access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW))
    assert published(access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW))[0].until == today


def test_what_was_done_under_it_is_counted(cast: Cast, first: RoutineRevision) -> None:
    for days_ago, status in ((9, "done"), (8, "done"), (7, "due"), (6, "withdrawn")):
        session = a_session(first, days_ago, status)
        if status == "done":
            a_result(session, cast.pat)
            a_note(session, cast.pat, pain_during=days_ago - 4)
    clamshell = first.prescribed.get(exercise__slug="clamshell")
    # On one of the days one side was done and the other was not.
    ExerciseResult.objects.create(
        exercise_session=first.routine.exercise_sessions.first(),
        prescribed_exercise=clamshell,
        side="right",
        outcome=Outcome.NOT_DONE,
        recorded_at=NOW,
    )
    page = revision_page(access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW), first.public_id, "en")
    assert (page.counts.kept, page.counts.due) == (2, 3)
    assert {row.name: (row.done, row.due) for row in page.rows} == {
        "Glute bridge": (2, 3),
        "Clamshell": (1, 3),
        "Heel raise": (2, 3),
    }
    assert page.pain
    assert (page.pain.lowest, page.pain.highest, page.pain.answers) == (4, 5, 2)


def test_two_are_compared_from_the_earlier_to_the_later(
    cast: Cast, first: RoutineRevision, second: RoutineRevision, signed_in: SignIn
) -> None:
    tess = signed_in(cast.tess)
    for here, there in ((first, second), (second, first)):
        response = tess.get(path("revision", cast.pat_record, here.public_id), {"with": str(there.public_id)})
        page = response.context["page"]
        assert [one.name for one in page.changes.removed] == ["Heel raise"]
        (clamshell,) = page.changes.changed
        dose = next(pair for pair in clamshell.pairs if pair.label == "Dose")
        assert dose.now.startswith("3 × 9")
        assert (page.earlier.revision, page.later.revision) == (first, second)
        assert "Heel raise" in response.content.decode()


@pytest.mark.parametrize("odd", ["x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_not_found(cast: Cast, first: RoutineRevision, signed_in: SignIn, odd: str) -> None:
    tess = signed_in(cast.tess)
    assert tess.get(path("revision", cast.pat_record, first.public_id), {"with": odd}).status_code == 404


def test_a_draft_and_another_patients_revision_are_not_found(
    cast: Cast, first: RoutineRevision, signed_in: SignIn
) -> None:
    tess = signed_in(cast.tess)
    draft = routine_actions.open_draft(by=access_of(cast.tess, cast.pat_record, Role.THERAPIST))
    for patient, revision in ((cast.pat_record, draft), (cast.walt_record, first)):
        assert tess.get(path("revision", patient, revision.public_id)).status_code == 404


def test_the_therapist_reads_the_check_and_the_reason_of_then(
    cast: Cast, second: RoutineRevision, signed_in: SignIn
) -> None:
    PrescribedExercise.objects.filter(revision=second, exercise__slug="clamshell").update(
        published_check={
            "verdict": "caution",
            "codes": ["SIDE"],
            "words": ["Lying on the side."],
            "on": "2026-11-01",
        },
        caution_reason_by=cast.tess,
    )
    text = signed_in(cast.tess).get(path("revision", cast.pat_record, second.public_id)).content.decode()
    assert "The check said then: Caution" in text
    assert "Lying on the side." in text
    assert "qzreasonzq" in text


class TestEarlierRoutines:
    def test_pat_reads_the_notices_and_the_lists(self, cast: Cast, second: RoutineRevision, signed_in: SignIn) -> None:
        text = signed_in(cast.pat).get(path("earlier_routines", cast.pat_record)).content.decode()
        for words in ("Stopped: Heel raise", "It hurt.", "Glute bridge", "3 sets of 9"):
            assert words in text
        for word in ("qzreasonzq", "Caution", "No clash", "Given all the same", "score", "missed"):
            assert word not in text

    def test_only_who_may_see_the_history(self, cast: Cast, second: RoutineRevision, signed_in: SignIn) -> None:
        cast.cara_for_pat.scopes = ["view_routine", "record"]
        cast.cara_for_pat.save()
        assert signed_in(cast.cara).get(path("earlier_routines", cast.pat_record)).status_code == 404

    def test_without_a_routine_it_says_so(self, cast: Cast, signed_in: SignIn) -> None:
        text = signed_in(cast.pat).get(path("earlier_routines", cast.pat_record)).content.decode()
        assert "When your exercises change" in text


def test_twenty_cost_as_many_statements_as_two(cast: Cast, second: RoutineRevision, signed_in: SignIn) -> None:
    access = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW)

    def counted() -> list[int]:
        found = []
        for read in (
            published,
            lambda by: earlier_routines(by, "en"),
            lambda by: revision_page(by, second.public_id, "en"),
        ):
            read(access)
            with CaptureQueriesContext(connection) as asked:
                read(access)
            found.append(len(asked))
        return found

    few = counted()
    for number in range(9):
        another(cast, 9 - number, sets=number % 3 + 1)
        a_session(second, number, "done", slot=number + 2)
    assert counted() == few


def test_the_patient_page_says_who_has_read_the_change(cast: Cast, second: RoutineRevision, signed_in: SignIn) -> None:
    tess = signed_in(cast.tess)
    assert "Not confirmed yet" in tess.get(path("patient", cast.pat_record)).content.decode()
    confirm_change(second, by=access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOW))
    text = tess.get(path("patient", cast.pat_record)).content.decode()
    assert "Read by Pat" in text
    assert "Not confirmed yet" not in text
