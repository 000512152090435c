"""The addresses that the look links to, with stand-ins for the pages behind them: its tests need no other room."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import URLPattern, include, path
from django.utils import timezone

from accounts.models import Clinic

# What the stand-in for today keeps between requests, in place of a database.
ticked: set[str] = set()
kept_sizes: list[str] = []

TODAY = Template(
    """{% extends "base_patient.html" %}{% load static %}{% block title %}Today{% endblock %}
    {% block scripts %}<script type="module" src="{% static 'portal/js/tick.js' %}"></script>{% endblock %}
    {% block content %}<h1>Today</h1>{% include "components/progress.html" with done=done total=2 %}
    <ol>{% for row in rows %}{% include "components/tick_row.html" %}{% endfor %}</ol>{% endblock %}"""
)


@login_not_required
def nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


@login_not_required
def today(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = SimpleNamespace(public_id=patient_id, first_name="Pat", clinic=Clinic(name="Northside", phone="555"))
    access = SimpleNamespace(patient=patient, is_helping=False, may=lambda scope: True, now=timezone.now())
    rows = [row(patient_id, key) for key in ("bridge", "clamshell")]
    context = RequestContext(request, {"access": access, "rows": rows, "done": len(ticked)})
    return HttpResponse(TODAY.render(context))


def row(patient_id: UUID, key: str) -> dict[str, Any]:
    address = f"/p/{patient_id}/tick/{key}/"
    picture = SimpleNamespace(src="/static/portal/mark.svg", width=64, height=64, alt="")
    common = {"key": key, "name": key.title(), "side": "left", "dose": "8 times.", "picture": picture, "href": "#"}
    return common | {"is_done": key in ticked, "tick_url": address, "untick_url": address}


@login_not_required
def tick(request: HttpRequest, patient_id: UUID, key: str) -> HttpResponse:
    ticked.symmetric_difference_update({key})
    return redirect("home:today", patient_id)


@login_not_required
def keep_text_size(request: HttpRequest) -> HttpResponse:
    kept_sizes.append(request.POST["text_size"])
    return redirect("home:start")


def room(*patterns: URLPattern, name: str) -> Any:
    return include((list(patterns), name), namespace=name)


urlpatterns = [
    path(
        "",
        room(
            path("", nothing, name="start"),
            path("p/<uuid:patient_id>/", today, name="today"),
            path("people/", nothing, name="choose_patient"),
            path("p/<uuid:patient_id>/more/", nothing, name="more"),
            path("caseload/", nothing, name="caseload"),
            path("text-size/", keep_text_size, name="text_size"),
            path("language/", nothing, name="set_language"),
            path("leave/", nothing, name="quick_exit"),
            path("calendar/", nothing, name="calendar"),
            name="home",
        ),
    ),
    path("p/<uuid:patient_id>/tick/<slug:key>/", tick),
    path(
        "",
        room(
            path("p/<uuid:patient_id>/history/", nothing, name="history"),
            path("patients/<uuid:patient_id>/", nothing, name="patient"),
            name="progress",
        ),
    ),
    path("", room(path("cover/<uuid:emergency_id>/end/", nothing, name="end"), name="emergency")),
    path("", room(path("p/<uuid:patient_id>/reminders/", nothing, name="preferences"), name="reminders")),
    path(
        "library/", room(path("", nothing, name="library"), path("own/", nothing, name="templates"), name="exercises")
    ),
    path("", include("accounts.sessions.urls")),
    path("", include("accounts.terms.urls")),
    path("account/", include("accounts.sign_in.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/devices/", include("allauth.usersessions.urls")),
    path("styleguide/", include("portal.styleguide.urls")),
]
