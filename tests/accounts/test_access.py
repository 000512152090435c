"""The door: who may open whose record, for what, and what is written down about it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from accounts.access import GRANTABLE, Role, Scope, open_patient, responsible_therapist
from accounts.models import AuditEvent, CareGrant, Patient, TreatmentLink, User
from portal.routines.models import Routine
from tests.cast import Cast

STAFF_ONLY = [Scope.CLINICAL, Scope.PRESCRIBE]


def opened(user: User, patient: Patient, scope: Scope, method: str = "GET") -> Role | None:
    """The role in which the door opens, or None."""
    request = RequestFactory().generic(method, "/")
    request.user = user
    try:
        return open_patient(request, patient.public_id, scope).role
    except Http404:
        return None


@pytest.mark.parametrize("scope", sorted(GRANTABLE | {Scope.PRIVATE_NOTES, Scope.MANAGE_ACCESS, Scope.OWN_DATA}))
def test_pat_can_open_her_own_record(cast: Cast, scope: Scope) -> None:
    assert opened(cast.pat, cast.pat_record, scope) is Role.PATIENT


@pytest.mark.parametrize("scope", STAFF_ONLY)
def test_pat_cannot_prescribe_for_herself(cast: Cast, scope: Scope) -> None:
    assert opened(cast.pat, cast.pat_record, scope) is None


def test_pat_cannot_open_walts_record(cast: Cast) -> None:
    assert [scope for scope in Scope if opened(cast.pat, cast.walt_record, scope)] == []


def test_cara_can_what_the_grant_says_and_nothing_else(cast: Cast) -> None:
    granted = {Scope.VIEW_ROUTINE, Scope.RECORD, Scope.REMINDERS, Scope.VIEW_HISTORY}
    assert {scope for scope in Scope if opened(cast.cara, cast.pat_record, scope)} == granted


def test_a_grant_cannot_carry_what_is_not_grantable(cast: Cast) -> None:
    cast.cara_for_pat.scopes = [scope.value for scope in Scope] + ["everything"]
    cast.cara_for_pat.save()
    assert {scope for scope in Scope if opened(cast.cara, cast.pat_record, scope)} == GRANTABLE


@pytest.mark.parametrize("field", ["revoked_at", "suspended_at"])
def test_cara_is_out_on_the_next_request(cast: Cast, field: str) -> None:
    assert opened(cast.cara, cast.pat_record, Scope.RECORD) is Role.CAREGIVER
    CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(**{field: timezone.now()})
    assert opened(cast.cara, cast.pat_record, Scope.RECORD) is None


def test_a_grant_holds_to_the_end_of_its_last_day_where_the_patient_lives(cast: Cast) -> None:
    today = cast.pat_record.today(timezone.now())
    for days, role in ((0, Role.CAREGIVER), (-1, None)):
        CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(expires_on=today + timedelta(days=days))
        assert opened(cast.cara, cast.pat_record, Scope.RECORD) is role


def test_tess_can_open_whom_she_treats(cast: Cast) -> None:
    scopes = {scope for scope in Scope if opened(cast.tess, cast.pat_record, scope)}
    assert scopes == set(Scope) - {Scope.REMINDERS, Scope.OWN_DATA}


def test_tess_cannot_after_the_treatment_ended(cast: Cast) -> None:
    yesterday = timezone.now().date() - timedelta(days=1)
    TreatmentLink.objects.filter(patient=cast.pat_record).update(ends_on=yesterday)
    assert opened(cast.tess, cast.pat_record, Scope.CLINICAL) is None


def test_tess_cannot_after_she_left_the_clinic(cast: Cast) -> None:
    cast.tess.memberships.update(is_active=False)
    assert opened(cast.tess, cast.pat_record, Scope.CLINICAL) is None


@pytest.mark.parametrize("who", ["otto", "ada", "sam"])
def test_others_cannot_open_anything(cast: Cast, who: str) -> None:
    user = getattr(cast, who)
    for patient in (cast.pat_record, cast.walt_record):
        assert [scope for scope in Scope if opened(user, patient, scope)] == []


def test_a_closed_account_opens_nothing(cast: Cast) -> None:
    cast.pat.is_active = False
    assert opened(cast.pat, cast.pat_record, Scope.VIEW_ROUTINE) is None


def test_an_unknown_record_is_not_found(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = cast.pat
    with pytest.raises(Http404):
        open_patient(request, uuid4(), Scope.VIEW_ROUTINE)


def test_who_is_not_signed_in_opens_nothing(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        open_patient(request, cast.pat_record.public_id, Scope.VIEW_ROUTINE)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_is_written_down_with_role_grant_and_scope(cast: Cast, method: str) -> None:
    opened(cast.cara, cast.pat_record, Scope.VIEW_ROUTINE, method)
    event = AuditEvent.objects.get()
    assert event.action.startswith("opened.")
    assert (event.actor_id, event.role, event.scope) == (cast.cara.pk, "caregiver", "view_routine")
    assert (event.patient_id, event.on_behalf_of_id) == (cast.pat_record.pk, cast.pat_record.pk)
    assert event.grant_id == cast.cara_for_pat.pk


def test_a_change_is_written_down_by_its_action_not_by_the_door(cast: Cast) -> None:
    assert opened(cast.cara, cast.pat_record, Scope.RECORD, "POST") is Role.CAREGIVER
    assert AuditEvent.objects.count() == 0


def test_a_closed_door_writes_no_look(cast: Cast) -> None:
    assert opened(cast.sam, cast.pat_record, Scope.VIEW_ROUTINE) is None
    assert AuditEvent.objects.count() == 0


def test_rows_are_this_patients_only(cast: Cast) -> None:
    for patient in (cast.pat_record, cast.walt_record):
        Routine.objects.create(patient=patient, created_at=timezone.now(), starts_on=timezone.now().date())
    request = RequestFactory().get("/")
    request.user = cast.cara
    access = open_patient(request, cast.pat_record.public_id, Scope.VIEW_ROUTINE)
    assert [routine.patient for routine in access.rows(Routine)] == [cast.pat_record]


def test_the_responsible_therapist_is_the_longest_standing(cast: Cast) -> None:
    today = timezone.now().date()
    TreatmentLink.objects.create(patient=cast.pat_record, therapist=cast.otto, starts_on=today)
    assert responsible_therapist(cast.pat_record, today) == cast.tess
