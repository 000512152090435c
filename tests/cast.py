"""The cast, the same in tests, demo, documents and pictures (docs/glossary.md).

Pat is Tess's patient at Northside Clinic, helped by her daughter Cara. Walt has no login and is helped by Cara.
Ada is Northside's admin. Otto is a therapist elsewhere. Sam is a stranger with a login.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from accounts.access import PatientAccess, Role, Scope
from accounts.models import (
    CareGrant,
    Clinic,
    ClinicMember,
    ClinicRole,
    GrantBasis,
    Patient,
    TermsAcceptance,
    TreatmentLink,
    User,
)
from exercises.actions import adopt_everything
from exercises.models import Exercise
from portal.routines import actions as routine_actions
from portal.routines.models import ClinicalProfile, RoutineRevision
from portal.routines.publishing.actions import publish

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)  # a Thursday
PASSWORD = "correct horse battery"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"


@dataclass
class Cast:
    northside: Clinic
    southgate: Clinic
    tess: User
    ada: User
    otto: User
    sam: User
    cara: User
    pat: User
    pat_record: Patient
    walt_record: Patient
    cara_for_pat: CareGrant
    cara_for_walt: CareGrant


def gather() -> Cast:
    """Everybody, with the links between them. Dates hang on the real today, so that links stand in every test."""
    northside = a_clinic("Northside Clinic", phone="555 0142")
    southgate = a_clinic("Southgate Physio", phone="555 0199")
    tess, ada = a_user("tess", "Tess Moran"), a_user("ada", "Ada Quist")
    otto, sam = a_user("otto", "Otto Brandt"), a_user("sam", "Sam Reyes")
    cara, pat = a_user("cara", "Cara Ellis"), a_user("pat", "Pat Ellis")
    for clinic, user, role in (
        (northside, tess, ClinicRole.THERAPIST),
        (northside, ada, ClinicRole.ADMIN),
        (southgate, otto, ClinicRole.THERAPIST),
    ):
        a_member(clinic, user, role)
    pat_record = a_patient(northside, "Pat Ellis", date(1948, 3, 14), user=pat, therapist=tess)
    walt_record = a_patient(northside, "Walt Hanna", date(1941, 7, 2), therapist=tess)
    return Cast(
        northside=northside,
        southgate=southgate,
        tess=tess,
        ada=ada,
        otto=otto,
        sam=sam,
        cara=cara,
        pat=pat,
        pat_record=pat_record,
        walt_record=walt_record,
        cara_for_pat=a_grant(pat_record, cara, relation="daughter"),
        cara_for_walt=a_grant(walt_record, cara, relation="neighbour"),
    )


def a_clinic(name: str, *, phone: str) -> Clinic:
    return Clinic.objects.create(name=name, phone=phone, emergency_number="911", hours="Mon to Fri, 8 to 5")


def a_user(handle: str, name: str) -> User:
    user = User.objects.create_user(f"{handle}@example.org", name, PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TermsAcceptance.objects.create(user=user, version=1, language=user.language, at=timezone.now())
    return user


def a_member(clinic: Clinic, user: User, role: ClinicRole = ClinicRole.THERAPIST) -> ClinicMember:
    """Staff, with the second factor that staff cannot be without."""
    give_second_factor(user)
    return ClinicMember.objects.create(clinic=clinic, user=user, role=role)


def give_second_factor(user: User) -> None:
    TOTP.activate(user, TOTP_SECRET)


def a_patient(
    clinic: Clinic, name: str, born_on: date, *, user: User | None = None, therapist: User | None = None
) -> Patient:
    patient = Patient.objects.create(clinic=clinic, name=name, born_on=born_on, user=user)
    if therapist:
        TreatmentLink.objects.create(patient=patient, therapist=therapist, starts_on=date(2026, 9, 1))
    return patient


def a_grant(
    patient: Patient, caregiver: User, *, relation: str = "", scopes: Sequence[Scope] | None = None
) -> CareGrant:
    if scopes is None:
        scopes = (Scope.VIEW_ROUTINE, Scope.RECORD, Scope.REMINDERS, Scope.VIEW_HISTORY)
    return CareGrant.objects.create(
        patient=patient,
        caregiver=caregiver,
        relation=relation,
        scopes=[scope.value for scope in scopes],
        basis=GrantBasis.PATIENT_CONSENT,
        decided_by=patient.user,
        decided_at=timezone.now(),
        expires_on=timezone.now().date() + timedelta(days=120),
    )


def access_of(
    user: User, patient: Patient, role: Role, *, now: datetime | None = None, grant: CareGrant | None = None
) -> PatientAccess:
    """What the door would hand out, for tests of actions."""
    return PatientAccess(patient, user, role, Scope.RECORD, now or timezone.now(), grant)


def give_routine(
    cast: Cast,
    patient: Patient,
    slugs: Sequence[str] = ("glute-bridge", "clamshell", "heel-raise"),
    *,
    times: Sequence[str] = ("09:00",),
    side: str = "left",
    now: datetime | None = None,
    therapist: User | None = None,
) -> RoutineRevision:
    """Tess publishes a routine with these exercises, each in its own default dose. Needs the `library` fixture."""
    therapist = therapist or cast.tess
    adopt_everything(patient.clinic, by=therapist.name)
    ClinicalProfile.objects.get_or_create(patient=patient, defaults={"side": side, "pain_limit": 5})
    by = access_of(therapist, patient, Role.THERAPIST, now=now)
    draft = routine_actions.open_draft(by=by)
    for slug in slugs:
        routine_actions.add_exercise(draft, Exercise.objects.get(slug=slug), by=by)
    routine_actions.save_draft(draft, routine_actions.DraftContent(times=list(times)), by=by)
    return publish(draft, by=by)
