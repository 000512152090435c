"""What the demo clinic's people-and-access pages have to show: a colleague, a second helper, invitations, an emergency."""

from datetime import date, datetime, timedelta

from accounts.access import Scope
from accounts.grants.actions import give_grant
from accounts.invitations.tokens import LIFE, hash_of_token, new_secrets
from accounts.models import (
    AuditEvent,
    Clinic,
    ClinicRole,
    EmergencyAccess,
    EmergencyReason,
    GrantBasis,
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
    _second_helper(pat, leo, now)
    _invitations(clinic, pat, walt, tess, now)
    _emergency(pat, tim, now)


def _treated_by(tim: User, clinic: Clinic, name: str, born_on: date, now: datetime) -> None:
    patient = Patient.objects.create(clinic=clinic, name=name, born_on=born_on, time_zone=clinic.time_zone)
    TreatmentLink.objects.create(patient=patient, therapist=tim, starts_on=patient.today(now) - timedelta(days=20))


def _second_helper(pat: Patient, leo: User, now: datetime) -> None:
    give_grant(
        patient=pat,
        caregiver=leo,
        relation="son",
        scopes=[Scope.VIEW_ROUTINE.value, Scope.VIEW_HISTORY.value],
        basis=GrantBasis.PATIENT_CONSENT,
        evidence_note="",
        talked_alone=False,
        expires_on=pat.today(now) + ENDS_SOON,
        decided_by=pat.user,
        at=now - timedelta(days=50),
        by=None,
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
        words="Pat called about a pain in the calf while Tess was away.",
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
