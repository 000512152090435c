"""Who looked at my information: by day, in plain words, for the patient and the therapist and nobody else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.access import Role
from accounts.models import AuditEvent, ClinicMember, EmergencyAccess, Patient, User
from tests.cast import Cast, a_member, a_user, access_of
from tests.conftest import SignIn
from tests.exercises.reading_grade import grade

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 19, 12, 0, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def noon(cast: Cast) -> object:
    """Noon where Pat lives."""
    Patient.objects.filter(pk=cast.pat_record.pk).update(time_zone="Europe/Paris")
    cast.pat_record.refresh_from_db()
    with time_machine.travel(NOON, tick=False):
        yield


def put(cast: Cast, action: str, at: datetime, who: User | None = None, role: Role | None = Role.THERAPIST) -> None:
    by = access_of(who or cast.tess, cast.pat_record, role, now=at) if role else None
    with time_machine.travel(at, tick=False):
        audit.record(action, by=by, about=cast.pat_record)


def shown(client: Client, cast: Cast, query: str = "") -> str:
    answer = client.get(reverse("privacy:looked", args=[cast.pat_record.public_id]) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def pat(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.pat)


def test_looks_of_one_kind_are_told_together(cast: Cast, pat: Client) -> None:
    for minutes in (168, 166, 160, 164):
        put(cast, "opened.progress:patient", NOON - timedelta(minutes=minutes))
    page = shown(pat, cast)
    assert "Thursday 19 November" in page
    assert "Tess Moran <span" in page
    assert "Looked at the whole record, with notes and pain" in page
    assert "4 times, 9:12 a.m. to 9:20 a.m." in page


def test_pages_that_are_one_thing_to_the_reader_count_as_one(cast: Cast, pat: Client) -> None:
    for minutes, page in ((20, "assign"), (10, "edit_routine"), (5, "review_changes")):
        put(cast, f"opened.routines:{page}", NOON - timedelta(minutes=minutes))
    page = shown(pat, cast)
    assert page.count("Opened the routine to change it") == 1
    assert "3 times, 11:40 a.m. to 11:55 a.m." in page


def test_a_change_by_a_helper_is_told(cast: Cast, pat: Client) -> None:
    put(cast, "session.ticked", NOON - timedelta(hours=1), cast.cara, Role.CAREGIVER)
    page = shown(pat, cast)
    assert "Cara Ellis <span" in page
    assert "Ticked an exercise" in page
    assert "11 a.m." in page


def test_days_are_those_where_the_patient_lives(cast: Cast, pat: Client) -> None:
    put(cast, "routine.published", datetime(2026, 11, 17, 23, 30, tzinfo=ZoneInfo("UTC")))
    page = shown(pat, cast)
    assert "Wednesday 18 November" in page
    assert "12:30 a.m." in page


def test_own_visits_are_shown_on_request(cast: Cast, pat: Client) -> None:
    put(cast, "opened.progress:history", NOON - timedelta(hours=1), cast.pat, Role.PATIENT)
    assert "Looked at the last weeks" not in shown(pat, cast)
    page = shown(pat, cast, "?own=1")
    assert "Looked at the last weeks" in page
    assert "<h3>You" in page


def test_the_office_and_the_portal_itself_are_told(cast: Cast, pat: Client) -> None:
    with time_machine.travel(NOON - timedelta(hours=1)):
        audit.record("opened.clinic:patient", by=ClinicMember.objects.get(user=cast.ada), about=cast.pat_record)
        audit.record("grant.suspended", by=None, about=cast.cara_for_pat)
    page = shown(pat, cast)
    assert "Ada Quist" in page
    assert "clinic office" in page
    assert "Surefoot, by itself" in page


@pytest.mark.parametrize(
    ("who", "role", "words"),
    [("cara", Role.CAREGIVER, "A helper"), ("tess", Role.THERAPIST, "Somebody of the clinic")],
)
def test_who_was_erased_has_no_name(cast: Cast, pat: Client, who: str, role: Role, words: str) -> None:
    person: User = getattr(cast, who)
    put(cast, "opened.home:today", NOON - timedelta(hours=1), person, role)
    User.objects.filter(pk=person.pk).update(erased_at=timezone.now(), name="")
    page = shown(pat, cast)
    assert words in page
    assert "Opened the page for today" in page


def test_a_look_in_an_emergency_stands_first_with_its_reason(cast: Cast, pat: Client) -> None:
    tim = a_user("tim", "Tim Ness")
    a_member(cast.northside, tim)
    started = NOON - timedelta(days=3)
    EmergencyAccess.objects.create(
        patient=cast.pat_record,
        staff=tim,
        reason="called",
        words="Tess is <away>.",
        started_at=started,
        ends_at=started + timedelta(hours=1),
    )
    page = shown(pat, cast)
    assert "Tim Ness looked in an emergency" in page
    assert "Monday 16 November, noon to 1 p.m." in page
    assert "The patient called and needs an answer now. Tess is &lt;away&gt;." in page
    assert page.index("in an emergency") < page.index("November 2026")


def test_other_months_are_a_page_away(cast: Cast, pat: Client) -> None:
    put(cast, "routine.published", datetime(2026, 8, 31, 23, 0, tzinfo=PARIS))
    put(cast, "routine.paused", NOON - timedelta(hours=1))
    page = shown(pat, cast)
    assert "Gave a new routine" not in page
    # July and the months between hold nothing: the link leads where something is.
    assert "?month=2026-08" in page
    august = shown(pat, cast, "?month=2026-08")
    assert "August 2026" in august
    assert "Gave a new routine" in august
    assert "?month=2026-11" in august


@pytest.mark.parametrize("month", ["", "2026-13", "9999-01", "x", "\0", "2026-1", "٢٠٢٦-١١", "2000-01-01", "2027-01"])
def test_an_odd_month_is_this_one(cast: Cast, pat: Client, month: str) -> None:
    assert "November 2026" in shown(pat, cast, f"?month={month}")


def test_a_quiet_month_says_so(cast: Cast, pat: Client) -> None:
    assert "Nobody else looked in this month." in shown(pat, cast)


def test_another_patients_looks_are_not_told(cast: Cast, pat: Client) -> None:
    audit.record("routine.published", by=access_of(cast.tess, cast.walt_record, Role.THERAPIST))
    assert "Gave a new routine" not in shown(pat, cast)


def test_the_therapist_sees_the_same(cast: Cast, signed_in: SignIn) -> None:
    put(cast, "session.ticked", NOON - timedelta(hours=1), cast.cara, Role.CAREGIVER)
    page = shown(signed_in(cast.tess), cast)
    assert "Who looked at Pat Ellis" in page
    assert "Ticked an exercise" in page


@pytest.mark.parametrize("who", ["cara", "sam", "otto", "ada"])
def test_nobody_else_does(cast: Cast, signed_in: SignIn, who: str) -> None:
    answer = signed_in(getattr(cast, who)).get(reverse("privacy:looked", args=[cast.pat_record.public_id]))
    assert answer.status_code == 404


def test_reading_the_list_is_itself_on_record(cast: Cast, signed_in: SignIn, pat: Client) -> None:
    shown(signed_in(cast.tess), cast)
    assert "Read this list" in shown(pat, cast)


def test_the_page_costs_the_same_however_long_the_record_is(cast: Cast, pat: Client) -> None:
    put(cast, "routine.paused", NOON - timedelta(hours=1))
    shown(pat, cast)
    with CaptureQueriesContext(connection) as few:
        shown(pat, cast)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=NOON - timedelta(hours=hours),
            action=f"opened.page:{hours % 7}",
            actor_id=cast.tess.pk,
            role="therapist",
            patient_id=cast.pat_record.pk,
        )
        for hours in range(1, 1500)
    )
    with CaptureQueriesContext(connection) as many:
        shown(pat, cast)
    assert len(many) == len(few)


def test_the_page_is_easy_to_read() -> None:
    words = [
        "When somebody opens your pages or changes something, it is kept here.",
        "Nobody can change this list.",
        "Do you see something odd?",
        "Call your clinic.",
        "A therapist of the clinic may do this for one hour.",
        "They can read, and change nothing.",
    ]
    assert grade(words) <= 6
