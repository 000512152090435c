"""Everything that changes a routine. A draft is worked on freely; what is published is never edited."""

from dataclasses import dataclass, field, fields
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.access import PatientAccess
from exercises.laterality import Laterality
from exercises.models import Exercise, ExerciseVariant, RoutineTemplate, TemplateExercise
from exercises.weekdays import EVERY_DAY
from portal.caseload import facts
from portal.routines.models import (
    ClinicalProfile,
    PrescribedExercise,
    Routine,
    RoutinePause,
    RoutineRevision,
    RoutineTime,
    Side,
)
from portal.routines.publishing import CannotPublish, hindrances
from portal.routines.schedule import parse_times

REVIEW_AFTER = timedelta(weeks=4)
MOST_EXERCISES = 20

# What a new revision takes over from the one before.
DOSAGE_FIELDS = [
    "exercise_id",
    "variant_id",
    "order",
    "side",
    "sets",
    "reps",
    "hold_seconds",
    "breaths",
    "rest_seconds",
    "resistance",
    "note",
    "is_core",
    "weekdays",
    "slots",
]


@dataclass(frozen=True)
class Dose:
    """What a therapist set for one exercise. `weekdays` and `slots` are bits; `slots` 0 is every time of the day."""

    side: str
    sets: int = 1
    reps: int | None = None
    hold_seconds: int | None = None
    breaths: int | None = None
    rest_seconds: int = 0
    resistance: str = ""
    note: str = ""
    is_core: bool = False
    weekdays: int = EVERY_DAY
    slots: int = 0
    variant: ExerciseVariant | None = None


@dataclass(frozen=True)
class DraftContent:
    """The whole builder page: doses by public id, and the clock times."""

    doses: dict[str, Dose] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    change_notice: str = ""


@transaction.atomic
def open_draft(*, by: PatientAccess) -> RoutineRevision:
    """The draft that is there already, or a new one that starts as a copy of what the patient has now."""
    routine = _active_routine(by)
    draft = routine.revisions.filter(published_at__isnull=True).first()
    if draft is not None:
        return draft
    current = current_revision(routine)
    draft = RoutineRevision.objects.create(
        routine=routine,
        number=(routine.revisions.aggregate(Max("number"))["number__max"] or 0) + 1,
        author=by.user,
        created_at=by.now,
        times=_standing_times(routine) if current else ["09:00"],
    )
    if current:
        _copy(current, draft)
    audit.record("routine.draft_opened", by=by, about=draft)
    return draft


@transaction.atomic
def fill_from_template(
    draft: RoutineRevision, template: RoutineTemplate, *, week: int | None, by: PatientAccess
) -> None:
    """Replaces the draft's exercises by the template's. `week` leaves out what the template gives to other weeks."""
    side = working_side(by)
    rows = [
        row
        for row in template.exercises.select_related("exercise", "variant").order_by("order")
        if not row.is_optional and _in_week(row, week)
    ]
    draft.prescribed.all().delete()
    PrescribedExercise.objects.bulk_create(
        _from_template(draft, row, side=side, order=number) for number, row in enumerate(rows, start=1)
    )
    draft.from_template = template.slug
    draft.times = _spread_times(max((row.times_per_day for row in rows), default=1))
    draft.save(update_fields=["from_template", "times"])
    audit.record("routine.template_used", by=by, about=draft)


@transaction.atomic
def save_draft(draft: RoutineRevision, content: DraftContent, *, by: PatientAccess) -> None:
    for prescribed in draft.prescribed.all():
        dose = content.doses.get(str(prescribed.public_id))
        if dose is None:
            continue
        for one in fields(dose):
            setattr(prescribed, one.name, getattr(dose, one.name))
        prescribed.save()
    draft.times = content.times or draft.times
    draft.change_notice = content.change_notice
    draft.save(update_fields=["times", "change_notice"])
    audit.record("routine.draft_saved", by=by, about=draft)


