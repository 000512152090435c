"""What the pages about helpers show: each grant in words, and whom else the patient has asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import PatientAccess, Role, responsible_therapist
from accounts.grants.ends import DECIDED_FOR_THE_PATIENT, WARNING, latest_end
from accounts.grants.scopes import Line, lines_about, lines_of
from accounts.invitations.showing import Shown, caregivers_asked
from accounts.models import AuditEvent, CareGrant, GrantBasis, Suspension, User

A_WEEK = 7


@dataclass(frozen=True)
class Helper:
    """One grant that was not ended, in words for the reader."""

    grant: CareGrant
    name: str
    first_name: str
    relation: str
    lines: list[Line]
    given: str
    used: str
    until: str
    # Stopped for now, or past its end: why there is nothing to be seen.
    stands: bool
    stopped: str
    can_stop: bool
    can_allow: bool
    can_renew: bool
    renewed_until: str


@dataclass(frozen=True)
class HelpersPage:
    access: PatientAccess
    helpers: list[Helper]
    invitations: list[Shown]
    therapist: User | None


def helpers_page(access: PatientAccess) -> HelpersPage:
    grants = list(_of_patient(access).filter(revoked_at__isnull=True).order_by("decided_at", "pk"))
    used = last_used(grants)
    return HelpersPage(
        access=access,
        helpers=[_helper(access, grant, used.get(grant.pk)) for grant in grants],
        invitations=caregivers_asked(access.patient, access.now),
        therapist=responsible_therapist(access.patient, access.today),
    )


def helper_of(access: PatientAccess, grant: CareGrant) -> Helper:
    return _helper(access, grant, last_used([grant]).get(grant.pk))


def find_grant(access: PatientAccess, public_id: UUID) -> CareGrant | None:
    """Of this patient only; also one that was ended, so that a second press on "stop" is answered politely."""
    return _of_patient(access).filter(public_id=public_id).first()


def last_used(grants: Iterable[CareGrant]) -> dict[int, datetime]:
    """When a caregiver last opened or did anything, by grant. One query, on the index by grant."""
    events = AuditEvent.objects.filter(grant_id__in=[grant.pk for grant in grants]).order_by()
    return dict(events.values_list("grant_id").annotate(Max("at")))


def _of_patient(access: PatientAccess) -> QuerySet[CareGrant]:
    return CareGrant.objects.filter(patient=access.patient).select_related("caregiver", "decided_by", "patient")


def _helper(access: PatientAccess, grant: CareGrant, used_at: datetime | None) -> Helper:
    is_own = access.role is Role.PATIENT
    is_suspended = grant.suspended_at is not None
    is_over = grant.expires_on < access.today
    may_go_on = not is_own or grant.basis not in DECIDED_FOR_THE_PATIENT
    latest = latest_end(access.today)
    return Helper(
        grant=grant,
        name=grant.caregiver.name,
        first_name=grant.caregiver.first_name,
        relation=grant.relation[:1].upper() + grant.relation[1:],
        lines=lines_of(grant.scopes) if is_own else lines_about(grant.scopes, access.patient.first_name),
        given=_given(access, grant),
        used=_used(access, grant, used_at),
        until=_until(grant, is_over=is_over),
        stands=not is_suspended and not is_over,
        stopped=_stopped(access, grant) if is_suspended else "",
        can_stop=not is_suspended,
        can_allow=is_suspended and (not is_own or grant.suspended_why != Suspension.STAFF),
        can_renew=may_go_on and grant.expires_on < access.today + 2 * WARNING,
        renewed_until=day_words(latest),
    )


def _given(access: PatientAccess, grant: CareGrant) -> str:
    on = day_words(grant.decided_at.astimezone(access.patient.zone).date())
    who = grant.decided_by.name if grant.decided_by else access.patient.clinic.name
    if access.role is not Role.PATIENT:
        basis = GrantBasis(grant.basis).label
        return _("%(basis)s. %(who)s, %(day)s.") % {"basis": basis, "who": who, "day": on}
    if grant.decided_by_id == access.user.pk:
        return _("You said yes on %(day)s.") % {"day": on}
    if grant.basis in DECIDED_FOR_THE_PATIENT:
        return _("%(who)s wrote this down on %(day)s: %(basis)s.") % {
            "who": who,
            "day": on,
            "basis": GrantBasis(grant.basis).label,
        }
    return _("%(who)s wrote down on %(day)s that you agree.") % {"who": who, "day": on}


def _used(access: PatientAccess, grant: CareGrant, used_at: datetime | None) -> str:
    name = grant.caregiver.first_name
    if used_at is None:
        if access.role is Role.PATIENT:
            return _("%(name)s has not opened your page yet.") % {"name": name}
        return _("%(name)s has not opened the page yet.") % {"name": name}
    values = {"name": name, "day": _close_day(used_at.astimezone(access.patient.zone).date(), access.today)}
    if access.role is Role.PATIENT:
        return _("%(name)s last opened your page %(day)s.") % values
    return _("%(name)s last opened the page %(day)s.") % values


def _until(grant: CareGrant, *, is_over: bool) -> str:
    values = {"day": day_words(grant.expires_on)}
    return _("This ended on %(day)s.") % values if is_over else _("This ends on %(day)s.") % values


def _stopped(access: PatientAccess, grant: CareGrant) -> str:
    if grant.suspended_why == Suspension.UNUSED:
        return _("Stopped, because it was not used for 180 days.")
    if access.role is not Role.PATIENT:
        return str(Suspension(grant.suspended_why).label) if grant.suspended_why else _("Stopped for now")
    if grant.suspended_why == Suspension.STAFF:
        clinic = access.patient.clinic
        return _("%(clinic)s has stopped this for now. To talk about it, call %(phone)s.") % {
            "clinic": clinic.name,
            "phone": clinic.phone,
        }
    return _("You stopped this for now.")


def _close_day(day: date, today: date) -> str:
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < A_WEEK:
        return _("on %(weekday)s") % {"weekday": date_format(day, "l")}
    return _("on %(day)s") % {"day": day_words(day)}


def day_words(day: date) -> str:
    return date_format(day, _("j F Y"))
