"""The summary that a therapist pastes into the clinic's own notes: exactly these words."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import PatientAccess, Role, Scope
from accounts.models import AuditEvent
from exercises.models import Exercise
from portal.progress.handover.text import handover_text
from portal.routines import actions
from portal.routines.models import (
    ClinicalProfile,
    PrecautionOrder,
    PrescribedExercise,
    RevisionConfirmation,
    Routine,
    RoutinePause,
    RoutineRevision,
)
from portal.routines.publishing.actions import publish
from portal.sessions.models import ExerciseSession
from tests.cast import NOON, Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.portal.progress.recording import a_note, a_result

TODAY = NOON.date()
NOTHING = """\
Home exercises, summary of 19 Nov 2026
Pat Ellis, born 14 Mar 1948
The clinical profile is not filled in.

LIMITS TODAY
- None on record

ROUTINE
None yet.

DONE, 22 Oct 2026 to 19 Nov 2026
Nothing was due

Helped by Cara Ellis (daughter)
"""
EVERYTHING = """\
Home exercises, summary of 19 Nov 2026
Pat Ellis, born 14 Mar 1948
Diagnosis: Osteoarthritis of the left hip
Operation: Left hip replacement, 17 Sep 2026, week 9 after it
Side: Left
Approach: Posterior
Weight-bearing: Full
Goal: “Walk to the shop”

LIMITS TODAY
- {limit}

ROUTINE
Revision 2, since 12 Nov 2026, by Tess Moran
Times of the day: 09:00, 17:00
1. Glute bridge (Both legs): {bridge}
   Note: Slowly down. Rest between.
2. Heel slide (Left leg): {slide}
   Given with caution: Does it well (Tess Moran, 12 Nov 2026)
Paused from 18 Nov 2026 to 20 Nov 2026

LAST CHANGE
New: Heel slide
Changed: Glute bridge
Stopped: Heel raise (“It hurt.”)
Times of the day: 09:00, 17:00 (before: 09:00)
In the therapist’s words: “You are ready for more.”
Confirmed by Pat on 13 Nov 2026

DONE, 22 Oct 2026 to 19 Nov 2026
Sessions kept: 2 of 4 due, 1 of them in part
Pain during exercise: 2 to 6 of 10, in 2 answers
Exercises not done, by reason: It hurt 2

