"""A new patient and the clinical profile."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PatientAccess, Scope, open_patient, therapist_required
from accounts.actions import AlreadyAPatient, register_patient
from accounts.invitations.actions import Asked, invite
from accounts.invitations.sending import send_and_say
from accounts.models import ClinicMember, InvitationKind, Patient
from portal.routines.intake.actions import save_profile
from portal.routines.intake.forms import NewPatientForm, OrderForm, ProfileForm, order_forms
from portal.routines.models import ClinicalProfile, PrecautionOrder


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_required
def new_patient(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    clinic, today = member.clinic, timezone.localdate()
    form = NewPatientForm(request.POST or None, clinic=clinic, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            patient = register_patient(by=member, **form.record())
        except AlreadyAPatient:
            form.add_error(None, _("Your clinic has a patient with this name and date of birth already."))
        else:
            messages.success(request, _("%(name)s is on your list now.") % {"name": patient.name})
            _invite(request, patient, form.cleaned_data["email"], by=member)
            return redirect("routines:edit_profile", patient.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "portal/routines/new_patient.html", {"form": form, "clinic": clinic}, status=status)


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
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(data, profile=access.rows(ClinicalProfile).first(), today=access.today)
    orders = order_forms(list(access.rows(PrecautionOrder).order_by("starts_on", "pk")), data)
    if data is not None and all([form.is_valid(), *[order.is_valid() for order in orders]]):
        contents = [order.content() for order in orders if not order.is_blank]
        save_profile(form.content(), contents, by=access)
        messages.success(request, _("Saved."))
        return redirect("progress:patient", access.patient.public_id)
    return _profile_page(request, access, form, orders)


def _profile_page(
    request: HttpRequest, access: PatientAccess, form: ProfileForm, orders: list[OrderForm]
) -> HttpResponse:
    wrong = [
        {"href": f"#{order[name].auto_id}", "text": sentence}
        for order in orders
        if order.is_bound
        for name, sentences in order.errors.items()
        for sentence in sentences
    ]
    context = {
        "access": access,
        "patient": access.patient,
        "clinic": access.patient.clinic,
        "form": form,
        "orders": orders,
        "errors": wrong,
    }
    return render(request, "portal/routines/edit_profile.html", context, status=422 if form.is_bound else 200)
