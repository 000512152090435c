"""A new patient and the clinical profile."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient, therapist_required
from accounts.actions import AlreadyAPatient, register_patient
from accounts.invitations.actions import Asked, invite
from accounts.invitations.sending import send_and_say
from accounts.models import ClinicMember, InvitationKind, Patient
from portal.routines.intake.actions import Refused, SavedSince, save_profile
from portal.routines.intake.forms import NewPatientForm
from portal.routines.intake.orders import order_lines, stamp_of
from portal.routines.intake.profile_form import ProfileForm
from portal.routines.models import ClinicalProfile, PrecautionOrder
from portal.routines.showing import about


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_required
def new_patient(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    clinic, today = member.clinic, member.clinic.today(timezone.now())
    data = request.POST if request.method == "POST" else None
    form = NewPatientForm(data, clinic=clinic, today=today)
    is_valid = form.is_valid()
    born_on = form.cleaned_data.get("born_on") if form.is_bound else None
    profile = ProfileForm(data, profile=None, born_on=born_on, today=today)
    if is_valid and profile.is_valid():
        try:
            patient = _register(request, form, profile, by=member)
        except AlreadyAPatient:
            form.add_error(None, _("Your clinic has a patient with this name and date of birth already."))
        else:
            messages.success(request, _("%(name)s is on your list now.") % {"name": patient.name})
            _invite(request, patient, form.cleaned_data["email"], by=member)
            return _go_on(request, patient)
    context = {"form": form, "profile_form": profile, "clinic": clinic, "errors": _errors_of(profile)}
    return render(request, "portal/routines/new_patient.html", context, status=422 if form.is_bound else 200)


def _register(request: HttpRequest, form: NewPatientForm, profile: ProfileForm, *, by: ClinicMember) -> Patient:
    """The record and its profile, or neither."""
    with transaction.atomic():
        patient = register_patient(by=by, **form.record())
        access = open_patient(request, patient.public_id, Scope.PRESCRIBE)
        save_profile(profile.content(), profile.said(), stamp="", by=access)
    return patient


def _invite(request: HttpRequest, patient: Patient, email: str, *, by: ClinicMember) -> None:
    """With an address. Without one the record stands by itself; a helper, the desk or paper does the rest."""
    if not email:
        return
    asked = Asked(InvitationKind.PATIENT, email, name=patient.name, language=patient.language)
    made = invite(asked, clinic=patient.clinic, patient=patient, is_printed=False, at=timezone.now(), by=by)
    send_and_say(request, made, by=by)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    # A form to change things is no place for who only looks in an emergency.
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    profile = access.rows(ClinicalProfile).select_related("saved_by").first()
    orders = list(access.rows(PrecautionOrder).select_related("recorded_by", "lift_recorded_by", "withdrawn_by"))
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(data, profile=profile, orders=orders, born_on=access.patient.born_on, today=access.today)
    on_record: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            save_profile(form.content(), form.said(), stamp=request.POST.get("stamp", ""), by=access)
        except SavedSince:
            form.add_error(None, _("This profile was changed after you opened it. Nothing of yours is saved yet."))
            on_record = form.on_record()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return _go_on(request, access.patient)
    if form.is_bound:
        audit.record("form.returned", by=access)
    return _profile_page(request, access, form, {"on_record": on_record, "stamp": stamp_of(profile, orders)})


def _profile_page(request: HttpRequest, access: PatientAccess, form: ProfileForm, more: dict[str, Any]) -> HttpResponse:
    lines = order_lines(form.orders, access.patient, access.today)
    context = {
        "profile_form": form,
        "profile": form.profile,
        "lines": [line for line in lines if line.is_in_force],
        "past_lines": [line for line in lines if not line.is_in_force],
        **about(access),
        **more,
    }
    return render(request, "portal/routines/edit_profile.html", context, status=422 if form.is_bound else 200)


def _errors_of(form: ProfileForm) -> list[dict[str, str]]:
    return [
        {"href": f"#{form[name].auto_id}", "text": str(sentence)}
        for name, sentences in (form.errors.items() if form.is_bound else ())
        for sentence in sentences
    ]


def _go_on(request: HttpRequest, patient: Patient) -> HttpResponse:
    is_next = request.POST.get("then") == "assign"
    return redirect("routines:assign" if is_next else "progress:patient", patient.public_id)
