"""The headers of every answer, error pages too; what Django and django-csp set, they set around this."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SWITCHED_OFF = (
    "accelerometer",
    "camera",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
FOR_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join([f"{name}=()" for name in SWITCHED_OFF] + [f"{name}=(self)" for name in FOR_PASSKEYS])

# Whoever knows such an address may do what it is for. Not even our own log may learn it from the next page, so the
# referrer is cut to the name of the portal. "no-referrer" would do the same, but then browsers send the forms of these
# pages with "Origin: null", which the guard against forged forms must refuse.
TOKEN_PATHS = ("/join/", "/stop/", "/account/password/reset/key/", "/account/confirm-email/")
SIGNED_OUT_BY = frozenset({"account_logout", "signed_in:end_everywhere"})


class SafeHeadersMiddleware:
    """Outermost. Health pages are never stored by a browser or a proxy; static files set their own caching."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        # The page that stops reminders needs no such guard, and says "no-referrer" itself.
        if request.path_info.startswith(TOKEN_PATHS) and response.headers.get("Referrer-Policy") != "no-referrer":
            response.headers["Referrer-Policy"] = "strict-origin"
        if request.method == "POST" and response.status_code == 302 and _view_of(request) in SIGNED_OUT_BY:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _view_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