@transaction.atomic
def add_exercise(draft: RoutineRevision, exercise: Exercise, *, by: PatientAccess) -> PrescribedExercise | None:
    """With the exercise's own default dose, for the affected side. None when the routine is full."""
    if draft.prescribed.count() >= MOST_EXERCISES:
        return None
    prescribed = PrescribedExercise.objects.create(
        revision=draft,
        exercise=exercise,
        order=(draft.prescribed.aggregate(Max("order"))["order__max"] or 0) + 1,
        side=prescribed_side(exercise, working_side(by)),
        sets=exercise.default_sets,
        reps=exercise.default_reps,
        hold_seconds=exercise.default_hold_seconds,
        breaths=exercise.default_breaths,
        rest_seconds=exercise.default_rest_seconds,
    )
    audit.record("routine.exercise_added", by=by, about=prescribed)
    return prescribed


@transaction.atomic
def remove_exercise(prescribed: PrescribedExercise, *, by: PatientAccess) -> None:
    audit.record("routine.exercise_removed", by=by, about=prescribed)
    prescribed.delete()


@transaction.atomic
def move_exercise(prescribed: PrescribedExercise, *, up: bool, by: PatientAccess) -> None:
    """One place up or down; at the end of the list nothing happens."""
    rows = list(PrescribedExercise.objects.filter(revision=prescribed.revision).order_by("order", "pk"))
    here = rows.index(prescribed)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows, start=1):
        row.order = number
    PrescribedExercise.objects.bulk_update(rows, ["order"])
    audit.record("routine.exercise_moved", by=by, about=prescribed)


@transaction.atomic
def discard_draft(draft: RoutineRevision, *, by: PatientAccess) -> None:
    audit.record("routine.draft_discarded", by=by, about=draft)
    draft.prescribed.all().delete()
    draft.delete()


@transaction.atomic
def publish(draft: RoutineRevision, *, by: PatientAccess, review_by_on: date | None = None) -> RoutineRevision:
    """From now on the patient sees this. Raises CannotPublish with one sentence for each thing that is missing."""
    # Locked, so that two presses of the button publish once.
    draft = RoutineRevision.objects.select_for_update().select_related("routine").get(pk=draft.pk)
    if draft.published_at is not None:
        return draft
    missing = hindrances(draft, patient=by.patient, on=by.today)
    if missing:
        raise CannotPublish(missing)
    draft.published_at, draft.effective_on, draft.author = by.now, by.today, by.user
    draft.save(update_fields=["published_at", "effective_on", "author"])
    routine = draft.routine
    routine.review_by_on = review_by_on or by.today + REVIEW_AFTER
    routine.sessions_until_on = None
    routine.save(update_fields=["review_by_on", "sessions_until_on"])
    _set_times(routine, parse_times(draft.times))
    facts.routine_published(
        by.patient, since_on=routine.starts_on, review_by_on=routine.review_by_on, pain_limit=_pain_limit(by)
    )
    audit.record("routine.published", by=by, about=draft)
    return draft


@transaction.atomic
def change_times(routine: Routine, times: list[tuple[int, time]], *, by: PatientAccess) -> None:
    """Moves the clock times; sessions keep their slot. `times` are (slot, clock time where the patient lives)."""
    _set_times(routine, times)
    routine.sessions_until_on = None
    routine.save(update_fields=["sessions_until_on"])
    audit.record("routine.times_changed", by=by, about=routine)


@transaction.atomic
def pause_routine(routine: Routine, *, starts_on: date, ends_on: date, reason: str, by: PatientAccess) -> RoutinePause:
    pause = RoutinePause.objects.create(
        routine=routine, starts_on=starts_on, ends_on=ends_on, reason=reason, recorded_by=by.user
    )
    routine.sessions_until_on = None
    routine.save(update_fields=["sessions_until_on"])
    facts.routine_paused(by.patient, until_on=ends_on)
    audit.record("routine.paused", by=by, about=pause)
    return pause


