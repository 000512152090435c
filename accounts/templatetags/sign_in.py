"""Words about sign-in that allauth's pages cannot bring themselves."""

from allauth.usersessions.models import UserSession
from django import template

from accounts.sign_in import devices

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """ "Chrome on Android" """
    return devices.device_words(user_agent)


@register.filter
def device_key(session: UserSession) -> str:
    return devices.device_key(session)


@register.filter
def newest_first(sessions: list[UserSession]) -> list[UserSession]:
    return devices.newest_first(sessions)


@register.filter
def in_groups(secret: str) -> list[str]:
    """Four letters at a time can be typed."""
    return [secret[start : start + 4] for start in range(0, len(secret), 4)]
