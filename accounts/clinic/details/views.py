"""Phone, hours, emergency number, and the days on which the clinic is closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import admin_required
from accounts.clinic.details.actions import save_details
from accounts.clinic.details.forms import DetailsForm
from accounts.models import ClinicMember


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def details(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    form = DetailsForm(request.POST if request.method == "POST" else None, clinic=member.clinic)
    if not form.is_valid():
        context = {"clinic": member.clinic, "form": form}
        return render(request, "accounts/clinic/details.html", context, status=422 if form.is_bound else 200)
    save_details(form.cleaned_data, by=member)
    messages.success(request, _("Saved. Patients see it on their next page."))
    return redirect("clinic:details")