@transaction.atomic
def resume_routine(routine: Routine, *, by: PatientAccess) -> None:
    """Ends today's pause: from today on sessions are due again."""
    yesterday = by.today - timedelta(days=1)
    running = routine.pauses.filter(ends_on__gte=by.today)
    running.filter(starts_on__gt=yesterday).delete()
    running.update(ends_on=yesterday)
    routine.sessions_until_on = None
    routine.save(update_fields=["sessions_until_on"])
    facts.routine_paused(by.patient, until_on=None)
    audit.record("routine.resumed", by=by, about=routine)


@transaction.atomic
def end_routine(routine: Routine, *, by: PatientAccess) -> None:
    routine.ended_on = max(by.today, routine.starts_on)
    routine.save(update_fields=["ended_on"])
    facts.routine_ended(by.patient)
    audit.record("routine.ended", by=by, about=routine)


def current_revision(routine: Routine) -> RoutineRevision | None:
    return routine.revisions.filter(published_at__isnull=False).order_by("-number").first()


def working_side(by: PatientAccess) -> str:
    """The affected side of the profile: "left", "right", "both" or ""."""
    return by.rows(ClinicalProfile).values_list("side", flat=True).first() or ""


def prescribed_side(exercise: Exercise, affected: str) -> str:
    """One leg only where the exercise works one leg and one hip is affected; the therapist may widen it."""
    if exercise.laterality == Laterality.EACH_SIDE and affected in (Side.LEFT, Side.RIGHT):
        return affected
    return exercise.laterality


def _active_routine(by: PatientAccess) -> Routine:
    routine, _created = Routine.objects.select_for_update().get_or_create(
        patient=by.patient,
        ended_on=None,
        defaults={"started_by": by.user, "created_at": by.now, "starts_on": by.today},
    )
    return routine


def _copy(source: RoutineRevision, target: RoutineRevision) -> None:
    PrescribedExercise.objects.bulk_create(
        PrescribedExercise(revision=target, **{name: getattr(row, name) for name in DOSAGE_FIELDS})
        for row in source.prescribed.all()
    )


def _standing_times(routine: Routine) -> list[str]:
    return [f"{one.local_time:%H:%M}" for one in routine.times.order_by("slot")] or ["09:00"]


def _set_times(routine: Routine, times: list[tuple[int, time]]) -> None:
    routine.times.exclude(slot__in=[slot for slot, _local in times]).delete()
    for slot, local_time in times:
        RoutineTime.objects.update_or_create(routine=routine, slot=slot, defaults={"local_time": local_time})


def _in_week(row: TemplateExercise, week: int | None) -> bool:
    if week is None:
        return row.from_week is None or row.from_week <= 1
    return (row.from_week is None or row.from_week <= week) and (row.to_week is None or week <= row.to_week)


def _from_template(draft: RoutineRevision, row: TemplateExercise, *, side: str, order: int) -> PrescribedExercise:
    return PrescribedExercise(
        revision=draft,
        exercise=row.exercise,
        variant=row.variant,
        order=order,
        side=prescribed_side(row.exercise, side),
        sets=row.sets,
        reps=row.reps,
        hold_seconds=row.hold_seconds,
        breaths=row.breaths,
        rest_seconds=row.rest_seconds,
        weekdays=row.weekdays,
        slots=_first_slots(row.times_per_day),
        note=row.note,
    )


def _first_slots(times_per_day: int) -> int:
    return (1 << times_per_day) - 1


def _spread_times(times_per_day: int) -> list[str]:
    spread = {1: ["09:00"], 2: ["09:00", "17:00"], 3: ["09:00", "13:00", "18:00"]}
    return spread.get(min(times_per_day, 4), ["09:00", "12:00", "15:00", "18:00"])


def _pain_limit(by: PatientAccess) -> int | None:
    return by.rows(ClinicalProfile).values_list("pain_limit", flat=True).first()
