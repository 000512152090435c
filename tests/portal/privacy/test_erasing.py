"""Erased means erased: no word of the account, or of the record, is left in any column, nor in the bytes of the file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent, CareGrant, ClinicMember, ClinicRole, GrantBasis, Patient, TreatmentLink, User
from portal.privacy import actions
from portal.privacy.models import ErasureRequest, Tombstone
from portal.records import PatientRecord
from portal.reminders.models import DeliveryState, Reason, ReminderDelivery
from portal.sessions.models import SessionNote
from tests.cast import Cast, a_grant, a_member, a_user
from tests.portal.privacy.everything import (
    ACCOUNT_CANARIES,
    RECORD_CANARIES,
    Everything,
    found,
    found_in_the_file,
    keep_everything,
)

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def everything(cast: Cast) -> Everything:
    return keep_everything(cast)


def close(user: User) -> None:
    actions.close_account(today=timezone.localdate(), by=user)


def erase(everything: Everything, typed: str = RECORD_CANARIES["name"]) -> None:
    asked = ErasureRequest.objects.get(patient=everything.patient)
    ada = ClinicMember.objects.get(user=everything.cast.ada)
    actions.erase_record(asked, typed, by=ada)


def test_the_canaries_are_there_before(everything: Everything) -> None:
    assert {word for words in found(ACCOUNT_CANARIES).values() for word in words} == set(ACCOUNT_CANARIES.values())
    assert {word for words in found(RECORD_CANARIES).values() for word in words} == set(RECORD_CANARIES.values())
    if connection.vendor == "sqlite":
        assert set(found_in_the_file(RECORD_CANARIES)) == set(RECORD_CANARIES.values())


def test_a_closed_account_leaves_no_word(everything: Everything) -> None:
    close(everything.cast.pat)
    assert found(ACCOUNT_CANARIES) == {}
    assert found_in_the_file(ACCOUNT_CANARIES) == []


def test_a_closed_account_leaves_the_record_with_the_clinic(everything: Everything) -> None:
    close(everything.cast.pat)
    everything.patient.refresh_from_db()
    assert everything.patient.user is None
    assert {word for words in found(RECORD_CANARIES).values() for word in words} == set(RECORD_CANARIES.values())


def test_a_closed_account_cannot_come_in(everything: Everything) -> None:
    assert everything.client.get("/").status_code == 302
    close(everything.cast.pat)
    pat = User.objects.get(pk=everything.cast.pat.pk)
    assert not pat.is_active
    assert not pat.has_usable_password()
    assert everything.client.get("/").headers["Location"].startswith("/account/login/")


def test_mail_to_a_closed_account_is_called_off(everything: Everything) -> None:
    now = timezone.now()
    waiting = ReminderDelivery.objects.create(
        patient=everything.patient,
        recipient=everything.cast.pat,
        occasion="session:0",
        kind="session_due",
        planned_for=now,
        next_attempt_at=now,
        expires_at=now + timedelta(hours=1),
    )
    close(everything.cast.pat)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == (DeliveryState.SUPPRESSED, Reason.ACCOUNT_CLOSED)


def test_who_pat_let_help_is_out_when_pat_goes(everything: Everything) -> None:
    close(everything.cast.pat)
    assert not CareGrant.objects.filter(patient=everything.patient, revoked_at__isnull=True).exists()
    assert AuditEvent.objects.filter(action="grant.revoked").exists()


def test_who_was_put_in_by_the_court_stays(everything: Everything) -> None:
    grant = a_grant(everything.patient, a_user("gil", "Gil Ellis"))
    grant.basis = GrantBasis.POWER_OF_ATTORNEY
    grant.save()
    close(everything.cast.pat)
    assert CareGrant.objects.get(pk=grant.pk).revoked_at is None


def test_a_helper_who_goes_helps_nobody_and_what_she_wrote_stays(everything: Everything) -> None:
    close(everything.cast.cara)
    assert not CareGrant.objects.filter(caregiver=everything.cast.cara, revoked_at__isnull=True).exists()
    assert "Cara" not in str(found({"name": "Cara Ellis", "email": "cara@example.org"}))
    assert found({"note": RECORD_CANARIES["helper note"]})


def test_closing_twice_is_closing_once(everything: Everything) -> None:
    close(everything.cast.pat)
    first = User.objects.get(pk=everything.cast.pat.pk)
    close(everything.cast.pat)
    assert User.objects.get(pk=first.pk).email == first.email
    assert Tombstone.objects.count() == 1


def test_a_therapist_hands_over_first(cast: Cast) -> None:
    with pytest.raises(actions.NotYet, match="2 patients"):
        close(cast.tess)
    TreatmentLink.objects.filter(therapist=cast.tess).update(ends_on=timezone.localdate() - timedelta(days=1))
    close(cast.tess)
    tess = User.objects.get(pk=cast.tess.pk)
    assert not ClinicMember.objects.filter(user=tess, is_active=True).exists()
    # Who treated is part of other people's records.
    assert tess.name == "Tess Moran"


def test_the_last_admin_names_another_one_first(cast: Cast) -> None:
    with pytest.raises(actions.NotYet, match="only admin of Northside"):
        close(cast.ada)
    a_member(cast.northside, a_user("abe", "Abe Quist"), ClinicRole.ADMIN)
    close(cast.ada)
    assert not User.objects.get(pk=cast.ada.pk).is_active


def test_an_erased_record_leaves_no_word(everything: Everything) -> None:
    erase(everything)
    assert found(RECORD_CANARIES) == {}
    assert found_in_the_file(RECORD_CANARIES) == []


def test_an_erased_record_leaves_no_row(everything: Everything) -> None:
    key = everything.patient.pk
    erase(everything)
    assert not Patient.objects.filter(pk=key).exists()
    for model in PatientRecord.__subclasses__():
        assert not model._default_manager.filter(**{model.PATIENT_PATH: key}).exists(), model


def test_the_record_of_who_looked_keeps_its_numbers(everything: Everything) -> None:
    key = everything.patient.pk
    erase(everything)
    assert AuditEvent.objects.filter(patient_id=key, action="record.erased", role="admin").exists()
    assert AuditEvent.objects.filter(patient_id=key, action="opened.home:today").exists()


def test_nobody_elses_record_is_touched(everything: Everything) -> None:
    erase(everything)
    assert Patient.objects.filter(pk=everything.cast.walt_record.pk).exists()
    assert CareGrant.objects.filter(pk=everything.cast.cara_for_walt.pk).exists()


def test_another_name_erases_nothing(everything: Everything) -> None:
    with pytest.raises(actions.AnotherName):
        erase(everything, "Walt Hanna")
    assert Patient.objects.filter(pk=everything.patient.pk).exists()


def test_pages_say_a_helper_where_a_name_was(everything: Everything) -> None:
    close(everything.cast.cara)
    cara = User.objects.get(pk=everything.cast.cara.pk)
    assert (str(cara), cara.first_name) == ("a helper", "a helper")
    everything.client.force_login(everything.cast.tess)
    page = everything.client.get(f"/patients/{everything.patient.public_id}/").content.decode()
    assert "a helper for" in page
    everything.client.force_login(everything.cast.pat)
    SessionNote.objects.update(is_shared=True)
    assert "a helper" in everything.client.get(f"/p/{everything.patient.public_id}/history/").content.decode()


def test_what_a_patient_wrote_stands_under_the_records_own_name(everything: Everything) -> None:
    close(everything.cast.pat)
    everything.client.force_login(everything.cast.tess)
    page = everything.client.get(f"/patients/{everything.patient.public_id}/").content.decode()
    assert RECORD_CANARIES["note"] in page
    assert f"<b>{everything.patient.first_name}</b>" in page
