"""Staff always use a second factor: without one, every page leads to setting it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

# Setting it up, proving who one is for that, reading it well, and leaving.
OPEN_WITHOUT = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "csp_report",
        "home:set_language",
        "home:text_size",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "signed_in:left",
        "signed_in:stay",
        "terms:read",
    }
)


class SecondFactorMiddleware:
    """After the authentication middleware, whose backend brings `is_staff_member` and `factors`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or not request.user.is_staff_member or request.user.factors:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        return None if name in OPEN_WITHOUT else redirect("mfa_index")
