"""Pausing a routine, resuming it, ending it."""

from datetime import date, timedelta

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess
from portal.caseload import facts
from portal.routines.actions import schedule_changed
from portal.routines.models import Routine, RoutinePause


@transaction.atomic
def pause_routine(
    routine: Routine, *, starts_on: date, ends_on: date, reason: str, by: PatientAccess, kind: str = ""
) -> RoutinePause | None:
    """One pause at a time: None when another one runs or is still to come.

    The kind is for who reads the record; a stay in hospital or a flare changes nothing else by itself.
    """
    routine = Routine.objects.select_for_update().get(pk=routine.pk)
    if standing_pause(routine, by.today) is not None:
        return None
    pause = RoutinePause.objects.create(
        routine=routine, starts_on=starts_on, ends_on=ends_on, kind=kind, reason=reason, recorded_by=by.user
    )
    schedule_changed(routine)
    facts.routine_paused(by.patient, from_on=starts_on, until_on=ends_on)
    audit.record("routine.paused", by=by, about=pause)
    return pause


@transaction.atomic
def change_pause_end(routine: Routine, *, ends_on: date, by: PatientAccess) -> RoutinePause | None:
    """Longer or shorter; today is the earliest last day. None when there is no pause any more."""
    routine = Routine.objects.select_for_update().get(pk=routine.pk)
    pause = standing_pause(routine, by.today)
    if pause is None:
        return None
    pause.ends_on = max(ends_on, pause.starts_on)
    pause.save(update_fields=["ends_on"])
    schedule_changed(routine)
    facts.routine_paused(by.patient, from_on=pause.starts_on, until_on=pause.ends_on)
    audit.record("routine.pause_changed", by=by, about=pause)
    return pause


@transaction.atomic
def resume_routine(routine: Routine, *, by: PatientAccess) -> None:
    """Ends the pause that runs, and takes back one that is still to come: from today on sessions are due again."""
    yesterday = by.today - timedelta(days=1)
    running = routine.pauses.filter(ends_on__gte=by.today)
    running.filter(starts_on__gt=yesterday).delete()
    running.update(ends_on=yesterday)
    schedule_changed(routine)
    last = routine.pauses.order_by("-ends_on").first()
    facts.routine_paused(by.patient, from_on=last.starts_on if last else None, until_on=last.ends_on if last else None)
    audit.record("routine.resumed", by=by, about=routine)


@transaction.atomic
def end_routine(routine: Routine, *, by: PatientAccess, reason: str = "", words: str = "") -> bool:
    """What was done stays on record; a draft that nobody published goes. False when it had ended already."""
    routine = Routine.objects.select_for_update().get(pk=routine.pk)
    if routine.ended_on is not None:
        return False
    routine.ended_on = max(by.today, routine.starts_on)
    routine.end_reason, routine.end_words, routine.ended_by = reason, words, by.user
    routine.save(update_fields=["ended_on", "end_reason", "end_words", "ended_by"])
    for draft in routine.revisions.filter(published_at__isnull=True):
        draft.delete()
    facts.routine_ended(by.patient)
    audit.record("routine.ended", by=by, about=routine)
    return True


def standing_pause(routine: Routine, on: date) -> RoutinePause | None:
    """The pause that runs on this day or comes next."""
    return routine.pauses.filter(ends_on__gte=on).order_by("starts_on").first()
