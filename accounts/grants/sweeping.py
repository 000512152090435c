"""What nobody used for half a year is stopped for now. One press allows it again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from accounts.grants.actions import GrantIsOver, suspend_grant
from accounts.models import AuditEvent, CareGrant, GrantChange, Suspension

logger = logging.getLogger(__name__)

UNUSED_FOR = timedelta(days=180)


def unused_grants(now: datetime) -> list[CareGrant]:
    """Standing ones that the caregiver did not use, and nobody decided about, within that time."""
    since = now - UNUSED_FOR
    used = AuditEvent.objects.filter(grant_id=OuterRef("pk"), at__gt=since)
    decided = GrantChange.objects.filter(grant=OuterRef("pk"), at__gt=since)
    standing = CareGrant.objects.standing(now.date()).filter(decided_at__lte=since)
    return list(standing.filter(~Exists(used), ~Exists(decided)).select_related("patient").order_by("pk"))


def suspend_unused_grants(now: datetime) -> int:
    """Nightly. Returns how many were stopped; run twice, it stops nothing more."""
    stopped = 0
    for grant in unused_grants(now):
        try:
            suspend_grant(grant, why=Suspension.UNUSED, at=now, by=None)
        except GrantIsOver:
            continue
        stopped += 1
    if stopped:
        logger.info("Grants stopped because nobody used them: %s", stopped)
    return stopped
