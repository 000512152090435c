"""Ends a sign-in that is over, says why, and keeps what was being sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import KeptForm, User
from accounts.sessions import kept_forms, limits
from accounts.sessions.limits import Ended

# In the session of nobody: whose time ran out at this browser. A form that was open may still be sent.
WAS_HERE = "was_here"
OUT_OF_TIME = frozenset({Ended.IDLE, Ended.ABSOLUTE})
# A browser asks for these by itself: no sign of life.
ASKED_BY_NOBODY = frozenset({"signed_in:left", "csp_report"})


class SessionLimitsMiddleware:
    """After the authentication middleware, whose backend brings `is_staff_member` and `factors`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ended = _end_if_over(request)
        if ended:
            request.session["why_ended"] = ended.value
        response = self.get_response(request)
        _stamp_sign_in(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.is_authenticated:
            if name not in ASKED_BY_NOBODY:
                limits.stamp(request.session, timezone.now())
            return None
        # Said here, because the messages are there only now.
        why = request.session.pop("why_ended", None)
        is_sending = request.method == "POST" and getattr(view, "login_required", True)
        kept = _keep(request) if is_sending else None
        _say(request, why, kept)
        return _ask_to_sign_in(kept) if is_sending else None


def _end_if_over(request: HttpRequest) -> Ended | None:
    user, session, now = request.user, request.session, timezone.now()
    if not user.is_authenticated:
        if SESSION_KEY not in session:
            return None
        logout(request)
        return Ended.SWITCHED_OFF
    if limits.SIGNED_IN_AT not in session:
        limits.begin(user, session, now)
        return None
    ended = limits.why_ended(user, session, now)
    if ended:
        logout(request)
        request.session.set_expiry(0)
        if ended in OUT_OF_TIME:
            request.session[WAS_HERE] = user.pk
    return ended


def _keep(request: HttpRequest) -> KeptForm | None:
    was_here = request.session.get(WAS_HERE)
    return kept_forms.keep(request, was_here) if was_here else None


def _say(request: HttpRequest, why: str | None, kept: KeptForm | None) -> None:
    if kept is not None:
        messages.warning(request, _("We had signed you out. What you typed is kept: sign in, and you can send it."))
    elif why is not None:
        messages.warning(request, str(limits.SENTENCES[Ended(why)]))


def _ask_to_sign_in(kept: KeptForm | None) -> HttpResponse:
    """Not back to where the form was sent: that address may have no page of its own."""
    sign_in = reverse("account_login")
    wanted = f"?next={reverse('signed_in:kept', args=[kept.public_id])}" if kept is not None else ""
    return HttpResponseRedirect(f"{sign_in}{wanted}")


def _stamp_sign_in(request: HttpRequest) -> None:
    """After a view: a sign-in that it made, or second factors that it changed for the very session that changed them."""
    session = request.session
    if SESSION_KEY not in session:
        return
    is_new = limits.SIGNED_IN_AT not in session
    if not is_new and not (request.method == "POST" and request.path.startswith(reverse("mfa_index"))):
        return
    user = User.objects.with_sign_in_facts().filter(pk=cast(str, session[SESSION_KEY])).first()
    if user is None:
        return
    if is_new:
        session.pop(WAS_HERE, None)
        limits.begin(user, session, timezone.now())
    elif session.get(limits.FACTORS) != user.factors:
        session[limits.FACTORS] = user.factors
