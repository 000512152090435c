"""Who is in the pictures: one patient's choice, and the clinic's for everybody who has made none."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions, audit
from accounts.access import PatientAccess, Role, Scope, open_patient, staff_required
from accounts.models import ClinicMember, Figure
from portal.figure.cards import figure_cards
from portal.figure.forms import AS_THE_CLINIC, ClinicFigureForm, PatientFigureForm

see_or_send = require_http_methods(["GET", "HEAD", "POST"])
REFUSED = 422


@see_or_send
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    # A choice about oneself: this scope no caregiver can be given.
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    form = PatientFigureForm(_sent(request), initial={"figure": access.patient.figure or AS_THE_CLINIC})
    if not form.is_valid():
        return _patient_page(request, access, form)
    actions.choose_figure(form.chosen(), by=access)
    messages.success(request, _saved())
    return redirect("figure:patient", patient_id)


@see_or_send
@staff_required
def clinic(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    form = ClinicFigureForm(_sent(request), initial={"figure": member.clinic.figure})
    if not form.is_valid():
        context = {"clinic": member.clinic, "member": member, "form": form, "cards": figure_cards(form["figure"])}
        return render(request, "portal/figure/clinic_pictures.html", context, status=_status(form))
    actions.choose_clinic_figure(form.cleaned_data["figure"], by=member)
    messages.success(request, _saved())
    return redirect("figure:clinic")


def _patient_page(request: HttpRequest, access: PatientAccess, form: PatientFigureForm) -> HttpResponse:
    if form.is_bound:
        audit.record("form.returned", by=access)
    context = {
        "access": access,
        "patient": access.patient,
        "clinic": access.patient.clinic,
        "form": form,
        "cards": figure_cards(form["figure"]),
        "is_as_the_clinic": form["figure"].value() == AS_THE_CLINIC,
        "clinics_figure": Figure(access.patient.clinic.figure).label,
    }
    page = "patient_pictures" if access.role is Role.THERAPIST else "my_pictures"
    return render(request, f"portal/figure/{page}.html", context, status=_status(form))


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _status(form: ClinicFigureForm) -> int:
    return REFUSED if form.is_bound else 200


def _saved() -> str:
    return _("Saved. This is who the pictures show now.")
