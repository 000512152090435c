"""When the database or the record is in trouble: a page that says so, with 503, so that a browser or a proxy tries again."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from accounts.audit import AuditFailed

logger = logging.getLogger(__name__)

# Not a wrong value or a broken rule: those are faults of ours, and say so with 500.
TROUBLE = (AuditFailed, OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 60


class TroubleMiddleware:
    """For what a view raises."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TROUBLE):
            return None
        # The traceback of a database error may carry values; its kind says enough.
        logger.error("503 %s %s", _view_of(request), type(exception).__name__)
        return unavailable()


def server_error(request: HttpRequest) -> HttpResponse:
    """For what is raised before the view: finding the session already needs the database."""
    return unavailable() if isinstance(sys.exc_info()[1], TROUBLE) else defaults.server_error(request)


def unavailable() -> HttpResponse:
    """Drawn without asking who is there: the answer would come from the database."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _view_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
