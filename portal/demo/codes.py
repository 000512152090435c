"""What the authenticator apps of the demo's staff show now. Their secrets are known (cast.py), so only for the demo."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from portal.demo.cast import totp_secret

# With less time than this it is better to wait for the next one; both are shown.
SHORT_SECONDS = 10


@dataclass(frozen=True)
class DemoCode:
    name: str
    email: str
    code: str
    seconds_left: int
    next_code: str

    @property
    def is_short(self) -> bool:
        return self.seconds_left <= SHORT_SECONDS


def codes_of_the_moment(now: datetime) -> list[DemoCode]:
    """Of whoever still has the app that the demo set up for them. Nothing outside the demo and this machine."""
    if not settings.DEVELOPMENT_PAGES or not is_loopback(urlsplit(settings.SITE_URL).hostname or ""):
        return []
    apps = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user").order_by("user__pk")
    found = []
    for app in apps:
        secret = totp_secret(app.user.email.partition("@")[0])
        if decrypt(app.data["secret"]) == secret:
            found.append(_code(app.user.name, app.user.email, secret, now))
    return found


def _code(name: str, email: str, secret: str, now: datetime) -> DemoCode:
    counter, gone = divmod(int(now.timestamp()), app_settings.TOTP_PERIOD)
    this, following = (format_hotp_value(hotp_value(secret, counter + step)) for step in (0, 1))
    return DemoCode(name, email, this, app_settings.TOTP_PERIOD - gone, following)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
