"""A person's sessions, in words they know them by."""

from datetime import datetime

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from accounts.models import User

# In this order: most browsers also claim to be the ones below them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """ "Chrome on Android"."""
    browser = _first(BROWSERS, user_agent) or gettext("A browser")
    machine = _first(MACHINES, user_agent)
    return gettext("%(browser)s on %(machine)s") % {"browser": browser, "machine": machine} if machine else browser


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")


def device_key(session: UserSession) -> str:
    """Names a session on the page without giving its key away."""
    return salted_hmac("device", session.session_key, algorithm="sha256").hexdigest()[:32]


def end_device(key: str, *, by: User) -> None:
    """Nothing happens when it has ended already, or is somebody else's."""
    mine = UserSession.objects.filter(user=by)
    get_adapter().end_sessions([one for one in mine if constant_time_compare(device_key(one), key)])


def open_devices(user: User) -> int:
    """Without the ones that have ended meanwhile; the list of devices clears these away. This one is always there."""
    return max(1, len([one for one in UserSession.objects.filter(user=user) if one.exists()]))


def newest_first(sessions: list[UserSession]) -> list[UserSession]:
    def begun(session: UserSession) -> datetime:
        moment: datetime = session.created_at
        return moment

    return sorted(sessions, key=begun, reverse=True)
