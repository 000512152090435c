"""Patients as the admin sees them: who they are, how they sign in, who treats them and who helps."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.clinic.keys import key_of
from accounts.models import AuditEvent, Invitation, InvitationKind, Patient, TreatmentLink, User
from portal.routines.models import Routine
from tests.cast import Cast, a_patient, give_routine
from tests.conftest import SignIn

LIST = "/clinic/patients/"


def here(name: str, patient: Patient, *more: object) -> str:
    return reverse(name, args=[patient.public_id, *more])


def today() -> date:
    return timezone.now().date()


def an_invitation(patient: Patient, *, hours: int = 72) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        kind=InvitationKind.PATIENT,
        clinic=patient.clinic,
        patient=patient,
        email="walt@example.org",
        token_hash="x",
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(hours=hours),
    )


def test_names_years_sign_ins_and_treatments(cast: Cast, ada: Client) -> None:
    a_patient(cast.southgate, "Luis Roy", date(1950, 1, 1))
    html = ada.get(LIST).content.decode()
    for words in ("Pat Ellis", "born 1948", "not used yet", "Walt Hanna", "No login", "Tess Moran", "since"):
        assert words in html
    assert "Luis Roy" not in html


@pytest.mark.parametrize(("hours", "words"), [(72, "Invited"), (-1, "Invited, did not come")])
def test_an_invitation_shows(cast: Cast, ada: Client, hours: int, words: str) -> None:
    invitation = an_invitation(cast.walt_record, hours=hours)
    assert words in ada.get(LIST).content.decode()
    page = ada.get(here("clinic:patient", cast.walt_record)).content.decode()
    assert str(invitation.public_id) in page


def test_a_sign_in_that_is_off_shows(cast: Cast, ada: Client) -> None:
    User.objects.filter(pk=cast.pat.pk).update(is_active=False)
    assert "Sign-in switched off" in ada.get(LIST).content.decode()


@pytest.mark.parametrize("query", ["q=walt", "q=Hanna&page=1", "show=nonsense&q=hann"])
def test_a_search_finds_part_of_a_name(ada: Client, query: str) -> None:
    html = ada.get(f"{LIST}?{query}").content.decode()
    assert "Walt Hanna" in html
    assert "Pat Ellis" not in html


@pytest.mark.parametrize("query", ["q=%00", "page=999999999999999999999", "page=x", "q=" + "x" * 5000, "q=nobody"])
def test_an_odd_address_is_a_page(ada: Client, query: str) -> None:
    assert ada.get(f"{LIST}?{query}").status_code == 200


def test_whom_nobody_treats_and_whom_no_mail_reaches(cast: Cast, ada: Client) -> None:
    TreatmentLink.objects.filter(patient=cast.pat_record).delete()
    cast.cara_for_walt.delete()
    untreated = ada.get(f"{LIST}?show=untreated").content.decode()
    unreached = ada.get(f"{LIST}?show=unreached").content.decode()
    assert "Pat Ellis" in untreated
    assert "Walt Hanna" not in untreated
    assert "Walt Hanna" in unreached
    assert "Pat Ellis" not in unreached


def test_many_patients_cost_no_more_than_few(cast: Cast, ada: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            ada.get(LIST)
        return len(asked)

    statements()  # what a first request asks once
    few = statements()
    for number in range(20):
        a_patient(cast.northside, f"Patient {number}", date(1950, 1, 1), therapist=cast.tess)
    assert statements() == few


def test_a_look_is_on_record_with_the_patient(cast: Cast, ada: Client) -> None:
    ada.get(here("clinic:patient", cast.pat_record))
    event = AuditEvent.objects.get(action="opened.clinic:patient")
    assert (event.patient_id, event.actor_id, event.purpose) == (cast.pat_record.pk, cast.ada.pk, "clinic")


def test_a_therapist_is_added(cast: Cast, ada: Client, tim: User, signed_in: SignIn) -> None:
    url = here("clinic:begin_treatment", cast.pat_record)
    for _twice in range(2):
        answer = ada.post(url, {"therapist": str(key_of(tim)), "starts_on": today().isoformat(), "ends_on": ""})
        assert answer.status_code == 302
    assert TreatmentLink.objects.filter(patient=cast.pat_record, therapist=tim).count() == 1
    assert signed_in(tim).get(f"/patients/{cast.pat_record.public_id}/").status_code == 200
    assert AuditEvent.objects.filter(action="treatment.begun", patient_id=cast.pat_record.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"therapist": ""}, "Choose one from the list."),
        ({"starts_on": "2020-01-01"}, "Choose today or a day within a year."),
        ({"starts_on": "0000-01-01"}, "Write the date as year, month, day"),
        ({"ends_on": "2026-01-01"}, "The last day must not be before the first day."),
        ({"ends_on": "9999-12-31"}, "Look at the year again"),
    ],
)
def test_what_is_wrong_with_a_treatment_is_named(
    cast: Cast, ada: Client, tim: User, wrong: dict[str, str], sentence: str
) -> None:
    sent = {"therapist": str(key_of(tim)), "starts_on": today().isoformat(), "ends_on": ""} | wrong
    answer = ada.post(here("clinic:begin_treatment", cast.pat_record), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not TreatmentLink.objects.filter(therapist=tim).exists()


def test_a_treatment_ends_on_a_day(cast: Cast, ada: Client) -> None:
    url = here("clinic:end_treatment", cast.pat_record, key_of(cast.tess))
    assert "no longer sees anything" in ada.get(url).content.decode()
    last = today() + timedelta(days=3)
    assert ada.post(url, {"last": last.isoformat()}).status_code == 302
    assert TreatmentLink.objects.get(patient=cast.pat_record).ends_on == last
    assert ada.post(url, {"last": "2020-01-01"}).status_code == 422


def test_the_record_is_put_right(cast: Cast, ada: Client) -> None:
    url = here("clinic:change_record", cast.pat_record)
    assert ada.post(url, {"name": "Patricia Ellis", "born_on": "1948-03-15", "language": "fr"}).status_code == 302
    cast.pat_record.refresh_from_db()
    assert (cast.pat_record.name, cast.pat_record.language) == ("Patricia Ellis", "fr")
    assert AuditEvent.objects.get(action="patient.record_changed").patient_id == cast.pat_record.pk


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Fill in the patient’s name."),
        ({"name": "a\0b"}, "hidden character"),
        ({"name": "x" * 121}, "This text is too long."),
        ({"born_on": "2999-01-01"}, "Look at the year again"),
        ({"language": "xx"}, "Choose one from the list."),
        ({"name": "walt hanna", "born_on": "1941-07-02"}, "another patient with this name"),
    ],
)
def test_a_wrong_record_is_not_kept(cast: Cast, ada: Client, wrong: dict[str, str], sentence: str) -> None:
    sent = {"name": "Pat Ellis", "born_on": "1948-03-14", "language": "en"} | wrong
    answer = ada.post(here("clinic:change_record", cast.pat_record), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    cast.pat_record.refresh_from_db()
    assert cast.pat_record.name == "Pat Ellis"


def test_sessions_follow_a_patient_who_moves(cast: Cast, ada: Client, library: None) -> None:
    give_routine(cast, cast.pat_record)
    Routine.objects.update(sessions_until_on=today())
    url = here("routines:time_zone", cast.pat_record)
    assert ada.post(url, {"time_zone": "Mars/Base"}).status_code == 422
    assert ada.post(url, {"time_zone": "Europe/Paris"}).status_code == 302
    cast.pat_record.refresh_from_db()
    assert cast.pat_record.time_zone == "Europe/Paris"
    assert Routine.objects.get().sessions_until_on is None  # the pump makes them anew
    assert AuditEvent.objects.get(action="patient.moved").patient_id == cast.pat_record.pk


def test_help_is_stopped_at_once(cast: Cast, ada: Client, signed_in: SignIn) -> None:
    cara = signed_in(cast.cara)
    assert cara.get(f"/p/{cast.pat_record.public_id}/").status_code == 200
    ada.post(here("clinic:suspend_help", cast.pat_record, cast.cara_for_pat.public_id))
    assert cara.get(f"/p/{cast.pat_record.public_id}/").status_code == 404
    cast.cara_for_pat.refresh_from_db()
    assert (cast.cara_for_pat.suspended_why, cast.cara_for_pat.suspended_by) == ("staff", cast.ada)


def test_help_is_ended_after_a_second_look(cast: Cast, ada: Client) -> None:
    url = here("clinic:end_help", cast.pat_record, cast.cara_for_pat.public_id)
    assert "Cara Ellis is not told" in ada.get(url).content.decode()
    cast.cara_for_pat.refresh_from_db()
    assert cast.cara_for_pat.revoked_at is None
    assert ada.post(url).status_code == 302
    cast.cara_for_pat.refresh_from_db()
    assert cast.cara_for_pat.revoked_by == cast.ada
    assert ada.post(url).status_code == 404


def test_ids_of_two_patients_cannot_be_mixed(cast: Cast, ada: Client, tim: User) -> None:
    other = a_patient(cast.southgate, "Luis Roy", date(1950, 1, 1), therapist=cast.otto)
    walts = cast.cara_for_walt.public_id
    assert ada.get(here("clinic:patient", other)).status_code == 404
    for url in (
        here("clinic:change_record", other),
        here("routines:time_zone", other),
        here("clinic:end_treatment", other, key_of(cast.otto)),
        here("clinic:end_treatment", cast.pat_record, key_of(tim)),
        here("clinic:end_help", cast.pat_record, walts),
    ):
        assert ada.get(url).status_code == 404
        assert ada.post(url).status_code == 404
    assert ada.post(here("clinic:suspend_help", cast.pat_record, walts)).status_code == 404
    assert ada.post(here("clinic:begin_treatment", other)).status_code == 404
