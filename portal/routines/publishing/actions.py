"""Publishing: from then on the patient sees it, and it is never edited again."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts import audit
from accounts.access import PatientAccess
from accounts.models import CareGrant
from exercises.models import Exercise
from portal.caseload import facts
from portal.routines.actions import REVIEW_AFTER, set_times
from portal.routines.checking import check_rows
from portal.routines.clashes import clash_facts
from portal.routines.dosing import due_weekdays
from portal.routines.limits import read_limits
from portal.routines.models import ClinicalProfile, PrescribedExercise, RoutineRevision
from portal.routines.publishing.answering import answer_all
from portal.routines.publishing.hindrances import CannotPublish, hindrances
from portal.routines.schedule import parse_times
from portal.routines.sheet_codes import new_sheet_code


@dataclass(frozen=True)
class LastTouches:
    """What is set on the page that publishes. `stop_reasons` by the slug of the exercise (see stop_reasons.py)."""

    stop_reasons: dict[str, str] = field(default_factory=dict)
    phase_ends_on: date | None = None
    # One reason for the cautions that stood on the page without one (see answering.py).
    reason: str = ""
    cautions_seen: str = ""


class DraftChanged(Exception):
    """Somebody saved the draft after the page was made that wants to publish it."""


@transaction.atomic
def keep_touches(draft: RoutineRevision, touches: LastTouches, *, by: PatientAccess) -> None:
    _set_touches(draft, touches)
    _answer_cautions(draft, touches, by=by)
    draft.save(update_fields=["stop_reasons", "phase_ends_on"])
    audit.record("routine.draft_saved", by=by, about=draft)


@transaction.atomic
def publish(
    draft: RoutineRevision,
    *,
    by: PatientAccess,
    review_by_on: date | None = None,
    touches: LastTouches | None = None,
    saved_count: int | None = None,
) -> RoutineRevision:
    """From now on the patient sees this. Raises CannotPublish with one sentence for each thing that is missing.

    Of two presses, and of two therapists, the first publishes; the other gets the revision as it was published then.
    `saved_count` is that of the draft which was read: DraftChanged, where it is another one by now.
    """
    draft = RoutineRevision.objects.select_for_update().select_related("routine").get(pk=draft.pk)
    if draft.published_at is not None:
        return draft
    if saved_count is not None and saved_count != draft.saved_count:
        raise DraftChanged
    if touches is not None:
        _set_touches(draft, touches)
        _answer_cautions(draft, touches, by=by)
    missing = hindrances(draft, by=by)
    if missing:
        raise CannotPublish(missing)
    draft.published_at, draft.effective_on, draft.author = by.now, by.today, by.user
    draft.sheet_code = draft.sheet_code or new_sheet_code()
    draft.save(update_fields=["published_at", "effective_on", "author", "sheet_code", "stop_reasons", "phase_ends_on"])
    _pin_versions(draft)
    _keep_checks(draft, by=by)
    routine = draft.routine
    if draft.number == 1:
        routine.starts_on = by.today  # the draft may have waited for days
    routine.review_by_on = review_by_on or by.today + REVIEW_AFTER
    routine.sessions_until_on = None
    routine.save(update_fields=["starts_on", "review_by_on", "sessions_until_on"])
    set_times(routine, parse_times(draft.times))
    facts.routine_published(
        by.patient,
        since_on=routine.starts_on,
        review_by_on=routine.review_by_on,
        pain_limit=_pain_limit(by),
        due_weekdays=due_weekdays(draft.prescribed.all()),
        clash=clash_facts(by),
        phase_ends_on=draft.phase_ends_on,
        unconfirmed_since_on=by.today if draft.number > 1 and _somebody_reads(by) else None,
    )
    audit.record("routine.published", by=by, about=draft)
    return draft


def _set_touches(draft: RoutineRevision, touches: LastTouches) -> None:
    draft.stop_reasons, draft.phase_ends_on = touches.stop_reasons, touches.phase_ends_on


def _answer_cautions(draft: RoutineRevision, touches: LastTouches, *, by: PatientAccess) -> None:
    if touches.reason:
        rows = list(draft.prescribed.select_related("exercise", "variant"))
        found = check_rows(rows, read_limits(by).circumstances, by.today)
        answer_all(found, touches.reason, touches.cautions_seen, by=by)


def _somebody_reads(by: PatientAccess) -> bool:
    """A change is waited for only where somebody at home can confirm it."""
    return by.patient.user_id is not None or CareGrant.objects.standing(by.today).filter(patient=by.patient).exists()


def _keep_checks(draft: RoutineRevision, *, by: PatientAccess) -> None:
    """What the check said on the day of publishing, so that it can be read later why something was given."""
    rows = list(draft.prescribed.select_related("exercise", "variant"))
    for one in check_rows(rows, read_limits(by).circumstances, by.today):
        one.prescribed.published_check = {
            "verdict": one.check.verdict.value,
            "codes": one.check.codes,
            "words": [finding.words for finding in one.check.findings],
            "on": by.today.isoformat(),
        }
    PrescribedExercise.objects.bulk_update(rows, ["published_check"])


def _pin_versions(draft: RoutineRevision) -> None:
    """The patient reads the version that was adopted when this was published, or a newer one adopted since."""
    version = Exercise.objects.filter(pk=OuterRef("exercise")).values("version")[:1]
    PrescribedExercise.objects.filter(revision=draft).update(exercise_version=Subquery(version))


def _pain_limit(by: PatientAccess) -> int | None:
    return by.rows(ClinicalProfile).values_list("pain_limit", flat=True).first()
