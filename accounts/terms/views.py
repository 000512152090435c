"""Reading the terms, and agreeing to them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.sessions.kept_forms import LONGEST_PATH
from accounts.terms.actions import accept_terms
from accounts.terms.current import current_terms


@login_not_required
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/terms/read.html", _context())


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    wanted = _next(request)
    if request.method != "POST":
        return render(request, "accounts/terms/accept.html", _context() | {"next": wanted})
    shown, terms = request.POST.get("version", ""), current_terms()
    if shown != str(terms.version):
        messages.warning(request, _("The terms have changed meanwhile. Please read them once more."))
        return render(request, "accounts/terms/accept.html", _context() | {"next": wanted}, status=409)
    accept_terms(terms.version, language=translation.get_language() or "en", by=cast(User, request.user))
    return HttpResponseRedirect(wanted or reverse("home:start"))


def _context() -> dict[str, object]:
    terms = current_terms()
    return {"terms": terms, "text": terms.texts[translation.get_language() or "en"]}


def _next(request: HttpRequest) -> str:
    """On to the page that was asked for; never to another site."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_path = wanted.startswith("/") and wanted.isprintable() and len(wanted) <= LONGEST_PATH
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if is_path and is_ours else ""
