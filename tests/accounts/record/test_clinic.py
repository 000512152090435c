"""An admin searches who looked: in the own clinic only, by name, day and reason; and that is on record too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.access import Role
from accounts.models import AuditEvent, ClinicMember, ClinicRole, User
from accounts.record import searching
from tests.cast import Cast, a_member, a_user, access_of
from tests.conftest import SignIn

URL = reverse("record:clinic")


@pytest.fixture
def ada(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.ada)


@pytest.fixture
def looks(cast: Cast) -> None:
    audit.record("opened.progress:patient", by=access_of(cast.tess, cast.pat_record, Role.THERAPIST))
    audit.record("session.ticked", by=access_of(cast.cara, cast.walt_record, Role.CAREGIVER, grant=cast.cara_for_walt))
    audit.record("grant.suspended", by=None, about=cast.cara_for_pat)


def rows(client: Client, **asked: str) -> list[tuple[str, str, str]]:
    """Who, patient, what; without the searches themselves."""
    found = client.get(URL, asked).context["found"].rows
    return [(row.who, row.patient, str(row.what)) for row in found if row.what != "Searched who looked"]


TESS = ("Tess Moran", "Pat Ellis", "Looked at the whole record, with notes and pain")
CARA = ("Cara Ellis", "Walt Hanna", "Ticked an exercise")
PORTAL = ("Surefoot, by itself", "Pat Ellis", "Stopped a helper for now")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [PORTAL, CARA, TESS]),
        ({"who": "tess"}, [TESS]),
        ({"who": "ellis"}, [CARA]),
        ({"patient": "pat"}, [PORTAL, TESS]),
        ({"patient": "pat", "who": "cara"}, []),
        ({"what": "session"}, [CARA]),
        ({"why": "care"}, [TESS]),
        ({"why": "portal", "what": "grant"}, [PORTAL]),
        ({"who": "otto"}, []),
        ({"until_on": "2026-01-01"}, []),
        ({"from_on": "2020-01-01"}, [PORTAL, CARA, TESS]),
    ],
)
def test_who_whom_what_and_why(
    cast: Cast, looks: None, ada: Client, asked: dict[str, str], found: list[tuple[str, str, str]]
) -> None:
    assert rows(ada, **asked) == found


def test_without_a_day_the_last_weeks_are_searched(cast: Cast, ada: Client) -> None:
    AuditEvent.objects.create(
        at=timezone.now() - timedelta(days=40), action="session.ticked", clinic_id=cast.northside.pk
    )
    assert rows(ada) == []
    day = (timezone.now() - timedelta(days=41)).date()
    assert len(rows(ada, from_on=str(day))) == 1


def test_another_clinics_record_is_not_there(cast: Cast, looks: None, signed_in: SignIn) -> None:
    opal = a_user("opal", "Opal Ray")
    a_member(cast.southgate, opal, ClinicRole.ADMIN)
    client = signed_in(opal)
    for asked in ({}, {"who": "tess"}, {"patient": "pat"}):
        assert rows(client, **asked) == []


def test_a_patient_of_another_clinic_has_no_name_here(cast: Cast, ada: Client) -> None:
    AuditEvent.objects.create(
        at=timezone.now(), action="session.ticked", clinic_id=cast.southgate.pk, patient_id=cast.pat_record.pk
    )
    AuditEvent.objects.create(at=timezone.now(), action="session.ticked", clinic_id=cast.northside.pk, patient_id=10**9)
    assert rows(ada) == [("Surefoot, by itself", "", "Ticked an exercise")]


def test_who_was_erased_has_no_name(cast: Cast, looks: None, ada: Client) -> None:
    User.objects.filter(pk=cast.cara.pk).update(erased_at=timezone.now(), name="")
    assert ("A helper", *CARA[1:]) in rows(ada)


def test_neither_ids_nor_anything_of_the_care_is_shown(cast: Cast, looks: None, ada: Client) -> None:
    page = ada.get(URL).content.decode()
    for patient in (cast.pat_record, cast.walt_record):
        assert str(patient.public_id) not in page
        assert str(patient.born_on.year) not in page
    assert "accounts." not in page


def test_a_search_is_on_record(cast: Cast, ada: Client) -> None:
    ada.get(URL, {"patient": "Pat Ellis"})
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor_id, event.purpose) == ("record.searched", cast.ada.pk, "clinic")
    # It was about one patient, who finds it in her own list.
    assert event.patient_id == cast.pat_record.pk
    ada.get(URL)
    assert AuditEvent.objects.latest("pk").patient_id is None


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"from_on": "yesterday"}, "Write the date as year, month, day"),
        ({"from_on": "2026-11-02", "until_on": "2026-11-01"}, "The last day comes before the first"),
        ({"what": "everything"}, "Choose one from the list"),
        ({"who": "a\0b"}, "hidden character"),
        ({"patient": "x" * 500}, "too long"),
    ],
)
def test_what_is_not_understood_gets_a_sentence_and_keeps_what_was_typed(
    ada: Client, asked: dict[str, str], complaint: str
) -> None:
    answer = ada.get(URL, {"why": "care", **asked})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert complaint in page
    assert '<option value="care" selected>' in page


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999-1", "1-", "\0", "0-0", "١-١"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", ""])
def test_odd_days_and_pages_break_nothing(ada: Client, looks: None, before: str, day: str) -> None:
    assert ada.get(URL, {"before": before, "from_on": day, "until_on": day}).status_code == 200


def test_pages_hold_each_event_once_even_at_one_moment(
    cast: Cast, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PAGE_SIZE", 4)
    at = timezone.now() - timedelta(hours=1)
    for number in range(15):
        # Ten of them at the very same moment.
        moment = at if number < 10 else at - timedelta(seconds=number)
        AuditEvent.objects.create(
            at=moment, action="session.ticked", clinic_id=cast.northside.pk, ip_prefix=str(number)
        )
    asked = {"what": "session"}
    seen: list[str] = []
    while True:
        found = ada.get(URL, asked).context["found"]
        seen += [row.network for row in found.rows]
        if not found.older:
            break
        asked["before"] = found.older
    assert sorted(seen, key=int) == [str(number) for number in range(15)]


def test_a_page_costs_the_same_whatever_it_holds(cast: Cast, looks: None, ada: Client) -> None:
    ada.get(URL)
    with CaptureQueriesContext(connection) as few:
        ada.get(URL)
    for _again in range(60):
        audit.record("session.ticked", by=access_of(cast.cara, cast.walt_record, Role.CAREGIVER))
    with CaptureQueriesContext(connection) as many:
        ada.get(URL)
    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["tess", "otto", "pat", "cara", "sam"])
def test_only_admins_search(cast: Cast, signed_in: SignIn, who: str) -> None:
    assert signed_in(getattr(cast, who)).get(URL).status_code == 404


def test_an_admin_who_left_does_not(cast: Cast, ada: Client) -> None:
    ClinicMember.objects.filter(user=cast.ada).update(is_active=False)
    assert ada.get(URL).status_code == 404
