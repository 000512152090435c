"""Questions about the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from portal.reminders.models import ReminderDelivery  # noqa: F401 (named as text below)


class DeliveryQuerySet(models.QuerySet["ReminderDelivery"]):
    def waiting(self) -> DeliveryQuerySet:
        """Neither claimed nor settled."""
        return self.filter(next_attempt_at__isnull=False)

    def live(self, now: Combinable) -> DeliveryQuerySet:
        """Due to be sent, and not too late. Conditions on the row's own columns only: they must stand in an UPDATE."""
        return self.filter(next_attempt_at__lte=now, expires_at__gt=now)
