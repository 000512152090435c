"""How long a sign-in lasts: without a sign of life, and in all.

Automatic logoff protects a screen that somebody walked away from; enough time protects who reads slowly. So the limits
are short where others may sit down at the same screen, a warning comes two minutes before, one press goes on, and what was
typed is kept (accounts/sessions/kept_forms.py).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# What the web session holds; `own_device` is set at sign-in, by whoever says "this is my own device".
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
FACTORS = "factors"
OWN_DEVICE = "own_device"

STAMP_SECONDS = 60
WARNING_SECONDS = 120


@dataclass(frozen=True)
class Limits:
    idle: timedelta
    absolute: timedelta


STAFF = Limits(idle=timedelta(minutes=15), absolute=timedelta(hours=12))
SHARED = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
OWN = Limits(idle=timedelta(days=7), absolute=timedelta(days=30))


class Ended(enum.StrEnum):
    IDLE = "idle"
    ABSOLUTE = "absolute"
    EVERYWHERE = "everywhere"
    FACTORS = "factors"
    SWITCHED_OFF = "switched_off"


SENTENCES: dict[Ended, Promise] = {
    Ended.IDLE: _("We signed you out because nothing happened for a while. Please sign in again."),
    Ended.ABSOLUTE: _("You were signed in for a long time, so we ask again who you are. Please sign in."),
    Ended.EVERYWHERE: _("You were signed out on every device. Please sign in again."),
    Ended.FACTORS: _("The ways you sign in have changed, so we ask again who you are. Please sign in."),
    Ended.SWITCHED_OFF: _("This sign-in is switched off. Please call your clinic."),
}


@dataclass(frozen=True)
class Left:
    """Until this sign-in is over. Pressing "stay" cannot move the absolute end."""

    seconds: int
    can_stay: bool


def limits_of(user: User, session: SessionBase) -> Limits:
    if user.is_staff_member:
        return STAFF
    return OWN if session.get(OWN_DEVICE) is True else SHARED


def why_ended(user: User, session: SessionBase, now: datetime) -> Ended | None:
    """None while the sign-in stands."""
    limits, at = limits_of(user, session), now.timestamp()
    signed_in_at: float = session[SIGNED_IN_AT]
    if user.sessions_from is not None and signed_in_at < user.sessions_from.timestamp():
        return Ended.EVERYWHERE
    if session.get(FACTORS, "") != user.factors:
        return Ended.FACTORS
    if at - signed_in_at >= limits.absolute.total_seconds():
        return Ended.ABSOLUTE
    if at - session[SEEN_AT] >= limits.idle.total_seconds():
        return Ended.IDLE
    return None


def time_left(user: User, session: SessionBase, now: datetime) -> Left:
    limits, at = limits_of(user, session), now.timestamp()
    until_idle = session[SEEN_AT] + limits.idle.total_seconds() - at
    until_end = session[SIGNED_IN_AT] + limits.absolute.total_seconds() - at
    return Left(seconds=max(0, int(min(until_idle, until_end))), can_stay=until_end > until_idle)


def begin(user: User, session: SessionBase, now: datetime) -> None:
    """Stamps a new sign-in. On a shared device its cookie goes when the browser is closed."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = now.timestamp()
    session[FACTORS] = user.factors
    session.set_expiry(int(OWN.absolute.total_seconds()) if limits_of(user, session) is OWN else 0)


def stamp(session: SessionBase, now: datetime) -> None:
    """A sign of life; written at most once a minute, since it is a write on a page that only reads."""
    if now.timestamp() - session[SEEN_AT] >= STAMP_SECONDS:
        session[SEEN_AT] = now.timestamp()
