"""Patients pass from one therapist to another, from a day on, in one action."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import responsible_therapist
from accounts.clinic.keys import key_of
from accounts.models import AuditEvent, TreatmentLink, User
from tests.cast import Cast
from tests.conftest import SignIn

PATH = "/clinic/hand-over/"


def today() -> date:
    return timezone.now().date()


def sent(to: User, **more: object) -> dict[str, object]:
    return {"taker": str(key_of(to)), "first": today().isoformat(), "which": "all"} | more


def path(cast: Cast) -> str:
    return f"{PATH}?giver={key_of(cast.tess)}"


def test_all_of_them_at_once(cast: Cast, ada: Client, tim: User) -> None:
    assert "treats 2 patients" in ada.get(path(cast)).content.decode()
    assert ada.post(path(cast), sent(tim)).status_code == 302
    for patient in (cast.pat_record, cast.walt_record):
        old, new = TreatmentLink.objects.filter(patient=patient).order_by("starts_on")
        assert (old.therapist, old.ends_on) == (cast.tess, today() - timedelta(days=1))
        assert (new.therapist, new.starts_on, new.ends_on) == (tim, today(), None)
        assert responsible_therapist(patient, today()) == tim
        assert AuditEvent.objects.filter(action="treatment.handed_over", patient_id=patient.pk).count() == 1


def test_only_those_marked_from_a_later_day(cast: Cast, ada: Client, tim: User, signed_in: SignIn) -> None:
    first = today() + timedelta(days=7)
    ada.post(path(cast), sent(tim, first=first.isoformat(), which="chosen", patients=[str(cast.walt_record.public_id)]))
    old, new = TreatmentLink.objects.filter(patient=cast.walt_record).order_by("starts_on")
    assert (old.ends_on, new.starts_on) == (first - timedelta(days=1), first)
    assert TreatmentLink.objects.filter(patient=cast.pat_record).count() == 1
    # Until then everything is as it was.
    assert signed_in(cast.tess).get(f"/patients/{cast.walt_record.public_id}/").status_code == 200
    assert signed_in(tim).get(f"/patients/{cast.walt_record.public_id}/").status_code == 404


def test_sent_twice_it_happens_once(cast: Cast, ada: Client, tim: User) -> None:
    for _twice in range(2):
        ada.post(path(cast), sent(tim))
    assert TreatmentLink.objects.count() == 4
    assert AuditEvent.objects.filter(action="treatment.handed_over").count() == 2


def test_who_treats_the_patient_already_goes_on(cast: Cast, ada: Client, tim: User) -> None:
    TreatmentLink.objects.create(patient=cast.pat_record, therapist=tim, starts_on=date(2026, 10, 1))
    ada.post(path(cast), sent(tim))
    assert TreatmentLink.objects.filter(patient=cast.pat_record, therapist=tim).count() == 1


def test_and_back_again_on_the_same_day(cast: Cast, ada: Client, tim: User, signed_in: SignIn) -> None:
    ada.post(path(cast), sent(tim))
    ada.post(f"{PATH}?giver={key_of(tim)}", sent(cast.tess))
    assert signed_in(cast.tess).get(f"/patients/{cast.pat_record.public_id}/").status_code == 200
    assert "Pat Ellis" in signed_in(cast.tess).get("/caseload/?show=all").content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"taker": ""}, "Choose one from the list."),
        ({"taker": "x\0"}, "Choose one from the list."),
        ({"first": ""}, "Fill in the date."),
        ({"first": "2020-01-01"}, "Choose today or a day within a year."),
        ({"first": "9999-12-31"}, "Choose today or a day within a year."),
        ({"first": "yesterday"}, "Write the date as year, month, day"),
        ({"which": "some"}, "Choose one from the list."),
        ({"which": "chosen"}, "Mark at least one patient"),
        ({"which": "chosen", "patients": [str(uuid4())]}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, ada: Client, tim: User, wrong: dict[str, object], sentence: str) -> None:
    answer = ada.post(path(cast), sent(tim, **wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert TreatmentLink.objects.count() == 2


def test_nobody_of_another_clinic_gives_or_takes(cast: Cast, ada: Client) -> None:
    TreatmentLink.objects.create(
        patient=cast.southgate.patients.create(name="Luis Roy", born_on=date(1950, 1, 1)),
        therapist=cast.otto,
        starts_on=date(2026, 9, 1),
    )
    assert "Luis" not in ada.get(f"{PATH}?giver={key_of(cast.otto)}").content.decode()
    assert ada.post(path(cast), sent(cast.otto)).status_code in (200, 422)
    assert not TreatmentLink.objects.filter(patient=cast.pat_record, therapist=cast.otto).exists()


def test_without_a_colleague_the_page_says_what_to_do(cast: Cast, ada: Client) -> None:
    assert "no other therapist" in ada.get(path(cast)).content.decode()
