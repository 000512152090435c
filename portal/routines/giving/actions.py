"""Gives one patient what a template holds: published where nothing stands in the way, else a draft."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess
from accounts.models import Patient
from exercises.models import RoutineTemplate
from portal.routines import actions
from portal.routines.builder import standing_draft, standing_revision
from portal.routines.giving.standing import Fate, is_from
from portal.routines.phases.length import proposed_end
from portal.routines.publishing.actions import publish
from portal.routines.publishing.hindrances import CannotPublish


@transaction.atomic
def give(template: RoutineTemplate, phase: int, *, by: PatientAccess) -> Fate:
    """Checked now, not as some page said before. What runs is never replaced; what somebody else drafts is left alone.

    Pressed twice, the second finds what the first one did.
    """
    # One at a time for one patient. Nothing else waits for this lock.
    Patient.objects.select_for_update(no_key=True).get(pk=by.patient.pk)
    current, draft = standing_revision(by), standing_draft(by)
    if is_from(current, template, phase):
        return Fate.HAS_IT
    if draft is not None and draft.prescribed.exists():
        return Fate.LEFT
    draft = actions.open_draft(by=by)
    actions.fill_from_template(draft, template, phase=phase, by=by)
    audit.record("routine.given", by=by, about=draft)
    if current is not None:
        return Fate.DRAFT
    draft.phase_ends_on = proposed_end(template, phase, by.today)
    draft.save(update_fields=["phase_ends_on"])
    try:
        publish(draft, by=by)
    except CannotPublish:
        return Fate.DRAFT
    return Fate.PUBLISHED
