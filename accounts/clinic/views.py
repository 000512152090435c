"""The admin's first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.access import admin_required
from accounts.clinic.overview import tasks
from accounts.models import ClinicMember


@require_safe
@admin_required
def overview(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    audit.record("opened.clinic:overview", by=member)
    context = {"clinic": member.clinic, "tasks": tasks(member.clinic, timezone.now())}
    return render(request, "accounts/clinic/overview.html", context)
