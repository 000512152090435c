"""Staying signed in, and getting back what was typed."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.http import require_POST, require_safe

from accounts.models import KeptForm, User
from accounts.sessions import kept_forms, limits
from accounts.sessions.actions import end_sessions


@login_not_required
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """How long this sign-in still lasts. Asking does not make it longer."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0, "can_stay": False})
    remaining = limits.time_left(request.user, request.session, timezone.now())
    return JsonResponse({"seconds": remaining.seconds, "can_stay": remaining.can_stay})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """One press: the clock of "nothing happened" begins again."""
    request.session[limits.SEEN_AT] = timezone.now().timestamp()
    return redirect("signed_in:left")


@require_POST
def end_everywhere(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    end_sessions(user, by=user)
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("home:start")


@require_safe
def kept(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    form = _find(request, kept_id)
    return render(request, "accounts/sessions/kept.html", {"kept": form, "own_words": kept_forms.words_of(form)})


@require_POST
def send_again(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """The browser repeats this very POST, with the same fields, to where they were meant for."""
    form = _find(request, kept_id)
    if not kept_forms.take(form):
        raise Http404
    return HttpResponseRedirect(form.path, preserve_request=True)


@require_POST
def throw_away(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    kept_forms.take(_find(request, kept_id))
    messages.success(request, _("It is thrown away. Nothing was sent."))
    return redirect("home:start")


def _find(request: HttpRequest, kept_id: UUID) -> KeptForm:
    form = kept_forms.find(cast(User, request.user), kept_id)
    if form is None:
        raise Http404
    return form


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signed out and in again in another tab: this form's proof is stale, and its words need not be lost.

    Only where the browser itself says that the form stood on our own page; a strange site cannot have that said.
    """
    is_ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    if request.user.is_authenticated and is_ours and request.method == "POST":
        form = kept_forms.keep(request, request.user.pk)
        if form is not None:
            return redirect(reverse("signed_in:kept", args=[form.public_id]))
    return plain_csrf_failure(request, reason=reason)
