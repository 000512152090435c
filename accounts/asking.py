"""What the record keeps of the request that is being answered: a random id, and the network that it came from."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse

# Enough to tell the clinic from elsewhere, too little to find a household.
KEPT_BITS = {4: 24, 6: 48}


@dataclass(frozen=True)
class Asking:
    request_id: str = ""
    ip_prefix: str = ""


# In the pump and in commands.
NOBODY = Asking()
_asking: ContextVar[Asking] = ContextVar("asking", default=NOBODY)


def current() -> Asking:
    return _asking.get()


class AskingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _asking.set(Asking(secrets.token_hex(16), network_of(request)))
        try:
            return self.get_response(request)
        finally:
            _asking.reset(token)


def network_of(request: HttpRequest) -> str:
    """By allauth's rules about proxies, as for the rate limits. Empty rather than wrong, and never an error."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    # By number: a scope such as fe80::1%eth0 names the machine.
    return str(ipaddress.ip_network((int(address), KEPT_BITS[address.version]), strict=False))
