"""Every mail the portal sent. For the demo and development, never in production: it shows sign-in codes."""

import re
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path

from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.demo.codes import codes_of_the_moment, is_loopback
from portal.mailbox.stored_mail import StoredMail, find, newest_first

MAILS_PER_PAGE = 50
# A mail brings its own styles and may bring pictures; it may run nothing, load nothing from elsewhere, send nothing.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}


def development_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not settings.DEVELOPMENT_PAGES:
            raise Http404
        return view(request, **kwargs)

    return login_not_required(require_safe(guarded))


@development_only
def mailbox(request: HttpRequest) -> HttpResponse:
    person = request.GET.get("person", "").strip()
    mails = [mail for mail in newest_first(Path(settings.MAILBOX_DIR)) if mail.is_to(person)]
    page = Paginator(mails, MAILS_PER_PAGE).get_page(request.GET.get("page"))
    codes = codes_of_the_moment(timezone.now()) if comes_from_here(request) else []
    return render(request, "portal/mailbox/mailbox.html", {"page": page, "person": person, "codes": codes})


@development_only
def codes(request: HttpRequest) -> HttpResponse:
    """For the script that keeps the codes on the page new."""
    if not comes_from_here(request):
        raise Http404
    found = codes_of_the_moment(timezone.now())
    return JsonResponse({"codes": {one.email: asdict(one) for one in found}})


def comes_from_here(request: HttpRequest) -> bool:
    """From this very machine, and not passed on to it by a proxy or a tunnel."""
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and "X-Forwarded-For" not in request.headers


@development_only
def mail(request: HttpRequest, name: str) -> HttpResponse:
    response = render(request, "portal/mailbox/mail.html", {"mail": open_mail(name)})
    response.headers["Content-Security-Policy"] = build_policy(update={"frame-src": ["'self'"]})
    return response


@development_only
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    html = with_links_in_whole_window(open_mail(name).html)
    return HttpResponse(html, headers={"Content-Security-Policy": build_policy(config=MAIL_POLICY)})


def with_links_in_whole_window(html: str) -> str:
    """A link opens as it would from a mail program, and not inside the frame."""
    return re.sub(
        r"<head\b[^>]*>|^(?!.*<head\b)", r'\g<0><base target="_top">', html, count=1, flags=re.IGNORECASE | re.DOTALL
    )


def open_mail(name: str) -> StoredMail:
    stored_mail = find(Path(settings.MAILBOX_DIR), name)
    if stored_mail is None:
        raise Http404
    return stored_mail
