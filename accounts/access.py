"""The one door to a patient.

A view gets at a patient's rows only through `open_patient`, which finds the patient that this person may see
with this scope, or raises 404, and writes a look to the audit log. Nothing about rights is kept in the session:
a grant that is revoked is gone on the next request.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from accounts.models import CareGrant, ClinicMember, ClinicRole, EmergencyAccess, Patient, TreatmentLink, User

if TYPE_CHECKING:
    from typing import Concatenate, ParamSpec

    P = ParamSpec("P")


class Scope(enum.StrEnum):
    # A caregiver can be given these.
    VIEW_ROUTINE = "view_routine"
    RECORD = "record"
    VIEW_HISTORY = "view_history"
    VIEW_SHARED_NOTES = "view_shared_notes"
    MESSAGES = "messages"
    REMINDERS = "reminders"
    # These stay with the patient or the therapist.
    PRIVATE_NOTES = "private_notes"
    CLINICAL = "clinical"
    PRESCRIBE = "prescribe"
    MANAGE_ACCESS = "manage_access"
    # The patient's alone: take a copy, ask for erasure.
    OWN_DATA = "own_data"


class Role(enum.StrEnum):
    PATIENT = "patient"
    CAREGIVER = "caregiver"
    THERAPIST = "therapist"
    # A therapist of the same clinic who said why, for an hour, reading only.
    COVERING = "covering"


GRANTABLE = frozenset(
    {Scope.VIEW_ROUTINE, Scope.RECORD, Scope.VIEW_HISTORY, Scope.VIEW_SHARED_NOTES, Scope.MESSAGES, Scope.REMINDERS}
)

ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.PATIENT: GRANTABLE | {Scope.PRIVATE_NOTES, Scope.MANAGE_ACCESS, Scope.OWN_DATA},
    Role.CAREGIVER: GRANTABLE,  # at most; the grant names which
    Role.THERAPIST: frozenset(Scope) - {Scope.REMINDERS, Scope.OWN_DATA},
    Role.COVERING: frozenset(
        {Scope.VIEW_ROUTINE, Scope.VIEW_HISTORY, Scope.VIEW_SHARED_NOTES, Scope.PRIVATE_NOTES, Scope.CLINICAL}
    ),
}
LOOKING = frozenset({"GET", "HEAD"})
# No row has this key.
NOBODY = Patient(pk=0, clinic_id=0)


class _Record(Protocol):
    PATIENT_PATH: str


M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class PatientAccess:
    """Proof that `user` may act on `patient` with `scope`. Actions take it as `by`."""

    patient: Patient
    user: User
    role: Role
    scope: Scope
    now: datetime
    grant: CareGrant | None = None
    emergency: EmergencyAccess | None = None

    def rows(self, model: type[M]) -> QuerySet[M]:
        """This patient's rows of a `PatientRecord` model; the SQL always names the patient."""
        path = cast(type[_Record], model).PATIENT_PATH
        return model._default_manager.filter(**{path: self.patient})

    def may(self, scope: Scope) -> bool:
        if self.grant is not None:
            return scope in GRANTABLE and scope.value in self.grant.scopes
        return scope in ROLE_SCOPES[self.role]

    @property
    def on_behalf(self) -> bool:
        return self.role is not Role.PATIENT

    @property
    def is_helping(self) -> bool:
        return self.role is Role.CAREGIVER

    @property
    def is_covering(self) -> bool:
        """In an emergency, for an hour: every page says so, and none offers a change."""
        return self.role is Role.COVERING

    @property
    def today(self) -> date:
        return self.patient.today(self.now)


def open_patient(request: HttpRequest, public_id: UUID, scope: Scope) -> PatientAccess:
    """The patient that the signed-in person may see with this scope, or 404. A look is written to the audit log.

    A change is not a look: its action writes its own event. A form that comes back with errors shows the patient's
    data again, so that view records `form.returned`.
    """
    access = _find(cast(User, request.user), public_id, scope, timezone.now())
    is_looking = request.method in LOOKING
    if access is None or (access.is_covering and not is_looking):
        raise Http404
    if is_looking:
        audit.record(_opened(request), by=access)
    return access


