"""Patients with their logins, links, routines and exercises, a few statements for all of them."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import connection

from accounts.models import Clinic, Patient, TreatmentLink, User
from exercises.laterality import Laterality
from exercises.models import Exercise
from exercises.pictures import manifest
from portal.reminders.models import ReminderPreference
from portal.routines.models import ClinicalProfile, PrescribedExercise, Routine, RoutineRevision, RoutineTime
from tests.bench.bulk import column, insert_from, run, table
from tests.bench.clock import NOON, TODAY
from tests.bench.fill.plan import AHEAD, KINDS, people

PEOPLE = "bench_people p JOIN accounts_patient pt ON pt.name = p.name"
ROUTINES = f"{PEOPLE} JOIN portal_routine r ON r.patient_id = pt.id"


def make(clinic: Clinic) -> None:
    _tables()
    _logins()
    _patients(clinic)
    _routines()


def _tables() -> None:
    name, email = column(Patient, "name"), column(User, "email")
    table(
        "bench_people",
        {"number": "integer", "name": name, "kind": "varchar(12)", "email": email, "therapist": email},
        [(one.number, one.name, one.kind.name, one.email, one.therapist) for one in people()],
    )
    table(
        "bench_kinds",
        {
            "kind": "varchar(12)",
            "begins_on": column(TreatmentLink, "starts_on"),
            "made_until_on": column(Routine, "sessions_until_on"),
            "begins_at": column(Routine, "created_at"),
            "remindable": "boolean",
        },
        [
            (
                kind.name,
                TODAY - timedelta(days=kind.days),
                TODAY + timedelta(days=AHEAD),
                NOON - timedelta(days=kind.days, hours=6),
                kind.remindable,
            )
            for kind in KINDS
        ],
    )
    run("CREATE INDEX bench_people_name ON bench_people (name)")


def _logins() -> None:
    joined = _moment(NOON - timedelta(days=400))
    insert_from(
        User,
        {"email": "p.email", "name": "p.name", "password": "'!unusable'", "is_active": "TRUE", "date_joined": joined},
        "bench_people p WHERE p.email <> '' ORDER BY p.number",
    )
    insert_from(
        EmailAddress,
        {"user": "u.id", "email": "u.email", "verified": "TRUE", "primary": "TRUE"},
        "accounts_user u",
    )


def _patients(clinic: Clinic) -> None:
    insert_from(
        Patient,
        {"clinic": str(clinic.pk), "user": "u.id", "name": "p.name", "born_on": _day_sql("1948-03-14")},
        "bench_people p LEFT JOIN accounts_user u ON u.email = p.email ORDER BY p.number",
    )
    insert_from(
        TreatmentLink,
        {"patient": "pt.id", "therapist": "t.id", "starts_on": "k.begins_on"},
        f"{PEOPLE} JOIN accounts_user t ON t.email = p.therapist JOIN bench_kinds k ON k.kind = p.kind",
    )
    insert_from(
        ClinicalProfile,
        {"patient": "pt.id", "side": "'left'", "diagnosis": "'Hip osteoarthritis, left'", "pain_limit": "5"},
        PEOPLE,
    )
    # The measured people want no mail: exactly the crowd at noon is the pump's work.
    insert_from(
        ReminderPreference,
        {"patient": "pt.id", "recipient": "pt.user_id", "session_due": "k.remindable"},
        f"{PEOPLE} JOIN bench_kinds k ON k.kind = p.kind WHERE pt.user_id IS NOT NULL",
    )


def _routines() -> None:
    insert_from(
        Routine,
        {
            "patient": "pt.id",
            "created_at": "k.begins_at",
            "starts_on": "k.begins_on",
            "review_by_on": _day_sql((TODAY + timedelta(days=14)).isoformat()),
            "sessions_until_on": "k.made_until_on",
        },
        f"{PEOPLE} JOIN bench_kinds k ON k.kind = p.kind",
    )
    table(
        "bench_times",
        {"kind": "varchar(12)", "slot": "integer", "local_time": column(RoutineTime, "local_time")},
        [(kind.name, slot, at) for kind in KINDS for slot, at in enumerate(kind.times, start=1)],
    )
    insert_from(
        RoutineTime,
        {"routine": "r.id", "slot": "bt.slot", "local_time": "bt.local_time"},
        f"{ROUTINES} JOIN bench_times bt ON bt.kind = p.kind",
    )
    insert_from(
        RoutineRevision,
        {
            "routine": "r.id",
            "number": "1",
            "author": "t.id",
            "created_at": "r.created_at",
            "published_at": "r.created_at",
            "effective_on": "r.starts_on",
        },
        f"{ROUTINES} JOIN accounts_user t ON t.email = p.therapist",
    )
    _prescriptions()


def _prescriptions() -> None:
    table(
        "bench_exercises",
        {
            "place": "integer",
            "exercise_id": "integer",
            "side": "varchar(12)",
            "reps": "integer",
            "hold_seconds": "integer",
            "breaths": "integer",
        },
        [
            (place, one.pk, _side(one), one.default_reps, one.default_hold_seconds, one.default_breaths)
            for place, one in enumerate(_exercises(), start=1)
        ],
    )
    table(
        "bench_amounts",
        {"kind": "varchar(12)", "amount": "integer"},
        [(kind.name, kind.exercises) for kind in KINDS],
    )
    insert_from(
        PrescribedExercise,
        {
            "revision": "rv.id",
            "exercise": "e.exercise_id",
            "order": "e.place",
            "side": "e.side",
            "sets": "2",
            "reps": "e.reps",
            "hold_seconds": "e.hold_seconds",
            "breaths": "e.breaths",
            "note": "'Hold the counter with both hands.'",
        },
        f"{ROUTINES} JOIN portal_routinerevision rv ON rv.routine_id = r.id "
        "JOIN bench_amounts a ON a.kind = p.kind JOIN bench_exercises e ON e.place <= a.amount",
    )


def _exercises() -> list[Exercise]:
    """Those with drawings first: a page of words alone would be lighter than the real one."""
    drawn = manifest()
    found = Exercise.objects.filter(clinic__isnull=True, is_retired=False)
    return sorted(found, key=lambda one: (one.slug not in drawn, one.slug))


def _side(exercise: Exercise) -> str:
    return "left" if exercise.laterality == Laterality.EACH_SIDE else exercise.laterality


def _day_sql(day: str) -> str:
    return f"DATE '{day}'" if connection.vendor == "postgresql" else f"'{day}'"


def _moment(at: object) -> str:
    stored = column(User, "date_joined").get_db_prep_save(at, connection)
    return f"TIMESTAMPTZ '{stored}'" if connection.vendor == "postgresql" else f"'{stored}'"
