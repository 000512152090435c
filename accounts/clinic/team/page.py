"""Who works at the clinic, and what an admin may see of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count
from django.http import Http404

from accounts.clinic.keys import key_of
from accounts.clinic.treatment import standing_links
from accounts.models import Clinic, ClinicMember, ClinicRole, User
from accounts.querysets import SECOND_FACTORS


@dataclass(frozen=True)
class Colleague:
    user: User
    key: UUID
    roles: tuple[ClinicRole, ...]  # those that stand
    has_second_factor: bool
    patients: int  # whom they treat today or later
    stopped_at: datetime | None
    is_only_admin: bool = False

    @property
    def is_active(self) -> bool:
        return bool(self.roles)

    @property
    def is_therapist(self) -> bool:
        return ClinicRole.THERAPIST in self.roles

    @property
    def is_admin(self) -> bool:
        return ClinicRole.ADMIN in self.roles

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in self.roles]


def team_of(clinic: Clinic, on: date) -> list[Colleague]:
    """Everybody who works there, then who did; three queries."""
    by_user: dict[User, list[ClinicMember]] = {}
    for member in ClinicMember.objects.filter(clinic=clinic).select_related("user").order_by("user__name", "pk"):
        by_user.setdefault(member.user, []).append(member)
    secured = set(
        Authenticator.objects.filter(user__in=by_user, type__in=SECOND_FACTORS).values_list("user", flat=True)
    )
    counted = standing_links(clinic, on).values("therapist").annotate(number=Count("patient", distinct=True))
    treated = dict(counted.values_list("therapist", "number"))
    found = [_colleague(user, rows, secured, treated) for user, rows in by_user.items()]
    if sum(one.is_admin for one in found) == 1:
        found = [replace(one, is_only_admin=one.is_admin) for one in found]
    return sorted(found, key=lambda one: not one.is_active)


def colleague(clinic: Clinic, key: UUID, on: date) -> Colleague:
    """Of this clinic, or 404."""
    for one in team_of(clinic, on):
        if one.key == key:
            return one
    raise Http404


def therapists_of(clinic: Clinic) -> list[User]:
    members = ClinicMember.objects.filter(clinic=clinic, role=ClinicRole.THERAPIST, is_active=True)
    return [member.user for member in members.select_related("user").order_by("user__name", "pk")]


def choices_of(users: list[User]) -> list[tuple[str, str]]:
    """For a form: the key and the name; the address too where two have the same name."""
    names = [user.name for user in users]
    return [
        (str(key_of(user)), f"{user.name} ({user.email})" if names.count(user.name) > 1 else user.name)
        for user in users
    ]


def by_key(users: list[User]) -> dict[str, User]:
    return {str(key_of(user)): user for user in users}


def _colleague(user: User, rows: list[ClinicMember], secured: set[int], treated: dict[int, int]) -> Colleague:
    return Colleague(
        user=user,
        key=key_of(user),
        roles=tuple(ClinicRole(row.role) for row in rows if row.is_active),
        has_second_factor=user.pk in secured,
        patients=treated.get(user.pk, 0),
        stopped_at=max((row.deactivated_at for row in rows if row.deactivated_at), default=None),
    )
