"""Consent to help: given, changed, renewed, stopped for now, allowed again, ended.

Each change stands at once, for the next request and for mail that is already claimed, and tells the caregiver nothing.
What the grant says after each of them is kept in `GrantChange`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess, Role
from accounts.grants.ends import DECIDED_FOR_THE_PATIENT, latest_end, review_day
from accounts.grants.scopes import clean_scopes
from accounts.models import (
    CareGrant,
    ClinicMember,
    ClinicRole,
    GrantBasis,
    GrantChange,
    GrantChangeKind,
    Invitation,
    InvitationKind,
    Patient,
    Suspension,
    User,
)

By = PatientAccess | ClinicMember


@dataclass(frozen=True)
class Consent:
    """What staff write down about the decision."""

    basis: str
    evidence_note: str
    talked_alone: bool


class GrantIsOver(Exception):
    """It was ended meanwhile. What has ended is not changed; a new one is given instead."""


class OnlyTheClinic(Exception):
    """The clinic stopped it, or somebody decided for the patient: then the clinic lets it go on."""


@transaction.atomic
def give_grant(
    *,
    patient: Patient,
    caregiver: User,
    relation: str,
    scopes: Sequence[str],
    basis: str,
    evidence_note: str,
    talked_alone: bool,
    expires_on: date,
    decided_by: User | None,
    at: datetime,
    by: User,
) -> CareGrant:
    """`by` is the caregiver, who accepts an invitation: what was agreed before takes effect with it.

    Who helps already has the grant changed, never a second one. A grant that is stopped for now stays so: an invitation
    that was sent before must not undo it.
    """
    # Locked, so that an invitation accepted twice gives one grant.
    Patient.objects.select_for_update().get(pk=patient.pk)
    grant = CareGrant.objects.filter(patient=patient, caregiver=caregiver, revoked_at__isnull=True).first()
    kind = GrantChangeKind.CHANGED if grant else GrantChangeKind.GIVEN
    grant = grant or CareGrant(patient=patient, caregiver=caregiver)
    today = patient.today(at)
    grant.relation = relation
    grant.scopes = clean_scopes(scopes)
    grant.basis, grant.evidence_note, grant.talked_alone = basis, evidence_note, talked_alone
    grant.decided_by, grant.decided_at = decided_by, at
    grant.expires_on = min(expires_on, latest_end(today))
    grant.review_on = review_day(basis, today)
    grant.save()
    _keep(grant, kind, at=at, by=decided_by)
    audit.record(f"grant.{kind.value}", by=by, about=grant)
    return grant


@transaction.atomic
def change_grant(
    grant: CareGrant,
    *,
    relation: str,
    scopes: Sequence[str],
    expires_on: date,
    consent: Consent | None = None,
    at: datetime,
    by: By,
) -> None:
    """`consent` is what staff write down; a patient who changes her own grant says yes by doing so."""
    _hold_open(grant)
    before = _said(grant)
    grant.relation, grant.scopes = relation, clean_scopes(scopes)
    grant.expires_on = _end_for(grant, expires_on, at, by)
    if consent is not None:
        grant.basis, grant.evidence_note = consent.basis, consent.evidence_note
        grant.talked_alone = consent.talked_alone
    if _said(grant) == before:
        return
    _decide(grant, at, by)
    grant.save()
    _keep(grant, GrantChangeKind.CHANGED, at=at, by=by)
    audit.record("grant.changed", by=by, about=grant)


@transaction.atomic
def renew_grant(grant: CareGrant, *, at: datetime, by: By) -> None:
    """For as long as it can be from today. Pressed twice, it is renewed once."""
    _hold_open(grant)
    if grant.basis in DECIDED_FOR_THE_PATIENT and not _is_the_clinic(by):
        raise OnlyTheClinic
    latest = latest_end(grant.patient.today(at))
    if grant.expires_on == latest:
        return
    grant.expires_on = latest
    _decide(grant, at, by)
    grant.save()
    _keep(grant, GrantChangeKind.RENEWED, at=at, by=by)
    audit.record("grant.renewed", by=by, about=grant)


@transaction.atomic
def suspend_grant(grant: CareGrant, *, why: Suspension, at: datetime, by: By | None) -> None:
    """`by` is None when the portal does it, because nobody used the grant. What the clinic stops is the clinic's."""
    _hold_open(grant)
    if grant.suspended_at is not None and (grant.suspended_why == why or why is not Suspension.STAFF):
        return
    grant.suspended_at, grant.suspended_why = at, why
    grant.suspended_by = by.user if by else None
    grant.save(update_fields=["suspended_at", "suspended_why", "suspended_by"])
    _keep(grant, GrantChangeKind.SUSPENDED, at=at, by=by)
    audit.record("grant.suspended", by=by, about=grant)


