"""Break-glass is loud: with a reason and a fresh sign-in one patient, for an hour, reading only, told and on record."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Role, Scope, _find
from accounts.models import AuditEvent, ClinicMember, EmergencyAccess, User
from portal.reminders.pump import pump_once
from tests.accounts.emergency.conftest import WHY
from tests.cast import Cast, a_patient, give_routine
from tests.conftest import SignIn

PATH = "/cover/"
Surely = Callable[[Client], Client]


def about(cast: Cast) -> str:
    return reverse("progress:patient", args=[cast.pat_record.public_id])


# --- The six properties -----------------------------------------------------------------------------------------------


def test_1_without_a_fresh_sign_in_it_is_refused(cast: Cast, tim: User, signed_in: SignIn) -> None:
    client = signed_in(tim)
    for answer in (client.get(PATH), client.post(PATH, WHY)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmergencyAccess.objects.exists()
    assert client.get(about(cast)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Choose one from the list."),
        ({"reason": "curious"}, "Choose one from the list."),
        ({"words": "  "}, "Write in a few words why you must look."),
        ({"words": "a\0b"}, "hidden character"),
        ({"words": "x" * 501}, "This text is too long."),
    ],
)
def test_1_without_a_reason_it_is_refused(
    cast: Cast, tim: User, signed_in: SignIn, surely: Surely, wrong: dict[str, str], sentence: str
) -> None:
    client = surely(signed_in(tim))
    answer = client.post(PATH, WHY | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Pat Ellis" in answer.content.decode()  # what was typed stays
    assert not EmergencyAccess.objects.exists()


def test_2_it_opens_one_patient_and_no_other(cast: Cast, covering: Client) -> None:
    assert covering.get(about(cast)).status_code == 200
    assert covering.get(reverse("progress:patient", args=[cast.walt_record.public_id])).status_code == 404
    assert "Pat Ellis" not in covering.get("/caseload/?show=all").content.decode()


def test_3_it_only_reads(cast: Cast, covering: Client, library: None) -> None:
    """Each page that can be reached says so, and offers nothing to change; what is sent all the same is refused."""
    revision = give_routine(cast, cast.pat_record)
    here = cast.pat_record.public_id
    seen, waiting = set(), [about(cast), f"/p/{here}/", f"/p/{here}/history/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = covering.get(path)
        assert answer.status_code == 200, path
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue  # the sheet as a PDF, the summary as a file
        html = answer.content.decode()
        assert "Emergency access until" in html, path
        assert "Everything you open is on record." in html
        allowed = r"/(account/logout|text-size|language|cover/[^/]+/end|signed-in/\w+|leave)/"
        actions = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', html)
        assert [one for one in actions if not re.fullmatch(allowed, one)] == [], path
        found = re.findall(rf'href="(/[^"#?]*{here}[^"#?]*)"', html)
        waiting += [one for one in set(found) if one not in seen and one not in waiting]
    prescribed = revision.prescribed.first()
    assert prescribed
    tick = ["sessions:tick", cast.pat_record.today(timezone.now()), 1, prescribed.public_id]
    for name, *more in (["routines:start_draft"], ["progress:mark_reviewed"], ["routines:edit_profile"], tick):
        assert covering.post(reverse(str(name), args=[here, *more])).status_code == 404


def test_4_it_ends_after_an_hour(cast: Cast, tim: User, covering: Client) -> None:
    row = EmergencyAccess.objects.get()
    assert row.ends_at - row.started_at == timedelta(minutes=60)

    def finds(minutes: int) -> bool:
        at = row.started_at + timedelta(minutes=minutes)
        return _find(tim, cast.pat_record.public_id, Scope.CLINICAL, at) is not None

    assert finds(59)
    assert not finds(61)


def test_5_the_admin_is_told_at_once(cast: Cast, covering: Client, signed_in: SignIn) -> None:
    ada = signed_in(cast.ada)
    assert "1 emergency access waits for your review" in ada.get("/clinic/").content.decode()
    assert "Tim Ness looked at Pat Ellis" in ada.get("/clinic/emergency/").content.decode()
    pump_once(now=timezone.now())
    [told] = [one for one in mail.outbox if one.to == [cast.ada.email]]
    for name in ("Pat", "Tim", "Northside"):
        assert name not in told.subject


def test_6_it_stands_in_the_patients_own_list(cast: Cast, covering: Client, signed_in: SignIn) -> None:
    covering.get(about(cast))
    events = AuditEvent.objects.filter(patient_id=cast.pat_record.pk, purpose="emergency")
    assert {"emergency.opened", "opened.progress:patient"} <= set(events.values_list("action", flat=True))
    assert set(events.values_list("emergency_id", flat=True)) == {EmergencyAccess.objects.get().pk}
    page = signed_in(cast.pat).get(reverse("privacy:looked", args=[cast.pat_record.public_id])).content.decode()
    assert "Tim Ness" in page
    assert "emergency" in page


# --- Finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pat ellis", "  Pat   ELLIS ", "Pát Ellis"])
def test_capitals_accents_and_blanks_do_not_matter(
    cast: Cast, tim: User, signed_in: SignIn, surely: Surely, name: str
) -> None:
    assert surely(signed_in(tim)).post(PATH, WHY | {"name": name}).headers["Location"] == about(cast)


@pytest.mark.parametrize(
    "wrong", [{"name": "Pat"}, {"name": "Ellis"}, {"year": "1949"}, {"name": "Luis Roy", "year": "1950"}]
)
def test_nobody_is_found_by_half_a_name_or_elsewhere(
    cast: Cast, tim: User, signed_in: SignIn, surely: Surely, wrong: dict[str, str]
) -> None:
    a_patient(cast.southgate, "Luis Roy", date(1950, 1, 1))
    answer = surely(signed_in(tim)).post(PATH, WHY | wrong)
    assert answer.status_code == 422
    assert "Your clinic has no patient with this name" in answer.content.decode()
    assert AuditEvent.objects.filter(action="emergency.not_found", actor_id=tim.pk).count() == 1


@pytest.mark.parametrize("year", ["", "48", "٢٠٢٦", "9" * 99, "-194", "1700", "3000", "19\0 48", "1948.0"])
def test_a_year_that_is_none_is_named(cast: Cast, tim: User, signed_in: SignIn, surely: Surely, year: str) -> None:
    answer = surely(signed_in(tim)).post(PATH, WHY | {"year": year})
    assert answer.status_code == 422
    assert not EmergencyAccess.objects.exists()


def test_of_two_with_the_same_name_and_year_the_day_decides(
    cast: Cast, tim: User, signed_in: SignIn, surely: Surely
) -> None:
    twin = a_patient(cast.northside, "Pat Ellis", date(1948, 7, 7), therapist=cast.tess)
    client = surely(signed_in(tim))
    assert "Fill in the whole date of birth." in client.post(PATH, WHY).content.decode()
    client.post(PATH, WHY | {"born_on": "1948-07-07"})
    assert EmergencyAccess.objects.get().patient == twin


def test_names_cannot_be_tried_out(cast: Cast, tim: User, signed_in: SignIn, surely: Surely) -> None:
    client = surely(signed_in(tim))
    answers = [client.post(PATH, WHY | {"name": f"Name {number}"}).status_code for number in range(9)]
    assert answers == [422] * 8 + [429]
    assert client.post(PATH, WHY).status_code == 429
    assert not EmergencyAccess.objects.exists()


def test_who_treats_the_patient_needs_no_emergency(cast: Cast, signed_in: SignIn, surely: Surely) -> None:
    assert surely(signed_in(cast.tess)).post(PATH, WHY).headers["Location"] == about(cast)
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("who", ["otto", "ada", "pat", "cara", "sam"])
def test_only_a_therapist_of_the_clinic(cast: Cast, signed_in: SignIn, surely: Surely, who: str) -> None:
    client = surely(signed_in(getattr(cast, who)))
    assert client.post(PATH, WHY).status_code == (422 if who == "otto" else 404)
    assert not EmergencyAccess.objects.exists()


# --- While it lasts ---------------------------------------------------------------------------------------------------


def test_asked_again_the_open_one_goes_on(cast: Cast, covering: Client) -> None:
    row = EmergencyAccess.objects.get()
    assert covering.post(PATH, WHY).headers["Location"] == about(cast)
    assert EmergencyAccess.objects.get().ends_at == row.ends_at
    assert AuditEvent.objects.filter(action="emergency.opened").count() == 1


def test_it_can_be_ended_early(cast: Cast, covering: Client) -> None:
    url = reverse("emergency:end", args=[EmergencyAccess.objects.get().public_id])
    for _twice in range(2):
        assert covering.post(url).status_code == 302
    assert covering.get(about(cast)).status_code == 404
    assert AuditEvent.objects.filter(action="emergency.ended").count() == 1


def test_nobody_else_can_end_it(cast: Cast, covering: Client, signed_in: SignIn) -> None:
    url = reverse("emergency:end", args=[EmergencyAccess.objects.get().public_id])
    for user in (cast.tess, cast.otto, cast.ada, cast.pat):
        assert signed_in(user).post(url).status_code == 404
    assert covering.get(about(cast)).status_code == 200


def test_it_is_gone_when_the_therapist_stops(cast: Cast, tim: User, covering: Client) -> None:
    ClinicMember.objects.filter(user=tim).update(is_active=False)
    assert _find(tim, cast.pat_record.public_id, Scope.CLINICAL, timezone.now()) is None


def test_who_begins_to_treat_the_patient_meanwhile_may_write_again(cast: Cast, tim: User, covering: Client) -> None:
    cast.pat_record.treatment_links.create(therapist=tim, starts_on=date(2026, 9, 1))
    access = _find(tim, cast.pat_record.public_id, Scope.CLINICAL, timezone.now())
    assert access is not None
    assert access.role is Role.THERAPIST
    assert "Emergency access until" not in covering.get(about(cast)).content.decode()
