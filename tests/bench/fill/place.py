"""The clinic, its therapists, and the clinics whose libraries are read."""

from allauth.mfa.totp.internal.auth import TOTP

from accounts.models import Clinic, ClinicMember, ClinicRole, User
from exercises.actions import adopt_everything
from tests.bench.fill.plan import CASELOADS, SHELVES, shelf_reader, therapist


def make() -> Clinic:
    clinic = _clinic("Bench Clinic")
    adopt_everything(clinic, by="Bench Therapist")
    for size in CASELOADS:
        _therapist(clinic, therapist(size), f"Therapist Of {size}")
    for size in SHELVES:
        shelf = _clinic(f"Library Of {size}")
        adopt_everything(shelf, by="Bench Therapist")
        _therapist(shelf, shelf_reader(size), f"Reader Of {size}")
    return clinic


def _clinic(name: str) -> Clinic:
    return Clinic.objects.create(name=name, phone="555 0100", emergency_number="911", hours="Monday to Friday, 8 to 5")


def _therapist(clinic: Clinic, email: str, name: str) -> None:
    user = User.objects.create_user(email, name)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    ClinicMember.objects.create(clinic=clinic, user=user, role=ClinicRole.THERAPIST)
