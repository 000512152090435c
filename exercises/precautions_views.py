"""The precaution rules as a therapist reads them. No patient is named on this page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import therapist_required
from accounts.models import ClinicMember
from exercises.precaution_shelf import precautions_page


@require_safe
@therapist_required
def precautions(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    return render(request, "exercises/precautions.html", {"clinic": member.clinic, "page": precautions_page()})