@transaction.atomic
def allow_again(grant: CareGrant, *, at: datetime, by: By) -> None:
    _hold_open(grant)
    if grant.suspended_at is None:
        return
    if grant.suspended_why == Suspension.STAFF and not _is_the_clinic(by):
        raise OnlyTheClinic
    grant.suspended_at, grant.suspended_why, grant.suspended_by = None, "", None
    grant.save(update_fields=["suspended_at", "suspended_why", "suspended_by"])
    _keep(grant, GrantChangeKind.RESUMED, at=at, by=by)
    audit.record("grant.resumed", by=by, about=grant)


@transaction.atomic
def end_grant(grant: CareGrant, *, at: datetime, by: By) -> None:
    """At once and silently, with every invitation that would let the same person in again. Twice does no harm."""
    try:
        _hold_open(grant)
    except GrantIsOver:
        return
    grant.revoked_at, grant.revoked_by = at, by.user
    grant.save(update_fields=["revoked_at", "revoked_by"])
    invitations = Invitation.objects.filter(patient=grant.patient, kind=InvitationKind.CAREGIVER)
    invitations.filter(email__iexact=grant.caregiver.email, accepted_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_by=by.user
    )
    _keep(grant, GrantChangeKind.REVOKED, at=at, by=by)
    audit.record("grant.revoked", by=by, about=grant)


def _hold_open(grant: CareGrant) -> None:
    """Locks the row and reads it again: two who decide at once decide one after the other."""
    held = CareGrant.objects.select_for_update().filter(pk=grant.pk, revoked_at__isnull=True).first()
    if held is None:
        raise GrantIsOver
    for field in CareGrant._meta.concrete_fields:
        setattr(grant, field.attname, getattr(held, field.attname))


def _said(grant: CareGrant) -> tuple[object, ...]:
    consent = (grant.basis, grant.evidence_note, grant.talked_alone)
    return (grant.relation, clean_scopes(grant.scopes), grant.expires_on, *consent)


def _decide(grant: CareGrant, at: datetime, by: By) -> None:
    """Who said so last, and how: the patient here, or staff for the patient. What was decided for her stays so."""
    grant.decided_by, grant.decided_at = by.user, at
    if grant.basis not in DECIDED_FOR_THE_PATIENT:
        grant.basis = GrantBasis.STAFF_RECORDED if _is_the_clinic(by) else GrantBasis.PATIENT_CONSENT
    grant.review_on = review_day(grant.basis, grant.patient.today(at))


def _is_the_clinic(by: By) -> bool:
    """A therapist. An admin stops and ends; what is allowed is for those who know the patient."""
    role = by.role
    return role in (Role.THERAPIST, ClinicRole.THERAPIST)


def _end_for(grant: CareGrant, wanted: date, at: datetime, by: By) -> date:
    """Six months at most. Where somebody decided for the patient, only the clinic moves it further."""
    if grant.basis in DECIDED_FOR_THE_PATIENT and not _is_the_clinic(by):
        return min(wanted, grant.expires_on)
    return min(wanted, max(latest_end(grant.patient.today(at)), grant.expires_on))


def _keep(grant: CareGrant, kind: GrantChangeKind, *, at: datetime, by: By | User | None) -> None:
    GrantChange.objects.create(
        grant=grant,
        at=at,
        kind=kind,
        by=by if by is None or isinstance(by, User) else by.user,
        scopes=grant.scopes,
        expires_on=grant.expires_on,
    )