def open_patients(request: HttpRequest, public_ids: Iterable[UUID], scope: Scope) -> list[PatientAccess]:
    """For a therapist's page about several patients: those of these whom they treat, by name; nobody else is told of.

    A look is written for each of them, as through `open_patient`. Queries do not grow with their number.
    """
    user, now = cast(User, request.user), timezone.now()
    if not user.is_active or scope not in ROLE_SCOPES[Role.THERAPIST]:
        return []
    found = list(Patient.objects.select_related("clinic").filter(public_id__in=public_ids).order_by("name", "pk"))
    # "Today" is the patient's own; on the whole earth there are at most three at a time.
    treated = {
        (on, pk)
        for on in {patient.today(now) for patient in found}
        for pk in Patient.objects.treated_by(user, on)
        .filter(pk__in=[one.pk for one in found])
        .values_list("pk", flat=True)
    }
    opened = [
        PatientAccess(patient, user, Role.THERAPIST, scope, now)
        for patient in found
        if (patient.today(now), patient.pk) in treated
    ]
    if request.method in LOOKING:
        audit.record_each(_opened(request), by=opened)
    return opened


def _opened(request: HttpRequest) -> str:
    return f"opened.{request.resolver_match.view_name if request.resolver_match else ''}"


def _find(user: User, public_id: UUID, scope: Scope, now: datetime) -> PatientAccess | None:
    patient = Patient.objects.select_related("clinic").filter(public_id=public_id).first()
    if not user.is_active:
        return None
    # For nobody the same is asked as for somebody: how long a refusal takes must not tell who is a patient.
    roles = _roles(user, patient or NOBODY, scope, now)
    return next((access for access in roles if access.may(scope) and patient is not None), None)


def _roles(user: User, patient: Patient, scope: Scope, now: datetime) -> Iterator[PatientAccess]:
    """Each role that this person has towards this patient; asked for one by one, since the first mostly does."""
    on = patient.today(now)
    if patient.user_id == user.pk:
        yield PatientAccess(patient, user, Role.PATIENT, scope, now)
    grant = CareGrant.objects.standing(on).filter(patient=patient, caregiver=user).first()
    if grant is not None:
        yield PatientAccess(patient, user, Role.CAREGIVER, scope, now, grant)
    if _treats(user, patient, on):
        yield PatientAccess(patient, user, Role.THERAPIST, scope, now)
    emergency = EmergencyAccess.objects.open_for(user, patient, now).first()
    if emergency is not None:
        yield PatientAccess(patient, user, Role.COVERING, scope, now, emergency=emergency)


def _treats(user: User, patient: Patient, on: date) -> bool:
    return Patient.objects.treated_by(user, on).filter(pk=patient.pk).exists()


def responsible_therapist(patient: Patient, on: date) -> User | None:
    """The therapist whose name stands on the patient's pages: the longest-standing open link."""
    link = (
        TreatmentLink.objects.filter(patient=patient, starts_on__lte=on, ends_on__isnull=True)
        .select_related("therapist")
        .order_by("starts_on", "pk")
        .first()
    )
    return link.therapist if link else None


def membership(request: HttpRequest, role: ClinicRole = ClinicRole.THERAPIST) -> ClinicMember:
    """The signed-in person's place in a clinic, or 404."""
    member = (
        ClinicMember.objects.filter(user=cast(User, request.user), role=role, is_active=True)
        .select_related("clinic", "user")
        .first()
    )
    if member is None:
        raise Http404
    return member


def therapist_required(
    view: Callable[Concatenate[HttpRequest, ClinicMember, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For pages of the clinic that are about no one patient: passes the therapist's membership as second argument."""
    return _for_members(view, ClinicRole.THERAPIST)


def admin_required(
    view: Callable[Concatenate[HttpRequest, ClinicMember, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For the rooms of a clinic's admin: passes the admin's membership as second argument."""
    return _for_members(view, ClinicRole.ADMIN)


def staff_required(
    view: Callable[Concatenate[HttpRequest, ClinicMember, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For pages that therapists and admins share: passes the membership; of who is both, that of the therapist."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            member = membership(request)
        except Http404:
            member = membership(request, ClinicRole.ADMIN)
        return view(request, member, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)


def _for_members(
    view: Callable[Concatenate[HttpRequest, ClinicMember, P], HttpResponse], role: ClinicRole
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, membership(request, role), *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)
