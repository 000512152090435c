"""The first page of each person, and what everybody may set for themselves."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts import preferences
from accounts.access import Scope, open_patient
from accounts.models import User
from portal.home.calendar_month import month_of
from portal.home.forms import LanguageForm, TextSizeForm
from portal.home.more import more_page
from portal.home.people import cards_of, people_of
from portal.home.today import today_page
from portal.look import TEXT_SIZE_COOKIE
from portal.sessions.ways import SAVED

A_YEAR = 365 * 24 * 3600
LONGEST_PATH = 2_000


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    if user.is_therapist:
        return redirect("home:caseload")
    if user.is_admin:
        return redirect("clinic:overview")
    people = people_of(user, timezone.now())
    if len(people) == 1:
        return redirect("home:today", people[0].public_id)
    if people:
        return redirect("home:choose_patient")
    return render(request, "portal/home/nobody.html")


@require_safe
def choose_patient(request: HttpRequest) -> HttpResponse:
    cards = cards_of(cast(User, request.user), timezone.now())
    if not cards:
        return render(request, "portal/home/nobody.html")
    return render(request, "portal/home/choose_patient.html", {"cards": cards})


@require_safe
def today(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    asked = request.GET.get("slot", "")
    slot = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else None
    page = today_page(access, slot, is_saved=SAVED in request.GET)
    return render(request, "portal/home/today.html", {"access": access, "page": page})


@require_safe
def more(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    return render(request, "portal/home/more.html", {"access": access, "page": more_page(access)})


@login_not_required
@require_POST
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Signs out and leads to a page that tells nothing. The address that stays in the browser is the calendar's."""
    logout(request)
    return redirect("home:calendar")


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home/calendar.html", {"month": month_of(timezone.localdate())})


@login_not_required
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    form = TextSizeForm(request.POST)
    response: HttpResponse = HttpResponseRedirect(_next(request))
    if form.is_valid():
        size = form.cleaned_data["text_size"]
        if request.user.is_authenticated:
            preferences.change_text_size(size, by=request.user)
        else:
            _keep(response, TEXT_SIZE_COOKIE, size)
    return response


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    response: HttpResponse = HttpResponseRedirect(_next(request))
    if form.is_valid():
        language = form.cleaned_data["language"]
        if request.user.is_authenticated:
            preferences.change_language(language, by=request.user)
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    """On this device, for who is not signed in."""
    response.set_cookie(
        name,
        value,
        max_age=A_YEAR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _next(request: HttpRequest) -> str:
    """Back to the page the button stood on; never to another site, and never to what is no path at all."""
    wanted = request.POST.get("next", "")
    is_path = wanted.startswith("/") and wanted.isprintable() and len(wanted) <= LONGEST_PATH
    if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure()):
        return wanted
    return "/"
