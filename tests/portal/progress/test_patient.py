"""Everything about one patient on one screen."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import AuditEvent, TreatmentLink
from exercises.models import RoutineTemplate
from portal.progress.patient_page import age_on
from portal.routines.models import ClinicalProfile, PrecautionOrder, RoutinePause, RoutineRevision
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.progress.recording import a_note, a_result, a_session


@pytest.fixture
def revision(cast: Cast, library: None) -> RoutineRevision:
    return give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=60))


def path(cast: Cast, name: str = "patient") -> str:
    return reverse(f"progress:{name}", args=[cast.pat_record.public_id])


def page_of(cast: Cast, client: Client):  # type: ignore[no-untyped-def]
    response = client.get(path(cast))
    assert response.status_code == 200
    return response.context["page"], response.content.decode()


def test_tess_sees_who_it_is_and_who_helps(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    ClinicalProfile.objects.filter(patient=cast.pat_record).update(
        operation="Left hip replacement",
        operated_on=timezone.now().date() - timedelta(days=64),
        goals="Walk to the shop",
    )
    PrecautionOrder.objects.create(
        patient=cast.pat_record,
        rule="THA-P",
        words="Bend to 90° at most",
        starts_on=timezone.now().date() - timedelta(days=64),
        ends_on=timezone.now().date() + timedelta(days=3),
        ordered_by="Dr Okafor",
    )
    _page, text = page_of(cast, signed_in(cast.tess))
    for words in (
        "born 14 March 1948",
        "helped by Cara Ellis, daughter",
        "Walk to the shop",
        "week 9 after the operation",
        "Bend to 90° at most",
        "ordered by Dr Okafor",
        "Precautions end",
    ):
        assert words in text


def test_what_was_done_is_counted_by_exercise(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    for days_ago in range(1, 6):
        a_result(a_session(revision, days_ago, "done"), cast.pat)
    a_result(a_session(revision, 6, "skipped"), cast.pat, reason="pain")
    a_session(revision, 7, "due")
    page, text = page_of(cast, signed_in(cast.tess))
    assert (page.counts.kept, page.counts.due) == (5, 7)
    assert [(row.done, row.due) for row in page.rows] == [(5, 7)] * 3
    assert "not done: It hurt" in text
    assert "Clamshell: It hurt" in text


def test_it_says_who_ticked_for_whom(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    a_result(a_session(revision, 1, "done"), cast.cara, on_behalf=True)
    page, _text = page_of(cast, signed_in(cast.tess))
    assert page.sessions[0].by == "Cara for Pat"


def test_notes_say_who_wrote_them_and_unread_ones_stand_first(
    cast: Cast, revision: RoutineRevision, signed_in: SignIn
) -> None:
    a_note(a_session(revision, 3, "done"), cast.cara, "Walked to the corner", on_behalf_of=cast.pat_record)
    a_note(a_session(revision, 1, "done"), cast.pat, "All fine", read_at=timezone.now(), help_needed="nearby")
    page, text = page_of(cast, signed_in(cast.tess))
    assert [(row.who, row.is_unread) for row in page.notes] == [("Cara for Pat", True), ("Pat", False)]
    assert "Someone was near" in text
    assert page.unread_count == 1


def test_pain_above_the_limit_is_drawn_and_tabled(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    for days_ago, pain in ((4, 3), (3, 7), (1, 2)):
        a_note(a_session(revision, days_ago, "done"), cast.pat, pain_during=pain)
    page, text = page_of(cast, signed_in(cast.tess))
    assert [reading.value for reading in page.pain] == [3, 7, 2]
    assert "between 2 and 7. Above 5 on 1 day. Latest: 2." in text
    assert "limit you set: 5" in text
    assert "Show as a table" in text


def test_a_revision_names_its_template(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    RoutineRevision.objects.filter(pk=revision.pk).update(from_template="tha-weeks-6-12")
    name = RoutineTemplate.objects.get(slug="tha-weeks-6-12").name
    _page, text = page_of(cast, signed_in(cast.tess))
    assert f"from {name}" in text
    assert "tha-weeks-6-12" not in text


def test_sessions_say_their_time_where_a_day_has_two(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    alone = a_session(revision, 2, "done")
    assert [row.time for row in page_of(cast, signed_in(cast.tess))[0].sessions] == [""]
    first = a_session(revision, 1, "done")
    second = a_session(revision, 1, "done", slot=2, at=time(16))
    page, _text = page_of(cast, signed_in(cast.tess))
    zone = cast.pat_record.zone
    expected = [date_format(one.due_at.astimezone(zone), "TIME_FORMAT") for one in (second, first, alone)]
    assert [row.time for row in page.sessions] == expected


def test_today_is_not_done_while_a_session_of_it_is_not_even_made(cast: Cast, library: None, signed_in: SignIn) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    revision = give_routine(cast, cast.pat_record, times=("00:00", "23:59"), now=long_ago)
    with time_machine.travel(datetime(2026, 11, 19, 10, tzinfo=UTC), tick=False):
        a_session(revision, 0, "done")
        for path_of_page in (path(cast), reverse("progress:history", args=[cast.pat_record.public_id])):
            client = signed_in(cast.tess if path_of_page == path(cast) else cast.pat)
            assert "partly so far" in client.get(path_of_page).content.decode()


def test_a_pause_is_marked(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    today = timezone.now().date()
    RoutinePause.objects.create(
        routine=revision.routine, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=8)
    )
    page, _text = page_of(cast, signed_in(cast.tess))
    days = [day for row in page.calendar["rows"] for day in row["days"]]
    assert sum(day["state"] == "paused" for day in days) == 2


def test_a_new_patient_has_a_page_that_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    _page, text = page_of(cast, signed_in(cast.tess))
    assert "Assign a routine" in text
    assert "Fill in the clinical profile" in text


def test_the_page_costs_the_same_after_weeks(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    client = signed_in(cast.tess)
    session = a_session(revision, 0, "done")
    a_result(session, cast.pat)
    a_note(session, cast.pat, "Fine", pain_during=3)
    few = cost(cast, client)
    for days_ago in range(1, 55):
        session = a_session(revision, days_ago, "done")
        a_result(session, cast.pat)
        a_note(session, cast.pat, "Fine", pain_during=3)
    assert cost(cast, client) == few
    assert few <= 23  # one says whether the patient was invited to sign in, one who confirmed, one reads the angles


def cost(cast: Cast, client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        page_of(cast, client)
    return len(queries)


def test_looking_is_on_record(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    page_of(cast, signed_in(cast.tess))
    event = AuditEvent.objects.get(action="opened.progress:patient")
    assert (event.actor_id, event.patient_id) == (cast.tess.pk, cast.pat_record.pk)


@pytest.mark.parametrize("name", ["patient", "mark_reviewed", "mark_notes_read"])
def test_nobody_but_the_treating_therapist_gets_in(cast: Cast, signed_in: SignIn, name: str) -> None:
    def status(client: Client) -> int:
        address = path(cast, name)
        return (client.get(address) if name == "patient" else client.post(address)).status_code

    for user in (cast.otto, cast.pat, cast.cara, cast.ada, cast.sam):
        assert status(signed_in(user)) == 404
    TreatmentLink.objects.filter(patient=cast.pat_record).update(ends_on=timezone.now().date() - timedelta(days=1))
    assert status(signed_in(cast.tess)) == 404


@pytest.mark.parametrize("name", ["mark_reviewed", "mark_notes_read"])
def test_reading_a_button_is_not_allowed(cast: Cast, signed_in: SignIn, name: str) -> None:
    assert signed_in(cast.tess).get(path(cast, name)).status_code == 405


def test_age_turns_on_the_birthday() -> None:
    assert age_on(date(1948, 3, 14), date(2026, 3, 13)) == 77
    assert age_on(date(1948, 3, 14), date(2026, 3, 14)) == 78
    assert age_on(date(1948, 2, 29), date(2027, 2, 28)) == 78
