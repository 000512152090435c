"""What each start of the demo does: one of Pat's sessions falls due two minutes from now, so that a reminder is seen."""

from datetime import datetime, time, timedelta

from django.utils.formats import time_format

from accounts.access import PatientAccess, Role, Scope
from accounts.models import Patient, User
from portal.demo.cast import PASSWORD, address
from portal.demo.codes import codes_of_the_moment
from portal.reminders.models import ReminderDelivery
from portal.routines.actions import change_times
from portal.routines.models import Routine, RoutineRevision, RoutineTime
from portal.sessions.models import ExerciseSession, SessionStatus

IN = timedelta(minutes=2)
USUAL_SLOTS = 2
MOST_SLOTS = 12
QUIET_FROM, QUIET_UNTIL = time(20, 30), time(8, 0)


def prepare_start(*, now: datetime) -> list[str]:
    """Moves Pat's next open time of the day, or adds one when today's have been reminded of. Lines to print."""
    routine = Routine.objects.select_related("patient__clinic").get(
        patient__user__email=address("pat"), ended_on__isnull=True
    )
    patient = routine.patient
    local = (now + IN).astimezone(patient.zone).replace(second=0, microsecond=0)
    if not QUIET_UNTIL <= local.time() <= QUIET_FROM:
        return [
            f"It is {time_format(local.time(), 'H:i')} where Pat lives: quiet hours, so no reminder goes out.",
            "`make demo RESET=1` starts over in a zone where it is mid-day.",
        ]
    times = _times_with_one_at(routine, patient, local)
    tess = User.objects.get(email=address("tess"))
    change_times(routine, times, by=PatientAccess(patient, tess, Role.THERAPIST, Scope.PRESCRIBE, now))
    _as_if_always(routine, [f"{at:%H:%M}" for _slot, at in sorted(times)])
    return [f"A session of Pat's falls due at {time_format(local.time(), 'H:i')} where she lives: watch the mailbox."]


def _as_if_always(routine: Routine, times: list[str]) -> None:
    """The demo's clock moved them, not Tess: no notice is to say that she changed the times of the day."""
    revisions = list(routine.revisions.order_by("-number"))
    newest = next(one for one in revisions if one.published_at is not None).times
    for one in revisions:
        if one.times == newest:
            one.times = times
    RoutineRevision.objects.bulk_update(revisions, ["times"])


def sign_in_lines(*, now: datetime) -> list[str]:
    people = (
        ("Pat, patient", "pat"),
        ("Cara, helps Pat and Walt", "cara"),
        ("Tess, therapist", "tess"),
        ("Ada, clinic admin", "ada"),
        ("Otto, therapist elsewhere", "otto"),
        ("Sam, a stranger", "sam"),
    )
    lines = [f"  {who:<26} {address(handle)}" for who, handle in people]
    return [
        *lines,
        f"Password for each of them: {PASSWORD} (patients and helpers can also ask for a code, and read it in the mailbox)",
        *_code_lines(now),
    ]


def _code_lines(now: datetime) -> list[str]:
    """Staff type a second code, from an app that is not there."""
    codes = codes_of_the_moment(now)
    if not codes:
        return []
    until = f"for {codes[0].seconds_left} seconds; the mailbox shows the code of the moment"
    told = ", ".join(f"{one.name.split()[0]} {one.code}, then {one.next_code}" for one in codes)
    return ["", f"Staff also type a code from their app ({until}):", f"  {told}"]


def _times_with_one_at(routine: Routine, patient: Patient, local: datetime) -> list[tuple[int, time]]:
    standing = dict(RoutineTime.objects.filter(routine=routine).values_list("slot", "local_time"))
    closed = _closed_slots(routine, local)
    kept = {slot: at for slot, at in standing.items() if slot <= USUAL_SLOTS or slot in closed}
    open_slots = [slot for slot in kept if slot > 1 and slot not in closed]
    chosen = open_slots[0] if open_slots else min(max(kept) + 1, MOST_SLOTS)
    return sorted({**kept, chosen: local.time()}.items())


def _closed_slots(routine: Routine, local: datetime) -> set[int]:
    """Today's slots that are recorded, or that somebody has been reminded of."""
    today = ExerciseSession.objects.filter(routine=routine, local_date=local.date())
    sent = set(
        ReminderDelivery.objects.filter(patient=routine.patient)
        .exclude(state__in=["planned", "retry_wait", "sending"])
        .values_list("occasion", flat=True)
    )
    return {row.slot for row in today if row.status != SessionStatus.DUE or f"session:{row.pk}" in sent}
