"""Giving, changing, renewing, stopping and ending: what stands afterwards, and what is kept of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.access import PatientAccess, Role, Scope
from accounts.grants import actions
from accounts.grants.ends import default_end, latest_end, months_after
from accounts.models import (
    AuditEvent,
    CareGrant,
    ClinicMember,
    ClinicRole,
    GrantBasis,
    GrantChange,
    Invitation,
    InvitationKind,
    Suspension,
)
from portal.caseload.models import CaseloadRow
from tests.cast import Cast, a_user, access_of

NOW = timezone.now()
TODAY = NOW.date()


@pytest.fixture
def pat(cast: Cast) -> PatientAccess:
    return access_of(cast.pat, cast.pat_record, Role.PATIENT, now=NOW)


@pytest.fixture
def tess(cast: Cast) -> PatientAccess:
    return access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW)


@pytest.fixture
def ada(cast: Cast) -> ClinicMember:
    return ClinicMember.objects.get(user=cast.ada, role=ClinicRole.ADMIN)


def give(cast: Cast, **more: Any) -> CareGrant:
    terms: dict[str, Any] = {
        "patient": cast.pat_record,
        "caregiver": cast.sam,
        "relation": "cousin",
        "scopes": [Scope.RECORD.value],
        "basis": GrantBasis.PATIENT_CONSENT,
        "evidence_note": "",
        "talked_alone": False,
        "expires_on": TODAY + timedelta(days=60),
        "decided_by": cast.pat,
        "at": NOW,
        "by": cast.sam,
    }
    return actions.give_grant(**terms | more)


def kinds(grant: CareGrant) -> list[str]:
    return list(grant.changes.order_by("pk").values_list("kind", flat=True))


def decided_for(cast: Cast) -> CareGrant:
    CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(basis=GrantBasis.POWER_OF_ATTORNEY)
    return CareGrant.objects.get(pk=cast.cara_for_pat.pk)


def test_what_is_given_stands_and_is_kept(cast: Cast) -> None:
    grant = give(cast)
    assert grant.scopes == ["view_routine", "record"]
    assert grant in CareGrant.objects.standing(TODAY)
    change = GrantChange.objects.get(grant=grant)
    assert (change.kind, change.by, change.scopes) == ("given", cast.pat, grant.scopes)
    assert AuditEvent.objects.get(action="grant.given").object_id == str(grant.pk)


def test_who_helps_already_has_the_grant_changed(cast: Cast) -> None:
    first = give(cast)
    second = give(cast, scopes=[Scope.VIEW_HISTORY.value], relation="nephew")
    assert second.pk == first.pk
    assert (second.relation, second.scopes) == ("nephew", ["view_routine", "view_history"])
    assert kinds(first) == ["given", "changed"]


def test_an_invitation_from_before_does_not_lift_a_stop(cast: Cast, tess: PatientAccess) -> None:
    actions.suspend_grant(give(cast), why=Suspension.STAFF, at=NOW, by=tess)
    assert give(cast).suspended_why == Suspension.STAFF


@pytest.mark.parametrize("more", ["private_notes", "clinical", "prescribe", "manage_access", "everything"])
def test_what_no_caregiver_may_have_cannot_be_given(cast: Cast, more: str) -> None:
    assert give(cast, scopes=[more]).scopes == ["view_routine"]


def test_it_ends_within_six_months(cast: Cast) -> None:
    assert give(cast, expires_on=date(9000, 1, 1)).expires_on == latest_end(TODAY)


def test_what_was_decided_for_the_patient_is_looked_at_after_three_months(cast: Cast) -> None:
    assert give(cast, basis=GrantBasis.BEST_INTERESTS).review_on == months_after(TODAY, 3)
    assert give(cast).review_on is None


def test_it_ends_a_month_after_the_review_at_first(cast: Cast) -> None:
    assert default_end(cast.pat_record, TODAY) == latest_end(TODAY)
    row, _made = CaseloadRow.objects.get_or_create(patient=cast.pat_record)
    for days, end in ((40, TODAY + timedelta(days=70)), (400, latest_end(TODAY)), (-90, latest_end(TODAY))):
        row.review_by_on = TODAY + timedelta(days=days)
        row.save()
        assert default_end(cast.pat_record, TODAY) == end


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, end: date) -> None:
    assert months_after(day, months) == end


def test_renewing_twice_renews_once(cast: Cast, pat: PatientAccess) -> None:
    for _time in range(2):
        actions.renew_grant(cast.cara_for_pat, at=NOW, by=pat)
    assert cast.cara_for_pat.expires_on == latest_end(TODAY)
    assert kinds(cast.cara_for_pat) == ["renewed"]


def test_what_was_decided_for_the_patient_only_the_clinic_renews(
    cast: Cast, pat: PatientAccess, tess: PatientAccess
) -> None:
    grant = decided_for(cast)
    with pytest.raises(actions.OnlyTheClinic):
        actions.renew_grant(grant, at=NOW, by=pat)
    actions.renew_grant(grant, at=NOW, by=tess)
    assert (grant.basis, grant.review_on) == (GrantBasis.POWER_OF_ATTORNEY, months_after(TODAY, 3))


def test_the_patient_can_shorten_and_not_prolong_it(cast: Cast, pat: PatientAccess) -> None:
    grant = decided_for(cast)
    end = grant.expires_on
    for wanted, stands in ((end + timedelta(days=9), end), (end - timedelta(days=9), end - timedelta(days=9))):
        actions.change_grant(grant, relation="x", scopes=grant.scopes, expires_on=wanted, at=NOW, by=pat)
        assert grant.expires_on == stands


def test_saving_without_a_change_keeps_nothing(cast: Cast, pat: PatientAccess) -> None:
    grant = cast.cara_for_pat
    actions.change_grant(
        grant, relation=grant.relation, scopes=grant.scopes, expires_on=grant.expires_on, at=NOW, by=pat
    )
    assert kinds(grant) == []


def test_stop_and_allow_again(cast: Cast, pat: PatientAccess) -> None:
    grant = cast.cara_for_pat
    for _time in range(2):
        actions.suspend_grant(grant, why=Suspension.PATIENT, at=NOW, by=pat)
    assert grant not in CareGrant.objects.standing(TODAY)
    for _time in range(2):
        actions.allow_again(grant, at=NOW, by=pat)
    assert grant in CareGrant.objects.standing(TODAY)
    assert kinds(grant) == ["suspended", "resumed"]


def test_what_the_clinic_stopped_the_patient_cannot_allow(
    cast: Cast, pat: PatientAccess, tess: PatientAccess, ada: ClinicMember
) -> None:
    grant = cast.cara_for_pat
    actions.suspend_grant(grant, why=Suspension.PATIENT, at=NOW, by=pat)
    actions.suspend_grant(grant, why=Suspension.STAFF, at=NOW, by=ada)
    actions.suspend_grant(grant, why=Suspension.PATIENT, at=NOW, by=pat)
    assert (grant.suspended_why, grant.suspended_by) == (Suspension.STAFF, cast.ada)
    with pytest.raises(actions.OnlyTheClinic):
        actions.allow_again(grant, at=NOW, by=pat)
    with pytest.raises(actions.OnlyTheClinic):
        actions.allow_again(grant, at=NOW, by=ada)
    actions.allow_again(grant, at=NOW, by=tess)
    assert grant.suspended_at is None


@pytest.mark.parametrize("who", ["pat", "tess", "ada"])
def test_each_of_them_ends_it(cast: Cast, request: pytest.FixtureRequest, who: str, mailoutbox: list[Any]) -> None:
    by = request.getfixturevalue(who)
    for _time in range(2):
        actions.end_grant(cast.cara_for_pat, at=NOW, by=by)
    assert cast.cara_for_pat.revoked_by == by.user
    assert kinds(cast.cara_for_pat) == ["revoked"]
    assert mailoutbox == []
    with pytest.raises(actions.GrantIsOver):
        actions.allow_again(cast.cara_for_pat, at=NOW, by=by)


def test_ending_takes_back_the_invitations_that_would_let_the_person_in_again(cast: Cast, pat: PatientAccess) -> None:
    cousin = a_user("cousin", "Cole Ellis")
    asked = [
        Invitation.objects.create(
            kind=InvitationKind.CAREGIVER,
            clinic=cast.northside,
            patient=patient,
            email=email,
            token_hash=str(number),
            created_at=NOW,
            sent_at=NOW,
            expires_at=NOW + timedelta(hours=72),
        )
        for number, (patient, email) in enumerate(
            [
                (cast.pat_record, "Cara@example.org"),
                (cast.pat_record, cousin.email),
                (cast.walt_record, cast.cara.email),
            ]
        )
    ]
    actions.end_grant(cast.cara_for_pat, at=NOW, by=pat)
    assert [Invitation.objects.get(pk=one.pk).withdrawn_at is not None for one in asked] == [True, False, False]


def test_each_change_is_one_event_of_the_one_who_made_it(cast: Cast, tess: PatientAccess) -> None:
    grant = cast.cara_for_pat
    actions.suspend_grant(grant, why=Suspension.STAFF, at=NOW, by=tess)
    actions.allow_again(grant, at=NOW, by=tess)
    actions.end_grant(grant, at=NOW, by=tess)
    events = AuditEvent.objects.filter(object_id=str(grant.pk), actor_id=cast.tess.pk).order_by("pk")
    assert [event.action for event in events] == ["grant.suspended", "grant.resumed", "grant.revoked"]
    assert {event.patient_id for event in events} == {cast.pat_record.pk}
