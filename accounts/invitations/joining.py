"""Coming in. Looking at a page of these changes nothing, however often mail scanners do; only a POST uses an invitation.

An invitation that is used, withdrawn, run out, unknown or no longer the inviter's to give gets one and the same page.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Scope
from accounts.invitations import actions, lookups
from accounts.invitations.forms import CodeForm, NewcomerForm
from accounts.invitations.showing import shown
from accounts.invitations.standing import fits, has_account, owns, stands
from accounts.models import Invitation, InvitationKind, User
from accounts.sign_in.own_device import WISH_KEY
from accounts.throttle import throttled, too_many, within_limit

see_or_send = require_http_methods(["GET", "HEAD", "POST"])
REFUSED = 422
# In the web session of whoever typed a code from a sheet: the code's hash, which leads to the invitation.
TYPED_CODE = "invitation_code"


@login_not_required
@see_or_send
@throttled("join", "30/m/ip")
def join(request: HttpRequest, token: str) -> HttpResponse:
    return _answer(request, lookups.by_token(token))


@login_not_required
@see_or_send
@throttled("join", "30/m/ip")
def join_here(request: HttpRequest) -> HttpResponse:
    """The same for a code from a sheet, which was typed a moment ago in this browser."""
    typed = request.session.get(TYPED_CODE)
    return _answer(request, lookups.by_typed_code(typed)) if typed else redirect("invitations:join_by_code")


@login_not_required
@see_or_send
@throttled("join_by_code", "20/m/ip,100/h/ip")
def join_by_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _code_page(request, form)
    if not within_limit(request, "join_by_code_of", "10/h/key", key=form.cleaned_data["email"]):
        return too_many(request)
    found = lookups.by_code(**form.cleaned_data)
    if found is None or found.code_hash is None or not stands(found, timezone.now()):
        form.add_error(None, _("This code and this e-mail do not open an invitation. Check both on your sheet."))
        return _code_page(request, form)
    request.session[TYPED_CODE] = found.code_hash
    return redirect("invitations:join_here")


def _answer(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    if invitation is None or not stands(invitation, timezone.now()):
        return _over(request, invitation)
    with translation.override(_language(request, invitation)):
        try:
            answer = _of_standing(request, invitation)
        except (actions.IsOver, IntegrityError):
            # Somebody was faster: another window, or another invitation of the same address.
            return redirect(request.path)
    # The address holds the link's secret: what is asked for from this page is told the site and nothing more. Not
    # "no-referrer": with it a browser hides where a form comes from, and the form would be refused.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def _of_standing(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        if not owns(request.user, invitation.email):
            return _page(request, "somebody_else", invitation)
        if not fits(invitation, request.user):
            return _over(request, invitation)
        return _accept(request, invitation, request.user)
    if has_account(invitation.email):
        return _page(request, "sign_in_first", invitation)
    return _newcomer(request, invitation)


def _accept(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "accept", invitation, shown=shown(invitation, timezone.now()))
    actions.accept(invitation, at=timezone.now(), by=user)
    messages.success(request, _("You are in."))
    return redirect(_where_to(invitation))


def _newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = NewcomerForm(data, invitation=invitation, language=translation.get_language())
    if not form.is_valid():
        return _page(request, "newcomer", invitation, form=form, status=REFUSED if form.is_bound else 200)
    typed: dict[str, Any] = dict(form.cleaned_data)
    # The sign-in takes it over (accounts/sign_in/own_device.py).
    request.session[WISH_KEY] = bool(typed.pop("own_device", False))
    typed.setdefault("name", invitation.name)
    user = actions.open_account(invitation, **typed, at=timezone.now())
    if invitation.is_printed:
        return _send_code(request, user)
    if typed.get("password"):
        # Chosen a moment ago, so it is not asked again for the second factor.
        record_authentication(request, user, method="password", reauthenticated=True)
    return cast(HttpResponse, perform_login(request, user, redirect_url=_where_to(invitation), email=user.email))


def _send_code(request: HttpRequest, user: User) -> HttpResponse:
    """The sheet's address is proved by the code that is mailed to it, then they come back here and accept."""
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': request.path})}")


def _where_to(invitation: Invitation) -> str:
    """Straight to the patient's page, where that is allowed."""
    is_patient = invitation.kind == InvitationKind.PATIENT
    if invitation.patient and (is_patient or Scope.VIEW_ROUTINE in invitation.scopes):
        return reverse("home:today", args=[invitation.patient.public_id])
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _language(request: HttpRequest, invitation: Invitation) -> str:
    """Of the invitation, until the visitor chooses another at the foot of the page."""
    if request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return str(translation.get_language())
    return invitation.language


def _page(
    request: HttpRequest, page: str, invitation: Invitation, *, status: int = 200, **context: Any
) -> HttpResponse:
    return render(request, f"accounts/invitations/{page}.html", {"invitation": invitation} | context, status=status)


def _code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    status = REFUSED if form.is_bound else 200
    return render(request, "accounts/invitations/join_by_code.html", {"form": form}, status=status)


def _over(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    if request.method == "POST":
        # A button pressed twice: the first press may have signed this browser in meanwhile.
        return redirect(request.path)
    if invitation is not None and request.user.is_authenticated and invitation.accepted_by_id == request.user.pk:
        return redirect(_where_to(invitation))
    return render(request, "accounts/invitations/over.html", status=404)
