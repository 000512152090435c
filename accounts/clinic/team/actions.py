"""Who works at the clinic, and as what. Takes effect on the next request of whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.clinic import treatment
from accounts.models import Clinic, ClinicMember, ClinicRole, User
from accounts.sessions.actions import end_all_sessions_of, end_sessions_of_a_new_member


class LastAdmin(Exception):
    """Somebody must be able to open this room."""


class TreatsPatients(Exception):
    """Whoever stops working as a therapist leaves no patient behind without a word."""


@transaction.atomic
def give_role(user: User, role: ClinicRole, *, by: ClinicMember) -> None:
    """To somebody of the team: a further role, or one that they had before. Twice does no harm."""
    _hold(by.clinic)
    member, created = ClinicMember.objects.get_or_create(clinic=by.clinic, user=user, role=role)
    if not created and member.is_active:
        return
    member.is_active, member.deactivated_at = True, None
    member.save(update_fields=["is_active", "deactivated_at"])
    if not created:
        end_sessions_of_a_new_member(user)
    audit.record("member.role_given", by=by, about=member)


@transaction.atomic
def take_roles(
    user: User,
    roles: Sequence[ClinicRole],
    *,
    successor: User | None = None,
    ends_treatments: bool = False,
    at: datetime,
    by: ClinicMember,
) -> None:
    """With the role of therapist go the treatments: to `successor`, or they end today where the admin says so."""
    _hold(by.clinic)
    members = list(ClinicMember.objects.filter(clinic=by.clinic, user=user, role__in=roles, is_active=True))
    if not members:
        return
    if ClinicRole.ADMIN in roles and not _is_another_admin(by.clinic, user):
        raise LastAdmin
    if ClinicRole.THERAPIST in roles:
        _leave_patients(user, successor, ends_treatments=ends_treatments, at=at, by=by)
    for member in members:
        member.is_active, member.deactivated_at = False, at
        member.save(update_fields=["is_active", "deactivated_at"])
        audit.record("member.deactivated", by=by, about=member)
    end_all_sessions_of(user)


def _hold(clinic: Clinic) -> None:
    """Locked: two admins who take each other's role at once do it one after the other."""
    Clinic.objects.select_for_update().get(pk=clinic.pk)


def _is_another_admin(clinic: Clinic, user: User) -> bool:
    admins = ClinicMember.objects.filter(clinic=clinic, role=ClinicRole.ADMIN, is_active=True, user__is_active=True)
    return admins.exclude(user=user).exists()


def _leave_patients(
    user: User, successor: User | None, *, ends_treatments: bool, at: datetime, by: ClinicMember
) -> None:
    today = by.clinic.today(at)
    links = treatment.standing_links(by.clinic, today).filter(therapist=user)
    if successor is not None:
        for link in treatment.move(links, to=successor, wanted=today, at=at):
            audit.record("treatment.handed_over", by=by, about=link)
    elif ends_treatments:
        for link in list(links):
            audit.record("treatment.ended", by=by, about=link)
            treatment.end(link, last=today)
    elif links.exists():
        raise TreatsPatients
