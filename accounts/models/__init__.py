"""Who: people, clinics, consent, sign-in, and the record of who looked."""

from accounts.models.care import (
    CareGrant,
    EmergencyAccess,
    EmergencyDecision,
    EmergencyReason,
    GrantBasis,
    GrantChange,
    GrantChangeKind,
    Patient,
    Suspension,
    TreatmentLink,
)
from accounts.models.invitations import Invitation, InvitationKind
from accounts.models.people import (
    Clinic,
    ClinicMember,
    ClinicRole,
    Figure,
    TextSize,
    User,
    validate_time_zone,
)
from accounts.models.record import AuditAnchor, AuditEvent, AuditSeal
from accounts.models.signing_in import KeptForm, TermsAcceptance

__all__ = [
    "AuditAnchor",
    "AuditEvent",
    "AuditSeal",
    "CareGrant",
    "Clinic",
    "ClinicMember",
    "ClinicRole",
    "EmergencyAccess",
    "EmergencyDecision",
    "EmergencyReason",
    "Figure",
    "GrantBasis",
    "GrantChange",
    "GrantChangeKind",
    "Invitation",
    "InvitationKind",
    "KeptForm",
    "Patient",
    "Suspension",
    "TermsAcceptance",
    "TextSize",
    "TreatmentLink",
    "User",
    "validate_time_zone",
]
