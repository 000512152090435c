"""F, the floor: what a bare Django page costs on this machine right now. Every goal is a multiple of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Clinic

ROWS = 60


def floor(request: HttpRequest) -> HttpResponse:
    """Session, user and one row of the database, and a plain template that makes 20 KB of HTML."""
    clinic = Clinic.objects.get(pk=1)
    return render(request, "bench/floor.html", {"clinic": clinic, "rows": range(ROWS)})