Helped by Cara Ellis (daughter)
Next review: 10 Dec 2026
"""


def tess(cast: Cast, *, days_ago: int = 0) -> PatientAccess:
    found = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOON - timedelta(days=days_ago))
    return PatientAccess(found.patient, found.user, found.role, Scope.CLINICAL, found.now)


def text(cast: Cast) -> str:
    return handover_text(tess(cast), "en")


def test_of_somebody_new(cast: Cast) -> None:
    assert text(cast) == NOTHING


@pytest.fixture
def changed(cast: Cast, library: None) -> RoutineRevision:
    """No check stands in the way here: the surgeon ordered no precautions until the last week."""
    ClinicalProfile.objects.create(patient=cast.pat_record, side="left", operation_kind="none", pain_limit=5)
    give_routine(cast, cast.pat_record, ["glute-bridge", "heel-raise"], now=NOON - timedelta(days=20))
    by = tess(cast, days_ago=7)
    draft = actions.open_draft(by=by)
    draft.prescribed.filter(exercise__slug="heel-raise").delete()
    actions.add_exercise(draft, Exercise.objects.get(slug="heel-slide"), by=by)
    draft.prescribed.filter(exercise__slug="glute-bridge").update(note="Slowly down.\r\nRest  between.")
    RoutineRevision.objects.filter(pk=draft.pk).update(
        times=["09:00", "17:00"], change_notice="You are ready for more.", stop_reasons={"heel-raise": "hurt"}
    )
    draft.refresh_from_db()
    return publish(draft, by=by, review_by_on=date(2026, 12, 10))


def test_of_somebody_with_all_of_it(cast: Cast, changed: RoutineRevision) -> None:
    fill(cast, changed)
    found = text(cast)
    rows = {row.exercise.slug: row for row in changed.prescribed.select_related("exercise")}
    assert rows["glute-bridge"].sets
    expected = EVERYTHING.format(
        limit=line_with("Bend to 90° at most", found).removeprefix("- "),
        bridge=line_with("Glute bridge (", found).split("): ")[1],
        slide=line_with("Heel slide (", found).split("): ")[1],
    )
    assert without_the_check(found) == expected
    assert "until 10 Dec 2026: Bend to 90° at most (ordered by Dr Okafor)" in found
    assert "every day, 2 times a day" in found


def fill(cast: Cast, revision: RoutineRevision) -> None:
    ClinicalProfile.objects.filter(patient=cast.pat_record).update(
        diagnosis="Osteoarthritis of the left hip",
        operation="Left hip replacement",
        operation_kind="replacement",
        operated_on=TODAY - timedelta(weeks=9),
        approach="posterior",
        weight_bearing="full",
        goals="Walk to\nthe shop",
    )
    order = {"patient": cast.pat_record, "words": "Bend to 90° at most", "ordered_by": "Dr Okafor", "rule": "THA-P"}
    PrecautionOrder.objects.create(**order, starts_on=TODAY - timedelta(weeks=9), ends_on=date(2026, 12, 10))
    PrecautionOrder.objects.create(**order | {"words": "A mistake"}, starts_on=TODAY, withdrawn_at=NOON)
    slide = PrescribedExercise.objects.filter(revision=revision, exercise__slug="heel-slide")
    slide.update(
        caution_reason="Does it\nwell", caution_reason_by=cast.tess, caution_reason_at=NOON - timedelta(days=7)
    )
    RevisionConfirmation.objects.create(revision=revision, confirmed_by=cast.pat, confirmed_at=NOON - timedelta(days=6))
    RoutinePause.objects.create(
        routine=revision.routine, starts_on=TODAY - timedelta(days=1), ends_on=TODAY + timedelta(days=1)
    )
    done, partly, skipped, _none, old = [
        a_session(revision, on, status)
        for on, status in [
            (date(2026, 11, 13), "done"),
            (date(2026, 11, 14), "partly"),
            (date(2026, 11, 15), "skipped"),
            (date(2026, 11, 16), "due"),
            (date(2026, 10, 21), "done"),
        ]
    ]
    a_result(done, cast.pat)
    a_result(skipped, cast.pat, reason="pain")
    for session, pain in ((done, 2), (partly, 6)):
        a_note(session, cast.pat, pain_during=pain)
    # Older than the weeks that are counted, though it is read because it is unread.
    a_note(old, cast.pat, "Still unread", pain_during=9)


def a_session(revision: RoutineRevision, on: date, status: str) -> ExerciseSession:
    return ExerciseSession.objects.create(
        routine=revision.routine,
        revision=revision,
        local_date=on,
        slot=1,
        due_at=NOON - (TODAY - on),
        status=status,
    )


def line_with(words: str, found: str) -> str:
    return next(line for line in found.splitlines() if words in line)


def without_the_check(found: str) -> str:
    """What the check says of each exercise is tested where the rules are."""
    said = ("   Outside the precautions", "   Asks for caution")
    return "".join(line for line in found.splitlines(keepends=True) if not line.startswith(said))


def test_what_ended_says_why(cast: Cast, changed: RoutineRevision) -> None:
    Routine.objects.update(ended_on=date(2026, 11, 18), end_reason="goals_met")
    assert "ROUTINE\nNone. The last one ended on 18 Nov 2026: The goals are met.\n" in text(cast)


def test_a_clash_of_today_is_told(cast: Cast, changed: RoutineRevision) -> None:
    """Nothing is offered to a child."""
    ClinicalProfile.objects.filter(patient=cast.pat_record).update(seated_only=True)
    cast.pat_record.born_on = date(2014, 1, 1)
    found = text(cast)
    assert "- Seated exercises only" in found
    assert "   Outside the precautions today: " in found


def test_a_change_that_nobody_confirmed(cast: Cast, changed: RoutineRevision) -> None:
    assert "Not confirmed yet at home" in text(cast)


def test_the_cost_follows_no_history(cast: Cast, changed: RoutineRevision) -> None:
    fill(cast, changed)
    few = cost(cast)
    for days in range(24, 44):
        session = a_session(changed, date(2026, 11, 13) - timedelta(days=days), "done")
        a_result(session, cast.pat)
        a_note(session, cast.pat, pain_during=3)
    assert cost(cast) == few


def cost(cast: Cast) -> int:
    with CaptureQueriesContext(connection) as queries:
        text(cast)
    return len(queries)


def test_it_is_read_on_a_page_or_saved_as_a_file_and_is_on_record(cast: Cast, signed_in: SignIn) -> None:
    path = reverse("progress:handover", args=[cast.pat_record.public_id])
    client = signed_in(cast.tess)
    page = client.get(path)
    assert page.context["text"] in page.content.decode()
    saved = client.get(path + "?as=text")
    assert saved.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert saved.headers["Content-Disposition"] == 'attachment; filename="routine-summary.txt"'
    assert saved.content.decode() == page.context["text"]
    assert AuditEvent.objects.filter(action="opened.progress:handover", patient_id=cast.pat_record.pk).count() == 2
    for user in (cast.otto, cast.pat, cast.cara, cast.ada):
        assert signed_in(user).get(path).status_code == 404
