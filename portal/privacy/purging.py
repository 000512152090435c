"""What goes when its time is over. docs/data.md says the same in words.

Each rule can be asked how much it would do, and can be told to do it, in batches, so that nobody is held up for long.
Two purges at once do no harm: what one has deleted the other does not find.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts import audit
from accounts.grants.sweeping import suspend_unused_grants, unused_grants
from accounts.models import CareGrant, ClinicMember, Invitation, KeptForm, Patient, User
from accounts.sessions.kept_forms import KEPT_FOR, forget_old_kept_forms
from portal.privacy import erasing
from portal.reminders.models import WAITING, DeliveryAttempt, DeliveryState, ReminderDelivery

ATTEMPTS = timedelta(days=30)
DELIVERIES = timedelta(days=365)
INVITATIONS = timedelta(days=30)
HELPERS = timedelta(days=90)
DEVICES = timedelta(days=90)
WHOLE_ADDRESSES = timedelta(days=1)
IDLE = timedelta(days=365)
BATCH = 1_000
UNSETTLED = (*WAITING, DeliveryState.SENDING)


@dataclass(frozen=True)
class Rule:
    """`due` counts what the rule would do now; `apply` does it and returns how much that was."""

    words: str
    due: Callable[[datetime], int]
    apply: Callable[[datetime], int]


def old_attempts(now: datetime) -> models.QuerySet[Any]:
    return DeliveryAttempt.objects.filter(started_at__lt=now - ATTEMPTS)


def old_deliveries(now: datetime) -> models.QuerySet[Any]:
    return ReminderDelivery.objects.filter(planned_for__lt=now - DELIVERIES).exclude(state__in=UNSETTLED)


def old_invitations(now: datetime) -> models.QuerySet[Any]:
    """Thirty days after it was used, withdrawn or ran out, whichever came first."""
    over = now - INVITATIONS
    return Invitation.objects.filter(Q(accepted_at__lt=over) | Q(withdrawn_at__lt=over) | Q(expires_at__lt=over))


def former_helpers(now: datetime) -> models.QuerySet[User]:
    """They helped, and are nothing else here. A grant that runs or was only stopped for now holds them."""
    over = now - HELPERS
    grants = CareGrant.objects.filter(caregiver=OuterRef("pk"))
    recent = grants.filter(Q(revoked_at__isnull=True, expires_on__gte=over.date()) | Q(revoked_at__gte=over))
    invited = Invitation.objects.filter(email__iexact=OuterRef("email"), accepted_at__isnull=True, expires_at__gt=now)
    helpers: models.QuerySet[User] = User.objects.filter(
        Exists(grants),
        ~Exists(recent),
        ~Exists(invited.filter(withdrawn_at__isnull=True)),
        ~Exists(Patient.objects.filter(user=OuterRef("pk"))),
        ~Exists(ClinicMember.objects.filter(user=OuterRef("pk"))),
        erased_at__isnull=True,
    )
    return helpers


def old_devices(now: datetime) -> models.QuerySet[Any]:
    devices: models.QuerySet[Any] = UserSession.objects.filter(last_seen_at__lt=now - DEVICES)
    return devices


def ended_web_sessions(now: datetime) -> models.QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=now)


def idle_accounts(now: datetime) -> models.QuerySet[User]:
    """Listed for the clinic to look at; nothing is done to them."""
    seen_at = Coalesce("last_login", "date_joined")
    people: models.QuerySet[User] = User.objects.filter(is_active=True, erased_at__isnull=True)
    return people.alias(seen_at=seen_at).filter(seen_at__lt=now - IDLE).order_by("pk")


def deletion(words: str, rows: Callable[[datetime], models.QuerySet[Any]]) -> Rule:
    return Rule(words, lambda now: rows(now).count(), lambda now: _delete(rows(now)))


def _delete(rows: models.QuerySet[Any]) -> int:
    total = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        # Asked again in the statement that deletes: a row may have changed since.
        _all, each = rows.filter(pk__in=keys).delete()
        total += each.get(rows.model._meta.label, 0)
    return total


def _whole_addresses(now: datetime) -> list[tuple[int, str, str]]:
    """Number, address, and the network it is cut to. Those of the last day help somebody to know a device again."""
    kept = UserSession.objects.filter(created_at__lt=now - WHOLE_ADDRESSES, last_seen_at__gte=now - DEVICES)
    return [(key, ip, cut) for key, ip in kept.values_list("pk", "ip").iterator() if (cut := network_of(ip)) != ip]


def network_of(address: str) -> str:
    """192.0.2.77 → 192.0.2.0, and of a longer one the first half."""
    length = 24 if ipaddress.ip_address(address).version == 4 else 64
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False).network_address)


def _cut_addresses(now: datetime) -> int:
    return sum(UserSession.objects.filter(pk=key, ip=ip).update(ip=cut) for key, ip, cut in _whole_addresses(now))


def _erase_helpers(now: datetime) -> int:
    return sum(_erase_helper(key, now) for key in list(former_helpers(now).values_list("pk", flat=True)))


@transaction.atomic
def _erase_helper(key: int, now: datetime) -> int:
    """Asked again under the lock: they may have been given a new grant a moment ago."""
    held = User.objects.select_for_update().filter(pk=key)
    if not held or not former_helpers(now).filter(pk=key).exists():
        return 0
    user = held[0]
    audit.record("account.purged", by=None, about=user)
    erasing.erase_account(user, at=now)
    return 1


RULES = (
    # First: whoever is erased further down has each one opened that is left.
    deletion("Web sessions that have ended", ended_web_sessions),
    deletion("Tries to send a mail, older than 30 days", old_attempts),
    deletion("Mails of the ledger, older than 12 months", old_deliveries),
    deletion("Invitations used, withdrawn or run out more than 30 days ago", old_invitations),
    Rule(
        "Helpers whose last grant ended more than 90 days ago: account erased",
        lambda now: former_helpers(now).count(),
        _erase_helpers,
    ),
    deletion("Devices not seen for 90 days", old_devices),
    Rule("Addresses of devices cut to their network", lambda now: len(_whole_addresses(now)), _cut_addresses),
    Rule(
        "Forms kept for more than a day",
        lambda now: KeptForm.objects.filter(kept_at__lte=now - KEPT_FOR).count(),
        forget_old_kept_forms,
    ),
    Rule(
        "Grants not used for 180 days: stopped for now",
        lambda now: len(unused_grants(now)),
        suspend_unused_grants,
    ),
)


def forget_the_bytes() -> None:
    """SQLite keeps what was deleted in its journal until that is written anew."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
