"""What pages say about an invitation, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.grants.scopes import Line, lines_about, lines_of
from accounts.invitations import lookups
from accounts.invitations.states import State, state_of
from accounts.models import Clinic, ClinicRole, Invitation, InvitationKind, Patient


@dataclass(frozen=True)
class Shown:
    invitation: Invitation
    state: State
    as_what: str
    can_be_sent: bool

    @property
    def is_waiting(self) -> bool:
        return self.state is State.WAITING

    @property
    def was_sent(self) -> bool:
        return self.invitation.times_sent > 0

    @property
    def lines(self) -> list[Line]:
        """To the patient: what this helper will be able to do."""
        return lines_of(self.invitation.scopes) if self._is_caregiver else []

    @property
    def lines_about(self) -> list[Line]:
        patient = self.invitation.patient
        return lines_about(self.invitation.scopes, patient.first_name) if self._is_caregiver and patient else []

    @property
    def _is_caregiver(self) -> bool:
        return self.invitation.kind == InvitationKind.CAREGIVER


def shown(invitation: Invitation, now: datetime) -> Shown:
    state = state_of(invitation, now)
    return Shown(invitation, state, _as_what(invitation), state in (State.WAITING, State.RUN_OUT))


def _as_what(invitation: Invitation) -> str:
    if invitation.kind == InvitationKind.STAFF:
        return str(ClinicRole(invitation.role).label)
    name = invitation.patient.name if invitation.patient else ""
    if invitation.kind == InvitationKind.PATIENT:
        return _("Patient")
    return _("Helps %(name)s") % {"name": name}


def of_patient(patient: Patient, now: datetime) -> list[Shown]:
    """Those to whom nobody came yet, newest first."""
    return [shown(one, now) for one in lookups.nobody_came_yet(patient)]


def caregivers_asked(patient: Patient, now: datetime) -> list[Shown]:
    """For the list of helpers: who is asked and has not come yet."""
    return [shown(one, now) for one in lookups.nobody_came_yet(patient, InvitationKind.CAREGIVER)]


@dataclass(frozen=True)
class ClinicList:
    state: State
    tabs: list[dict[str, object]]
    rows: QuerySet[Invitation]


def clinic_list(clinic: Clinic, *, asked: str, now: datetime) -> ClinicList:
    state = State(asked) if asked in State.values else State.WAITING
    counts = lookups.count_of_clinic(clinic, now)
    tabs: list[dict[str, object]] = [
        {"href": f"?state={one.value}", "label": one.label, "count": counts[one], "is_current": one is state}
        for one in State
    ]
    return ClinicList(state, tabs, lookups.of_clinic(clinic, state, now))
