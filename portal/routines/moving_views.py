"""Where a patient lives, for the clinic's admin. The sessions follow, so the page stands here and not beside the record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.access import admin_required
from accounts.clinic.patients.listing import patient_of
from accounts.models import ClinicMember
from portal.routines.forms import TimeZoneForm
from portal.routines.moving import move_patient


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def time_zone(request: HttpRequest, member: ClinicMember, patient_id: UUID) -> HttpResponse:
    patient = patient_of(member.clinic, patient_id)
    form = TimeZoneForm(request.POST if request.method == "POST" else None, time_zone=patient.time_zone)
    if not form.is_valid():
        audit.record("opened.routines:time_zone", by=member, about=patient)
        context = {"clinic": member.clinic, "patient": patient, "form": form}
        return render(request, "portal/routines/time_zone.html", context, status=422 if form.is_bound else 200)
    move_patient(patient, form.cleaned_data["time_zone"], by=member)
    messages.success(request, _("Saved. The exercises are due at the same time of the day in the new place."))
    return redirect("clinic:patient", patient_id)
