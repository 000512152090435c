"""One of everything that can be kept about Pat, with words that are found nowhere else, and a way to look for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import audit
from accounts.access import PatientAccess, Role, Scope
from accounts.models import (
    EmergencyAccess,
    GrantBasis,
    GrantChange,
    Invitation,
    InvitationKind,
    KeptForm,
    Patient,
)
from portal.privacy.models import ErasureRequest
from portal.reminders.models import (
    AttemptOutcome,
    DeliveryAttempt,
    DeliveryKind,
    DeliveryState,
    ReminderDelivery,
    ReminderPreference,
)
from portal.routines.models import (
    ClinicalProfile,
    PrecautionOrder,
    PrescribedExercise,
    RevisionConfirmation,
    Routine,
    RoutinePause,
    RoutineRevision,
)
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote
from tests.cast import Cast, access_of, give_routine, give_second_factor

# Of the account: none of these may be found once it is closed.
ACCOUNT_CANARIES = {
    "name": "Xanthippe-account",
    "email": "quagga-account@example.org",
    "agent": "Mozilla-canary-account",
    "factor": "SECRETCANARYACCOUNT",
    "kept": "I typed okapi-account",
    "invited": "invited-canary-account",
    "session": "session-canary-account",
    "device": "203.0.113.77",
}
# Of the record: the clinic keeps it until it is asked, and then none may be found.
RECORD_CANARIES = {
    "name": "Peregrina-record",
    "goal": "dance-the-tango-record",
    "note": "narwhal-under-the-bed-record",
    "helper note": "=HYPERLINK-record",
    "precaution": "no-deep-axolotl-record",
    "notice": "slower-pangolin-record",
    "prescription": "softly-tapir-record",
    "pause": "away-at-the-ocelot-record",
    "stop reason": "her-knee-of-a-quokka-record",
    "caution reason": "stands-beside-the-dugong-record",
    "diagnosis condition": "OA-tarsier-record",
    "release": "dr-lind-the-numbat-record",
    "end words": "moved-to-the-kakapo-record",
    "relation": "great-niece-record",
    "evidence": "letter-seen-record",
    "emergency": "she-rang-record",
    "request": "please-forget-record",
}


@dataclass
class Everything:
    cast: Cast
    patient: Patient
    client: Client

    @property
    def access(self) -> PatientAccess:
        return PatientAccess(self.patient, self.cast.pat, Role.PATIENT, Scope.OWN_DATA, timezone.now())


def keep_everything(cast: Cast) -> Everything:
    """Needs the `library` fixture."""
    _account(cast)
    patient = cast.pat_record
    patient.name = RECORD_CANARIES["name"]
    patient.save()
    client = Client()
    client.force_login(cast.pat)
    session = client.session
    session["canary"] = ACCOUNT_CANARIES["session"]
    session.save()
    _record(cast, patient)
    return Everything(cast, patient, client)


def _account(cast: Cast) -> None:
    pat, now = cast.pat, timezone.now()
    pat.name, pat.email = ACCOUNT_CANARIES["name"], ACCOUNT_CANARIES["email"]
    pat.save()
    pat.emailaddress_set.update(email=pat.email)
    give_second_factor(pat)
    Authenticator.objects.filter(user=pat).update(data={"secret": ACCOUNT_CANARIES["factor"]})
    UserSession.objects.create(
        user=pat, ip=ACCOUNT_CANARIES["device"], user_agent=ACCOUNT_CANARIES["agent"], session_key="k" * 32
    )
    path = f"/p/{cast.pat_record.public_id}/"
    KeptForm.objects.create(user=pat, path=path, fields=[["words", ACCOUNT_CANARIES["kept"]]], kept_at=now)
    Invitation.objects.create(
        kind=InvitationKind.PATIENT,
        clinic=cast.northside,
        patient=cast.pat_record,
        email=pat.email,
        name=ACCOUNT_CANARIES["invited"],
        token_hash="t" * 64,
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(days=3),
    )


def _record(cast: Cast, patient: Patient) -> None:
    now = timezone.now()
    revision = give_routine(cast, patient, now=now)
    RoutineRevision.objects.filter(pk=revision.pk).update(
        change_notice=RECORD_CANARIES["notice"], stop_reasons={"heel-slide": RECORD_CANARIES["stop reason"]}
    )
    PrescribedExercise.objects.filter(revision=revision).update(
        note=RECORD_CANARIES["prescription"],
        caution_reason=RECORD_CANARIES["caution reason"],
        caution_codes=["BAL"],
        caution_reason_by=cast.tess,
        caution_reason_at=now,
    )
    Routine.objects.filter(pk=revision.routine_id).update(end_words=RECORD_CANARIES["end words"])
    RevisionConfirmation.objects.create(revision=revision, confirmed_by=cast.cara, is_on_behalf=True, confirmed_at=now)
    ClinicalProfile.objects.filter(patient=patient).update(
        goals=RECORD_CANARIES["goal"], conditions=[RECORD_CANARIES["diagnosis condition"]], saved_at=now
    )
    PrecautionOrder.objects.create(
        patient=patient,
        rule="THA-P",
        words=RECORD_CANARIES["precaution"],
        starts_on=date(2026, 9, 1),
        ordered_by="Dr Lind",
        recorded_by=cast.tess,
        recorded_at=now,
        lifted_on=date(2026, 11, 1),
        lifted_by=RECORD_CANARIES["release"],
        lift_recorded_by=cast.tess,
        lift_recorded_at=now,
    )
    RoutinePause.objects.create(
        routine=revision.routine,
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 10, 3),
        reason=RECORD_CANARIES["pause"],
        recorded_by=cast.tess,
    )
    _done(cast, patient, revision)
    _helped(cast, patient)
    asked = {"asked_by": cast.pat, "asked_at": now, "words": RECORD_CANARIES["request"]}
    ErasureRequest.objects.create(patient=patient, answer_by_on=date(2026, 12, 24), **asked)


def _done(cast: Cast, patient: Patient, revision: RoutineRevision) -> None:
    now = timezone.now()
    session, _created = ExerciseSession.objects.update_or_create(
        routine=revision.routine,
        local_date=patient.today(now) - timedelta(days=1),
        slot=1,
        defaults={"revision": revision, "due_at": now - timedelta(days=1), "status": "done"},
    )
    for prescribed in PrescribedExercise.objects.filter(revision=revision):
        ExerciseResult.objects.create(
            exercise_session=session,
            prescribed_exercise=prescribed,
            side="left",
            outcome="done",
            recorded_by=cast.pat,
            recorded_at=now,
        )
    for words, writer, helped in (("note", cast.pat, None), ("helper note", cast.cara, patient)):
        SessionNote.objects.create(
            exercise_session=session,
            pain_during=3,
            words=RECORD_CANARIES[words],
            written_by=writer,
            on_behalf_of=helped,
            written_at=now,
        )
    delivery = ReminderDelivery.objects.create(
        patient=patient,
        recipient=cast.pat,
        occasion=f"session:{session.pk}",
        exercise_session=session,
        kind=DeliveryKind.SESSION_DUE,
        state=DeliveryState.SENT,
        planned_for=now,
        expires_at=now,
        sent_at=now,
    )
    DeliveryAttempt.objects.create(delivery=delivery, started_at=now, outcome=AttemptOutcome.SENT)
    ReminderPreference.objects.get_or_create(patient=patient, recipient=cast.pat)
    ReminderPreference.objects.get_or_create(patient=patient, recipient=cast.cara)


def _helped(cast: Cast, patient: Patient) -> None:
    now = timezone.now()
    grant = cast.cara_for_pat
    grant.relation, grant.evidence_note = RECORD_CANARIES["relation"], RECORD_CANARIES["evidence"]
    grant.basis = GrantBasis.PATIENT_CONSENT
    grant.save()
    GrantChange.objects.create(grant=grant, at=now, kind="given", by=cast.pat, scopes=[], expires_on=grant.expires_on)
    EmergencyAccess.objects.create(
        patient=patient,
        staff=cast.tess,
        reason="called",
        words=RECORD_CANARIES["emergency"],
        started_at=now,
        ends_at=now + timedelta(hours=1),
    )
    audit.record("opened.home:today", by=access_of(cast.cara, patient, Role.CAREGIVER, grant=grant))


def found(words: dict[str, str]) -> dict[str, list[str]]:
    """Which of these stand in which table, in whatever column."""
    hits: dict[str, list[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        rows = "\n".join(str(row) for row in model._base_manager.values_list())
        if model._meta.label_lower == "sessions.session":
            rows += "\n".join(str(row.get_decoded()) for row in model._base_manager.all())
        seen = [word for word in words.values() if word in rows]
        if seen:
            hits[model._meta.label_lower] = seen
    return hits


def found_in_the_file(words: dict[str, str]) -> list[str]:
    """In the very bytes of an SQLite database, what was deleted among them."""
    if connection.vendor != "sqlite":
        return []
    content: bytes = connection.connection.serialize()
    return [word for word in words.values() if word.encode() in content]
