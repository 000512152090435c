"""Gathers the models of the folders, so that one app label has one migration history."""

from portal.caseload.models import CaseloadRow
from portal.privacy.models import ErasureRequest, Tombstone
from portal.reminders.models import DeliveryAttempt, MailBlock, PumpHeartbeat, ReminderDelivery, ReminderPreference
from portal.routines.models import (
    ClinicalProfile,
    PrecautionOrder,
    PrescribedExercise,
    RevisionConfirmation,
    Routine,
    RoutinePause,
    RoutineRevision,
    RoutineTime,
)
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote

__all__ = [
    "CaseloadRow",
    "ClinicalProfile",
    "DeliveryAttempt",
    "ErasureRequest",
    "ExerciseResult",
    "ExerciseSession",
    "MailBlock",
    "PrecautionOrder",
    "PrescribedExercise",
    "PumpHeartbeat",
    "ReminderDelivery",
    "ReminderPreference",
    "RevisionConfirmation",
    "Routine",
    "RoutinePause",
    "RoutineRevision",
    "RoutineTime",
    "SessionNote",
    "Tombstone",
]
