"""Finds invitations. Those that nobody may see look like those that are not there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.invitations.states import NOBODY_CAME, State, in_state
from accounts.invitations.tokens import hash_of_code, hash_of_token
from accounts.models import Clinic, Invitation, InvitationKind, Patient

RELATED = ("clinic", "patient__clinic", "patient__user", "invited_by", "accepted_by", "withdrawn_by")


def _all() -> QuerySet[Invitation]:
    return Invitation.objects.select_related(*RELATED)


def by_token(token: str) -> Invitation | None:
    return _all().filter(token_hash=hash_of_token(token)).first()


def by_code(code: str, email: str) -> Invitation | None:
    return _all().filter(code_hash=hash_of_code(code, email)).first()


def by_public_id(public_id: UUID) -> Invitation | None:
    return _all().filter(public_id=public_id).first()


def by_typed_code(code_hash: str) -> Invitation | None:
    """Whose code was typed right a moment ago. Sending it again makes another code, and this one finds nothing."""
    return _all().filter(code_hash=code_hash).first()


def of_clinic(clinic: Clinic, state: State, now: datetime) -> QuerySet[Invitation]:
    return _all().filter(in_state(state, now), clinic=clinic).order_by("-sent_at", "-pk")


def count_of_clinic(clinic: Clinic, now: datetime) -> dict[State, int]:
    return {state: Invitation.objects.filter(in_state(state, now), clinic=clinic).count() for state in State}


def patient_of_clinic(clinic: Clinic, public_id: UUID) -> Patient | None:
    """For the clinic's admin, who sees a patient's name and whether there is a login, and nothing else."""
    return Patient.objects.select_related("clinic").filter(clinic=clinic, public_id=public_id).first()


def nobody_came_yet(patient: Patient, kind: InvitationKind | None = None) -> list[Invitation]:
    """Waiting or run out, newest first: what stands on the patient's page and among the helpers."""
    found = _all().filter(NOBODY_CAME, patient=patient).order_by("-sent_at", "-pk")
    return list(found.filter(kind=kind) if kind else found)
