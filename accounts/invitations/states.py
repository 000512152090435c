"""How far an invitation is. Only time makes one run out, so this is asked and never stored."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation


class State(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUN_OUT = "run_out", _("Run out")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CAME = "came", _("Came in")


def state_of(invitation: Invitation, now: datetime) -> State:
    if invitation.accepted_at is not None:
        return State.CAME
    if invitation.withdrawn_at is not None:
        return State.WITHDRAWN
    return State.WAITING if now < invitation.expires_at else State.RUN_OUT


def in_state(state: State, now: datetime) -> Q:
    """The same as a question to the database."""
    neither = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return {
        State.WAITING: neither & Q(expires_at__gt=now),
        State.RUN_OUT: neither & Q(expires_at__lte=now),
        State.WITHDRAWN: Q(withdrawn_at__isnull=False),
        State.CAME: Q(accepted_at__isnull=False),
    }[state]


# Nobody came, and the invitation was not taken back: it can be sent again.
NOBODY_CAME = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
