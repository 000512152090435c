"""Somebody at home has read what changed."""

from django.db import transaction

from accounts import audit
from accounts.access import PatientAccess
from portal.caseload import facts
from portal.routines.models import RevisionConfirmation, RoutineRevision


@transaction.atomic
def confirm_change(revision: RoutineRevision, *, by: PatientAccess) -> bool:
    """Each person once, for whichever published revision stood on their page. False when they had already."""
    # Locked as publishing does, so that a newer change never counts as read by this.
    facts.standing_row(by.patient)
    confirmation, is_new = RevisionConfirmation.objects.get_or_create(
        revision=revision,
        confirmed_by=by.user,
        defaults={"is_on_behalf": by.on_behalf, "confirmed_at": by.now},
    )
    if not is_new:
        return False
    published = by.rows(RoutineRevision).filter(routine__ended_on__isnull=True, published_at__isnull=False)
    if published.order_by("-number").values_list("pk", flat=True).first() == revision.pk:
        facts.change_confirmed(by.patient)
    audit.record("routine.change_confirmed", by=by, about=confirmation)
    return True
