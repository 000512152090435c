"""A row of everything for each of four patients, and a word in every text of theirs that stands nowhere else."""

import itertools
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models

from accounts.models import (
    CareGrant,
    EmergencyAccess,
    GrantBasis,
    Invitation,
    InvitationKind,
    Patient,
    TreatmentLink,
    User,
)
from portal.privacy.models import ErasureRequest
from portal.records import PatientRecord
from portal.reminders.models import AttemptOutcome, DeliveryAttempt, ReminderDelivery, ReminderPreference
from portal.routines.models import (
    ClinicalProfile,
    PrecautionOrder,
    RevisionConfirmation,
    Routine,
    RoutinePause,
    RoutineRevision,
)
from portal.sessions.models import ExerciseResult, ExerciseSession, NotDoneReason, Outcome, SessionNote

CANARY_FORM = re.compile(r"qz[a-z]{4}zq", re.IGNORECASE)
# Texts with a form: keys, lists that a page reads, hashes, zones.
NOT_FREE = {
    "PrecautionOrder.rule",
    "ReminderDelivery.occasion",
    "RoutineRevision.from_template",
    "RoutineRevision.sheet_code",  # made by the portal, and an address leads by it
    "Invitation.token_hash",
    "Invitation.code_hash",
}


def owned_models() -> dict[type[models.Model], str]:
    """Every model whose rows belong to one patient, with the way to that patient."""
    owned = {model: model.PATIENT_PATH for model in apps.get_models() if issubclass(model, PatientRecord)}
    return {**owned, **dict.fromkeys((CareGrant, EmergencyAccess, Invitation, TreatmentLink), "patient")}


def live(patient: Patient, therapist: User, now: datetime) -> None:
    """What a routine alone does not bring. Rows that are there already stay."""
    today = patient.today(now)
    owner = {"patient": patient}
    recipient = patient.user or therapist
    profile = {"diagnosis": "x", "operation": "x", "goals": "x", "no_precautions_by": "x", "no_precautions_on": today}
    ClinicalProfile.objects.update_or_create(**owner, defaults=profile)
    PrecautionOrder.objects.create(**owner, rule="THA-P", words="x", starts_on=today, ordered_by="x")
    ReminderPreference.objects.get_or_create(**owner, recipient=recipient)
    _grant_and_invitation(patient, therapist, now)
    if not ErasureRequest.objects.filter(**owner).exists():
        ErasureRequest.objects.create(
            **owner, asked_by=patient.user, asked_at=now, words="x", answer_by_on=today + timedelta(days=30), reason="x"
        )
    if not EmergencyAccess.objects.filter(**owner).exists():
        EmergencyAccess.objects.create(
            **owner,
            staff=therapist,
            reason="other",
            words="x",
            started_at=now - timedelta(days=2),
            ends_at=now - timedelta(days=1),
            review_words="x",
        )
    _an_exercise_of_yesterday(patient, recipient, now)


def _grant_and_invitation(patient: Patient, therapist: User, now: datetime) -> None:
    asked = {"patient": patient, "relation": "x", "evidence_note": "x", "basis": GrantBasis.STAFF_RECORDED}
    if not CareGrant.objects.filter(patient=patient).exists():
        over = {"decided_at": now, "expires_on": date(2026, 1, 1), "revoked_at": now}
        CareGrant.objects.create(**asked, **over, caregiver=therapist)
    if not Invitation.objects.filter(patient=patient).exists():
        Invitation.objects.create(
            **asked,
            kind=InvitationKind.CAREGIVER,
            clinic=patient.clinic,
            email="x@example.org",
            name="x",
            token_hash=f"hash-{patient.pk}",
            created_at=now,
            sent_at=now,
            expires_at=now + timedelta(days=3),
        )


