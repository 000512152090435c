"""Whether an account can be closed, and what the page says will stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import CareGrant, ClinicMember, ClinicRole, Patient, TreatmentLink, User


@dataclass(frozen=True)
class Closing:
    """`hindrance` is a sentence, or empty. The rest is what the page tells before it asks."""

    hindrance: str
    has_record: bool
    has_helpers: bool
    helps: bool
    is_staff: bool


def closing_of(user: User, today: date) -> Closing:
    return Closing(
        hindrance=hindrance(user, today),
        has_record=Patient.objects.filter(user=user).exists(),
        has_helpers=CareGrant.objects.standing(today).filter(patient__user=user).exists(),
        helps=CareGrant.objects.standing(today).filter(caregiver=user).exists(),
        is_staff=ClinicMember.objects.filter(user=user).exists(),
    )


def hindrance(user: User, today: date) -> str:
    """Nobody leaves patients without a therapist, or a clinic without an admin."""
    return _patients_left(user, today) or _clinic_left(user)


def _patients_left(user: User, today: date) -> str:
    links = TreatmentLink.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), therapist=user)
    count = links.values("patient").distinct().count()
    if not count:
        return ""
    return ngettext(
        "You still have %(count)d patient in treatment. Ask your clinic admin to hand over first.",
        "You still have %(count)d patients in treatment. Ask your clinic admin to hand them over first.",
        count,
    ) % {"count": count}


def _clinic_left(user: User) -> str:
    admins = ClinicMember.objects.filter(role=ClinicRole.ADMIN, is_active=True)
    for post in admins.filter(user=user).select_related("clinic"):
        others = admins.filter(clinic=post.clinic, user__is_active=True).exclude(user=user)
        if not others.exists():
            return _("You are the only admin of %(clinic)s. Make somebody else an admin first.") % {
                "clinic": post.clinic.name
            }
    return ""
