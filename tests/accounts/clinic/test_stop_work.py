"""Somebody joins the team's work, changes it, or stops: with effect on the next request, and no patient left behind."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Role, Scope, _find
from accounts.clinic.keys import key_of
from accounts.models import AuditEvent, ClinicMember, ClinicRole, Patient, TreatmentLink, User
from tests.cast import Cast, a_member, a_user
from tests.conftest import SignIn


def url(user: User, role: str = "everything") -> str:
    return reverse("clinic:stop_work", args=[key_of(user), role])


def treats(user: User, patient: Patient) -> bool:
    access = _find(user, patient.public_id, Scope.CLINICAL, timezone.now())
    return access is not None and access.role is Role.THERAPIST


def test_the_team_says_who_works_as_what(cast: Cast, ada: Client, tim: User) -> None:
    tim.authenticator_set.all().delete()
    html = ada.get(reverse("clinic:team")).content.decode()
    for words in ("Tess Moran", "tess@example.org", "Clinic admin", "Not set up", "Never"):
        assert words in html
    assert "Otto" not in html


def test_stopping_signs_out_at_once(cast: Cast, ada: Client, tim: User, signed_in: SignIn) -> None:
    open_page = signed_in(tim)
    assert open_page.get("/caseload/").status_code == 200
    assert ada.post(url(tim)).status_code == 302
    assert open_page.get("/caseload/").status_code in (302, 404)
    assert ClinicMember.objects.get(user=tim).deactivated_at
    assert AuditEvent.objects.get(action="member.deactivated").actor_id == cast.ada.pk
    assert "stopped on" in ada.get(reverse("clinic:team")).content.decode()


def test_patients_are_not_left_without_a_word(cast: Cast, ada: Client, tim: User) -> None:
    answer = ada.post(url(cast.tess))
    assert answer.status_code == 422
    assert "treats 2 patients" in answer.content.decode()
    assert ClinicMember.objects.get(user=cast.tess).is_active
    assert treats(cast.tess, cast.pat_record)


def test_patients_go_to_a_colleague_in_the_same_step(cast: Cast, ada: Client, tim: User) -> None:
    ada.post(url(cast.tess), {"patients": str(key_of(tim))})
    assert not ClinicMember.objects.get(user=cast.tess).is_active
    for patient in (cast.pat_record, cast.walt_record):
        assert treats(tim, patient)
        assert not treats(cast.tess, patient)
        event = AuditEvent.objects.get(action="treatment.handed_over", patient_id=patient.pk)
        assert event.actor_id == cast.ada.pk


def test_or_the_treatments_end(cast: Cast, ada: Client) -> None:
    ada.post(url(cast.tess), {"patients": "end"})
    assert not TreatmentLink.objects.filter(therapist=cast.tess, ends_on__isnull=True).exists()
    assert AuditEvent.objects.filter(action="treatment.ended").count() == 2
    assert not treats(cast.tess, cast.pat_record)


def test_a_treatment_that_begins_later_does_not_wait_for_who_has_stopped(cast: Cast, ada: Client, tim: User) -> None:
    soon = timezone.now().date() + timedelta(days=20)
    TreatmentLink.objects.filter(patient=cast.pat_record).update(starts_on=soon)
    ada.post(url(cast.tess), {"patients": str(key_of(tim))})
    link = TreatmentLink.objects.get(patient=cast.pat_record)
    assert (link.therapist, link.starts_on, link.ends_on) == (tim, soon, None)


@pytest.mark.parametrize("sent", ["", "nobody", "a\0b", str(key_of(User(pk=1))), "x" * 100_000])
def test_only_a_therapist_of_the_clinic_goes_on(cast: Cast, ada: Client, tim: User, sent: str) -> None:
    assert ada.post(url(cast.tess), {"patients": sent}).status_code == 422
    assert ada.post(url(cast.tess), {"patients": str(key_of(cast.otto))}).status_code == 422
    assert treats(cast.tess, cast.pat_record)


def test_the_last_admin_stays(cast: Cast, ada: Client) -> None:
    assert "only admin" in ada.get(url(cast.ada)).content.decode()
    assert "only admin" in ada.post(url(cast.ada)).content.decode()
    assert ClinicMember.objects.get(user=cast.ada).is_active


def test_with_a_second_admin_the_first_may_go(cast: Cast, ada: Client) -> None:
    a_member(cast.northside, a_user("lena", "Lena Fischer"), ClinicRole.ADMIN)
    assert ada.post(url(cast.ada)).status_code == 302
    assert not ClinicMember.objects.get(user=cast.ada).is_active


def test_one_role_can_be_taken_and_the_other_stays(cast: Cast, ada: Client, tim: User, signed_in: SignIn) -> None:
    ada.post(reverse("clinic:give_role", args=[key_of(tim), "admin"]))
    assert signed_in(tim).get("/clinic/").status_code == 200
    ada.post(url(tim, "admin"))
    assert signed_in(tim).get("/clinic/").status_code == 404
    assert signed_in(tim).get("/caseload/").status_code == 200


def test_who_stopped_can_come_back(cast: Cast, ada: Client, tim: User, signed_in: SignIn) -> None:
    ada.post(url(tim))
    for _twice in range(2):
        ada.post(reverse("clinic:give_role", args=[key_of(tim), "therapist"]))
    assert signed_in(tim).get("/caseload/").status_code == 200
    assert AuditEvent.objects.filter(action="member.role_given").count() == 1
    assert ClinicMember.objects.get(user=tim).deactivated_at is None


def test_nobody_of_another_clinic_can_be_named(cast: Cast, ada: Client) -> None:
    assert ada.get(reverse("clinic:person", args=[key_of(cast.otto)])).status_code == 404
    assert ada.post(url(cast.otto)).status_code == 404
    assert ada.post(reverse("clinic:give_role", args=[key_of(cast.otto), "admin"])).status_code == 404
    assert ada.post(reverse("clinic:give_role", args=[key_of(cast.tess), "operator"])).status_code == 404
    assert ClinicMember.objects.get(user=cast.otto).is_active
