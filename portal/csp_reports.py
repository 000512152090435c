"""What browsers report when they refused something on a page: written to the log as page and rule, nothing else."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.throttle import throttled

logger = logging.getLogger(__name__)

LONGEST = 20_000
DIRECTIVES = frozenset(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]) | {
    "script-src-elem",
    "script-src-attr",
    "style-src-elem",
    "style-src-attr",
    "media-src",
    "frame-src",
    "worker-src",
    "child-src",
}


@csrf_exempt  # the browser sends it by itself, without a form
@login_not_required
@require_POST
@throttled("csp.reported", "60/m/ip")
def csp_report(request: HttpRequest) -> HttpResponse:
    report = _read(request)
    if report is not None:
        logger.warning("CSP refused %s on %s", _directive(report), _page(report))
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> dict[str, Any] | None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return None
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    report = content.get("csp-report") if isinstance(content, dict) else None
    return report if isinstance(report, dict) else None


def _directive(report: dict[str, Any]) -> str:
    """Only a word we know: what a stranger sends must not write our log."""
    named = str(report.get("effective-directive") or report.get("violated-directive") or "").split(" ")[0]
    return named if named in DIRECTIVES else "something"


def _page(report: dict[str, Any]) -> str:
    """The name of the page. Its address may hold whom it is about, or a token."""
    try:
        return resolve(urlsplit(str(report.get("document-uri", ""))).path).view_name
    except (Resolver404, ValueError):
        return "an unknown page"