def _an_exercise_of_yesterday(patient: Patient, who: User, now: datetime) -> None:
    routine = Routine.objects.get(patient=patient, ended_on__isnull=True)
    revision = RoutineRevision.objects.filter(routine=routine, published_at__isnull=False).latest("number")
    RevisionConfirmation.objects.get_or_create(revision=revision, confirmed_by=who, defaults={"confirmed_at": now})
    yesterday = patient.today(now) - timedelta(days=1)
    RoutinePause.objects.create(routine=routine, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2), reason="x")
    session = ExerciseSession.objects.create(
        routine=routine, revision=revision, local_date=yesterday, slot=1, due_at=now - timedelta(days=1)
    )
    ExerciseResult.objects.create(
        exercise_session=session,
        prescribed_exercise=revision.prescribed.first(),
        side="left",
        outcome=Outcome.NOT_DONE,
        reason=NotDoneReason.TIRED,
        recorded_by=who,
        recorded_at=now,
    )
    SessionNote.objects.create(exercise_session=session, words="x", written_by=who, written_at=now)
    delivery = ReminderDelivery.objects.create(
        patient=patient,
        recipient=who,
        occasion=f"session:{session.pk}",
        exercise_session=session,
        kind="session_due",
        state="sent",
        planned_for=now,
        expires_at=now,
        sent_at=now,
    )
    DeliveryAttempt.objects.create(delivery=delivery, started_at=now, outcome=AttemptOutcome.SENT)


@dataclass(frozen=True)
class Canary:
    patient: str  # the handle: pat, walt, bea or luis
    where: str  # "SessionNote.words"
    holder: str = ""  # of a grant: the address of the caregiver


def words() -> Iterator[str]:
    for letters in itertools.product(string.ascii_lowercase, repeat=4):
        yield f"qz{''.join(letters)}zq"


def plant(patients: dict[str, Patient]) -> dict[str, Canary]:
    """Puts a word of its own into every free text of every row of these patients."""
    new, planted = words(), {}
    for handle, patient in patients.items():
        rows: list[models.Model] = [patient, *([patient.user] if patient.user else [])]
        rows += [row for model, path in owned_models().items() for row in model._base_manager.filter(**{path: patient})]
        for row in rows:
            for field in free_texts(type(row)):
                word = next(new)
                text = f"{word}@example.org" if isinstance(field, models.EmailField) else word
                type(row)._base_manager.filter(pk=row.pk).update(**{field.name: text})
                holder = row.caregiver.email if isinstance(row, CareGrant) else ""
                planted[word] = Canary(handle, f"{type(row).__name__}.{field.name}", holder)
        if patient.user:
            patient.user.refresh_from_db()
            EmailAddress.objects.filter(user=patient.user).update(email=patient.user.email)
        patient.refresh_from_db()
    return planted


def free_texts(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        # A length is checked everywhere; another check means a form.
        and (isinstance(field, models.EmailField) or not field.validators[1:])
        and field.name not in {"password", "time_zone"}
        and f"{model.__name__}.{field.name}" not in NOT_FREE
    ]


def rows_missing(patients: dict[str, Patient]) -> list[str]:
    return [
        f"{model.__name__} of {handle}"
        for model, path in owned_models().items()
        for handle, patient in patients.items()
        if not model._base_manager.filter(**{path: patient}).exists()
    ]


def ids_of(patient: Patient) -> dict[tuple[type[models.Model], str], list[UUID]]:
    """Every random id of every row of this patient, by model and column."""
    return {
        (model, field.name): list(
            model._base_manager.filter(**{path: patient}).order_by("pk").values_list(field.name, flat=True)
        )
        for model, path in owned_models().items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.UUIDField)
    }


def counterparts(patient: Patient, other: Patient) -> dict[str, list[str]]:
    """For each id of a row of this patient: those of the other's rows of the same kind."""
    mine, theirs = ids_of(patient), ids_of(other)
    return {str(one): [str(id_) for id_ in theirs[kind] if id_] for kind, ids in mine.items() for one in ids if one}
