"""Everything that changes a routine. A draft is worked on freely; what is published is never edited."""

from datetime import time, timedelta

from django.db import transaction
from django.db.models import F, Max

from accounts import audit
from accounts.access import PatientAccess
from accounts.models import AuditEvent
from exercises.models import Exercise, ExerciseVariant, RoutineTemplate
from exercises.phases import lines_in, phase_of
from portal.routines.content import SAVED_FIELDS, changes_nothing, put_on_draft, put_on_rows
from portal.routines.content import Dose as Dose
from portal.routines.content import DraftContent as DraftContent
from portal.routines.dosing import (
    SPREAD_TIMES,
    copied,
    from_template,
    in_week,
    keep_core,
    prescribed_side,
    times_a_day,
)
from portal.routines.models import (
    ClinicalProfile,
    PrescribedExercise,
    Routine,
    RoutineRevision,
    RoutineTime,
)

REVIEW_AFTER = timedelta(weeks=4)
MOST_EXERCISES = 20
# Within this time an automatic save stands under the event that the same person left before.
ONE_SITTING = timedelta(minutes=10)


class DraftChanged(Exception):
    """Somebody saved this draft after the page that is being saved was opened. Nothing was changed."""


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
        times=_standing_times(routine) if current else SPREAD_TIMES[1],
        learn_pages=current.learn_pages if current else [],
        from_template=current.from_template if current else "",
        from_template_version=current.from_template_version if current else None,
        phase=current.phase if current else None,
        phase_ends_on=current.phase_ends_on if current else None,
    )
    if current:
        _replace(draft, [copied(row, draft) for row in current.prescribed.all()])
    audit.record("routine.draft_opened", by=by, about=draft)
    return draft


@transaction.atomic
def fill_from_template(
    draft: RoutineRevision,
    template: RoutineTemplate,
    *,
    week: int | None = None,
    phase: int | None = None,
    by: PatientAccess,
) -> None:
    """Replaces the draft's exercises by the template's.

    `phase` (its place in the template's phases, from 1) takes that phase's exercises; without it `week` leaves out
    what the template gives to other weeks.
    """
    side = working_side(by)
    offered = template.exercises.filter(is_optional=False).select_related("exercise", "variant").order_by("order")
    found = phase_of(template, phase)
    rows = lines_in(offered, found) if found else [row for row in offered if in_week(row, week)]
    times = times_a_day(rows)
    language = by.patient.language
    filled = [
        from_template(draft, row, side=side, order=n, times=times, language=language)
        for n, row in enumerate(rows, start=1)
    ]
    keep_core(filled)
    _replace(draft, filled)
    draft.from_template, draft.from_template_version = template.slug, template.version
    draft.phase, draft.phase_ends_on = (found.number if found else None), None
    draft.times = SPREAD_TIMES[times]
    draft.save(update_fields=["from_template", "from_template_version", "phase", "phase_ends_on", "times"])
    _count(draft, by=by)
    audit.record("routine.template_used", by=by, about=draft)


@transaction.atomic
def fill_from_revision(draft: RoutineRevision, source: RoutineRevision | None, *, by: PatientAccess) -> None:
    """Replaces the draft's exercises by those of an earlier routine, or by nothing."""
    _replace(draft, [copied(row, draft) for row in source.prescribed.all()] if source else [])
    draft.from_template, draft.from_template_version, draft.phase, draft.phase_ends_on = "", None, None, None
    draft.times = source.times if source else SPREAD_TIMES[1]
    draft.save(update_fields=["from_template", "from_template_version", "phase", "phase_ends_on", "times"])
    _count(draft, by=by)
    audit.record("routine.draft_filled", by=by, about=draft)


@transaction.atomic
def save_draft(
    draft: RoutineRevision,
    content: DraftContent,
    *,
    by: PatientAccess,
    known: int | None = None,
    is_automatic: bool = False,
) -> None:
    """Raises DraftChanged where the draft was saved after the page that knows it as `known`, and this would overwrite
    something. `known` None: no page stands behind it. `is_automatic`: nobody pressed a button.
    """
    if known is not None and not _count(draft, by=by, known=known):
        draft.refresh_from_db()
        if changes_nothing(content, draft, list(draft.prescribed.all())):
            return
        raise DraftChanged
    if known is None:
        _count(draft, by=by)
    rows = list(draft.prescribed.all())
    put_on_rows(content, rows, by=by)
    PrescribedExercise.objects.bulk_update(rows, SAVED_FIELDS)
    put_on_draft(content, draft)
    draft.save(update_fields=["times", "change_notice", "learn_pages"])
    if not (is_automatic and _is_on_record(draft, by=by)):
        audit.record("routine.draft_saved", by=by, about=draft)


