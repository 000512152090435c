"""The record of who looked, for the admin of the clinic."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.access import admin_required
from accounts.models import ClinicMember
from accounts.record.forms import SearchForm
from accounts.record.searching import search

REFUSED = 422


@require_safe
@admin_required
def clinic(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    form = SearchForm(request.GET)
    found = None
    if form.is_valid():
        before, zone = request.GET.get("before", ""), member.user.zone
        found = search(member.clinic, form.cleaned_data, before=before, zone=zone, now=timezone.now())
    # Who looks who looked is on record as well; beside the patient's name, if it was one patient's.
    audit.record("record.searched", by=member, about=found.patient if found else None)
    context = {"clinic": member.clinic, "form": form, "found": found}
    return render(request, "accounts/record/clinic.html", context, status=200 if found else REFUSED)
