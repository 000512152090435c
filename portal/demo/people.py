"""What the demo clinic's people-and-access pages have to show: a colleague, a second helper, invitations, an emergency."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from accounts.access import Scope
from accounts.invitations.tokens import LIFE, hash_of_token, new_secrets
from accounts.models import (
    AuditEvent,
    CareGrant,
    Clinic,
    ClinicRole,
    EmergencyAccess,
    EmergencyReason,
    GrantBasis,
    GrantChange,
    GrantChangeKind,
    Invitation,
    InvitationKind,
    Patient,
    TreatmentLink,
    User,
)

ENDS_SOON = timedelta(days=9)
EMERGENCY_DAYS_AGO = 3
EMERGENCY_LASTS = timedelta(hours=1)


def tell(*, clinic: Clinic, tess: User, tim: User, leo: User, now: datetime) -> None:
    """After the patients have come in. Tim treats Edith; Leo helps his mother Pat for nine more days."""
    pat = Patient.objects.get(clinic=clinic, name="Pat Ellis")
    walt = Patient.objects.get(clinic=clinic, name="Walt Hanna")
    _treated_by(tim, clinic, "Edith Novak", date(1939, 2, 11), now)
    for grant in CareGrant.objects.filter(patient__clinic=clinic).select_related("patient"):
        _visits(grant, now)
    helped_by(
        pat,
        leo,
        relation="son",
        scopes=(Scope.VIEW_ROUTINE, Scope.VIEW_HISTORY),
        since=now - timedelta(days=50),
        until_on=pat.today(now) + ENDS_SOON,
        staff=tess,
    )
    _invitations(clinic, pat, walt, tess, now)
    _emergency(pat, tim, now)


def _treated_by(tim: User, clinic: Clinic, name: str, born_on: date, now: datetime) -> None:
    patient = Patient.objects.create(clinic=clinic, name=name, born_on=born_on, time_zone=clinic.time_zone)
    TreatmentLink.objects.create(patient=patient, therapist=tim, starts_on=patient.today(now) - timedelta(days=20))


def helped_by(
    patient: Patient,
    caregiver: User,
    *,
    relation: str,
    scopes: Sequence[Scope],
    since: datetime,
    until_on: date,
    staff: User,
) -> CareGrant:
    """As if it had been agreed then: by the patient, or for whoever has no login by the therapist at a visit."""
    grant = CareGrant.objects.create(
        patient=patient,
        caregiver=caregiver,
        relation=relation,
        scopes=[scope.value for scope in scopes],
        basis=GrantBasis.PATIENT_CONSENT if patient.user else GrantBasis.STAFF_RECORDED,
        talked_alone=patient.user is None,
        decided_by=patient.user or staff,
        decided_at=since,
        expires_on=until_on,
    )
    GrantChange.objects.create(
        grant=grant,
        at=since,
        kind=GrantChangeKind.GIVEN,
        by=grant.decided_by,
        scopes=grant.scopes,
        expires_on=until_on,
    )
    return grant


def _visits(grant: CareGrant, now: datetime) -> None:
    """The helper looked in yesterday and three days ago."""
    for days_ago in (3, 1):
        AuditEvent.objects.create(
            at=now - timedelta(days=days_ago, hours=2),
            action="opened.home:today",
            actor_id=grant.caregiver_id,
            role="caregiver",
            purpose="helping",
            scope=Scope.VIEW_ROUTINE.value,
            clinic_id=grant.patient.clinic_id,
            patient_id=grant.patient_id,
            on_behalf_of_id=grant.patient_id,
            grant_id=grant.pk,
        )


def _invitations(clinic: Clinic, pat: Patient, walt: Patient, tess: User, now: datetime) -> None:
    """Ruth was asked yesterday. A nephew of Walt's and a new colleague never came."""
    helping = [Scope.VIEW_ROUTINE.value, Scope.RECORD.value, Scope.REMINDERS.value]
    for patient, name, relation, by, days_ago in (
        (pat, "Ruth Ellis", "sister", pat.user, 1),
        (walt, "Sami Hanna", "nephew", tess, 6),
    ):
        is_own = by == patient.user
        _invitation(
            kind=InvitationKind.CAREGIVER,
            clinic=clinic,
            patient=patient,
            name=name,
            relation=relation,
            scopes=helping,
            basis=GrantBasis.PATIENT_CONSENT if is_own else GrantBasis.STAFF_RECORDED,
            evidence_note="" if is_own else "Said so at the visit",
            talked_alone=not is_own,
            grant_until_on=patient.today(now) + timedelta(days=120),
            invited_by=by,
            at=now - timedelta(days=days_ago),
        )
    _invitation(
        kind=InvitationKind.STAFF,
        clinic=clinic,
        name="Nora Beck",
        role=ClinicRole.THERAPIST,
        invited_by=User.objects.get(memberships__clinic=clinic, memberships__role=ClinicRole.ADMIN),
        at=now - timedelta(days=5),
    )


def _invitation(*, name: str, at: datetime, **fields: object) -> None:
    Invitation.objects.create(
        name=name,
        email=f"{name.split()[0].lower()}@surefoot.example",
        token_hash=hash_of_token(new_secrets().token),
        created_at=at,
        sent_at=at,
        expires_at=at + LIFE,
        **fields,
    )


def _emergency(pat: Patient, tim: User, now: datetime) -> None:
    """Tim stood in for Tess and looked at Pat's page. Nobody has reviewed it yet."""
    started_at = now - timedelta(days=EMERGENCY_DAYS_AGO)
    emergency = EmergencyAccess.objects.create(
        patient=pat,
        staff=tim,
        reason=EmergencyReason.PATIENT_CALLED,
        words="Pat called with a question while Tess was away.",
        started_at=started_at,
        ends_at=started_at + EMERGENCY_LASTS,
    )
    for minute, action in ((0, "emergency.opened"), (1, "opened.progress:patient")):
        AuditEvent.objects.create(
            at=started_at + timedelta(minutes=minute),
            action=action,
            actor_id=tim.pk,
            role="covering",
            purpose="emergency",
            clinic_id=pat.clinic_id,
            patient_id=pat.pk,
            emergency_id=emergency.pk,
            object_type="accounts.emergencyaccess",
            object_id=str(emergency.pk),
        )