@transaction.atomic
def add_exercise(
    draft: RoutineRevision, exercise: Exercise, *, variant: ExerciseVariant | None = None, by: PatientAccess
) -> PrescribedExercise | None:
    """With the exercise's own default dose, for the affected side. None when the routine is full."""
    if draft.prescribed.count() >= MOST_EXERCISES:
        return None
    prescribed = PrescribedExercise.objects.create(
        revision=draft,
        exercise=exercise,
        variant=variant,
        order=(draft.prescribed.aggregate(Max("order"))["order__max"] or 0) + 1,
        side=prescribed_side(exercise, working_side(by)),
        sets=exercise.default_sets,
        reps=exercise.default_reps,
        hold_seconds=exercise.default_hold_seconds,
        breaths=exercise.default_breaths,
        rest_seconds=exercise.default_rest_seconds,
    )
    _count(draft, by=by)
    audit.record("routine.exercise_added", by=by, about=prescribed)
    return prescribed


@transaction.atomic
def remove_exercise(prescribed: PrescribedExercise, *, by: PatientAccess) -> None:
    _count(prescribed.revision, by=by)
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
    _count(prescribed.revision, by=by)
    audit.record("routine.exercise_moved", by=by, about=prescribed)


@transaction.atomic
def use_form(prescribed: PrescribedExercise, variant: ExerciseVariant | None, *, by: PatientAccess) -> None:
    """Another form of the same exercise; None is the one of the library. The dose stays."""
    prescribed.variant = variant
    prescribed.save(update_fields=["variant"])
    _count(prescribed.revision, by=by)
    audit.record("routine.form_changed", by=by, about=prescribed)


@transaction.atomic
def discard_draft(draft: RoutineRevision, *, by: PatientAccess) -> None:
    audit.record("routine.draft_discarded", by=by, about=draft)
    draft.prescribed.all().delete()
    draft.delete()


@transaction.atomic
def change_times(routine: Routine, times: list[tuple[int, time]], *, by: PatientAccess) -> None:
    """Moves the clock times; sessions keep their slot. `times` are (slot, clock time where the patient lives)."""
    set_times(routine, times)
    schedule_changed(routine)
    audit.record("routine.times_changed", by=by, about=routine)


def current_revision(routine: Routine) -> RoutineRevision | None:
    return routine.revisions.filter(published_at__isnull=False).order_by("-number").first()


def working_side(by: PatientAccess) -> str:
    """The affected side of the profile: "left", "right", "both" or ""."""
    return by.rows(ClinicalProfile).values_list("side", flat=True).first() or ""


def _count(draft: RoutineRevision, *, by: PatientAccess, known: int | None = None) -> bool:
    """One more save. With `known`: only where nobody saved since then; the row itself decides between two at once."""
    drafts = RoutineRevision.objects.filter(pk=draft.pk, published_at__isnull=True)
    if known is not None:
        drafts = drafts.filter(saved_count=known)
    if not drafts.update(saved_count=F("saved_count") + 1, saved_at=by.now):
        return False
    draft.refresh_from_db(fields=["saved_count", "saved_at"])
    return True


def _is_on_record(draft: RoutineRevision, *, by: PatientAccess) -> bool:
    """The last one who saved this draft is the same person, not long ago: not one event for each word."""
    last = last_save(draft)
    return last is not None and last.actor_id == by.user.pk and last.at > by.now - ONE_SITTING


def last_save(draft: RoutineRevision) -> AuditEvent | None:
    """Who saved it last, as the record has it."""
    saves = AuditEvent.objects.filter(object_type=draft._meta.label_lower, object_id=str(draft.pk))
    return saves.filter(action="routine.draft_saved").order_by("-pk").first()


def _active_routine(by: PatientAccess) -> Routine:
    routine, _created = Routine.objects.select_for_update().get_or_create(
        patient=by.patient,
        ended_on=None,
        defaults={"started_by": by.user, "created_at": by.now, "starts_on": by.today},
    )
    return routine


def _replace(draft: RoutineRevision, rows: list[PrescribedExercise]) -> None:
    draft.prescribed.all().delete()
    PrescribedExercise.objects.bulk_create(rows)


def schedule_changed(routine: Routine) -> None:
    """The pump makes the sessions anew."""
    routine.sessions_until_on = None
    routine.save(update_fields=["sessions_until_on"])


def _standing_times(routine: Routine) -> list[str]:
    return [f"{one.local_time:%H:%M}" for one in routine.times.order_by("slot")] or SPREAD_TIMES[1]


def set_times(routine: Routine, times: list[tuple[int, time]]) -> None:
    routine.times.exclude(slot__in=[slot for slot, _local in times]).delete()
    for slot, local_time in times:
        RoutineTime.objects.update_or_create(routine=routine, slot=slot, defaults={"local_time": local_time})
