"""What a clinic says of itself, and what patients read on the days on which it is closed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from tests.cast import Cast
from tests.conftest import SignIn

PATH = "/clinic/details/"
GOOD = {
    "name": "Northside Clinic",
    "phone": "+44 555 0100",
    "emergency_number": "999",
    "hours": "Monday to Friday",
    "time_zone": "Europe/London",
    "language": "en",
    "out_of_office": "",
    "out_of_office_from_on": "",
    "out_of_office_until_on": "",
}


def days(first: int, last: int) -> dict[str, str]:
    today = timezone.now().date()
    return {
        "out_of_office": "Closed. Call Southgate on 555 0199.",
        "out_of_office_from_on": (today + timedelta(days=first)).isoformat(),
        "out_of_office_until_on": (today + timedelta(days=last)).isoformat(),
    }


@pytest.mark.thorough
def test_patients_see_the_new_number_at_once(cast: Cast, ada: Client, signed_in: SignIn) -> None:
    assert ada.post(PATH, GOOD).status_code == 302
    assert "+44 555 0100" in signed_in(cast.pat).get(f"/p/{cast.pat_record.public_id}/").content.decode()
    assert AuditEvent.objects.get(action="clinic.details_changed").actor_id == cast.ada.pk


def test_the_same_again_leaves_no_trace(ada: Client) -> None:
    for _twice in range(2):
        ada.post(PATH, GOOD)
    assert AuditEvent.objects.filter(action="clinic.details_changed").count() == 1


@pytest.mark.parametrize(("first", "last", "is_shown"), [(-2, 2, True), (3, 9, False), (-9, -3, False)])
def test_while_it_is_closed_patients_read_it(
    cast: Cast, ada: Client, signed_in: SignIn, *, first: int, last: int, is_shown: bool
) -> None:
    ada.post(PATH, GOOD | days(first, last))
    for user in (cast.pat, cast.cara):
        page = signed_in(user).get(f"/p/{cast.pat_record.public_id}/").content.decode()
        assert ("Call Southgate on 555 0199." in page) is is_shown


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Fill in the clinic’s name."),
        ({"phone": ""}, "Without it no routine can be published."),
        ({"phone": "ring us"}, "Write the number with digits"),
        ({"phone": "٠١٢٣"}, "Write the number with digits"),
        ({"phone": "5" * 41}, "This text is too long."),
        ({"emergency_number": ""}, "Fill in the emergency number."),
        ({"emergency_number": "1\0"}, "hidden character"),
        ({"emergency_number": "9"}, "Write the number with digits"),
        ({"time_zone": "GMT+2"}, "Choose one from the list."),
        ({"language": "xx"}, "Choose one from the list."),
        ({"out_of_office": "Closed"}, "Fill in the first day, or empty all three."),
        ({"out_of_office_from_on": "2026-12-24"}, "Write what patients should read"),
        (days(5, 1), "The last day must not be before the first day."),
        (days(1, 900), "Look at the year again"),
        ({"out_of_office_until_on": "10000-01-01"}, "Write the date as year, month, day"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(
    cast: Cast, ada: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = ada.post(PATH, GOOD | {"hours": "By appointment"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "By appointment" in answer.content.decode()
    cast.northside.refresh_from_db()
    assert cast.northside.phone == "555 0142"
