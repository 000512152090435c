"""Many patients who are all due at one moment, made by bulk SQL."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.models import Clinic, Patient, User
from portal.routines.models import Routine, RoutineRevision, RoutineTime
from portal.sessions.models import ExerciseSession


def noon_zone(now: datetime) -> str:
    """A zone where it is about noon, far from quiet hours, whenever the tests run. The names count westward."""
    return f"Etc/GMT{now.hour - 12:+d}"


def gather_crowd(number: int, due_at: datetime, *, zone: str = "UTC") -> list[ExerciseSession]:
    """Each has a login, a confirmed address and one open session; their rows are made for a month to come."""
    clinic = Clinic.objects.create(name="Northside Clinic", phone="555 0142", emergency_number="911")
    begun = due_at - timedelta(days=30)
    users = User.objects.bulk_create(
        User(email=f"person{one}@example.org", name=f"Person {one}", password="!") for one in range(number)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    patients = Patient.objects.bulk_create(
        Patient(clinic=clinic, user=user, name=user.name, born_on=date(1950, 1, 1), time_zone=zone) for user in users
    )
    routines = Routine.objects.bulk_create(
        Routine(
            patient=patient,
            created_at=begun,
            starts_on=begun.date(),
            sessions_until_on=due_at.date() + timedelta(days=30),
        )
        for patient in patients
    )
    RoutineTime.objects.bulk_create(
        RoutineTime(routine=one, slot=1, local_time=due_at.time().replace(microsecond=0)) for one in routines
    )
    revisions = RoutineRevision.objects.bulk_create(
        RoutineRevision(routine=one, number=1, created_at=begun, published_at=begun, effective_on=begun.date())
        for one in routines
    )
    return ExerciseSession.objects.bulk_create(
        ExerciseSession(routine=revision.routine, revision=revision, local_date=due_at.date(), slot=1, due_at=due_at)
        for revision in revisions
    )
