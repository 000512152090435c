"""Patients as the clinic's admin sees them: who they are, how they sign in, who treats them and who helps."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import admin_required
from accounts.actions import AlreadyAPatient
from accounts.clinic.patients import actions
from accounts.clinic.patients.forms import EndForm, RecordForm, TreatmentForm
from accounts.clinic.patients.listing import listing, patient_of
from accounts.clinic.patients.page import open_grant, patient_page, standing_link
from accounts.clinic.team.page import therapists_of
from accounts.grants.actions import GrantIsOver, end_grant, suspend_grant
from accounts.models import ClinicMember, Patient, Suspension

see_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@admin_required
def patients(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    audit.record("opened.clinic:patients", by=member)
    found = listing(member.clinic, request.GET, timezone.now())
    return render(request, "accounts/clinic/patients.html", {"clinic": member.clinic, "found": found})


@require_safe
@admin_required
def patient(request: HttpRequest, member: ClinicMember, patient_id: UUID) -> HttpResponse:
    one = patient_of(member.clinic, patient_id)
    audit.record("opened.clinic:patient", by=member, about=one)
    return _patient_page(request, member, one, _treatment_form(request, member, one))


@require_POST
@admin_required
def begin_treatment(request: HttpRequest, member: ClinicMember, patient_id: UUID) -> HttpResponse:
    one = patient_of(member.clinic, patient_id)
    form = _treatment_form(request, member, one)
    if not form.is_valid():
        audit.record("form.returned", by=member, about=one)
        return _patient_page(request, member, one, form)
    actions.begin_treatment(one, by=member, **form.cleaned_data)
    messages.success(request, _("Saved. %(name)s is on the list.") % {"name": form.cleaned_data["therapist"].name})
    return redirect("clinic:patient", patient_id)


@see_or_send
@admin_required
def end_treatment(request: HttpRequest, member: ClinicMember, patient_id: UUID, person_id: UUID) -> HttpResponse:
    one = patient_of(member.clinic, patient_id)
    today = one.today(timezone.now())
    link = standing_link(one, person_id, today)
    form = EndForm(request.POST if request.method == "POST" else None, link=link, today=today)
    if not form.is_valid():
        audit.record("opened.clinic:end_treatment", by=member, about=one)
        context = {"clinic": member.clinic, "patient": one, "link": link, "form": form}
        return render(request, "accounts/clinic/end_treatment.html", context, status=422 if form.is_bound else 200)
    actions.end_treatment(link, last=form.cleaned_data["last"], by=member)
    messages.success(request, _("Saved. The treatment by %(name)s ends.") % {"name": link.therapist.name})
    return redirect("clinic:patient", patient_id)


@see_or_send
@admin_required
def change_record(request: HttpRequest, member: ClinicMember, patient_id: UUID) -> HttpResponse:
    one = patient_of(member.clinic, patient_id)
    data = request.POST if request.method == "POST" else None
    form = RecordForm(data, patient=one, today=one.today(timezone.now()))
    if form.is_valid():
        try:
            actions.change_record(one, by=member, **form.cleaned_data)
        except AlreadyAPatient:
            form.add_error(None, _("Your clinic has another patient with this name and date of birth already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("clinic:patient", patient_id)
    audit.record("opened.clinic:change_record", by=member, about=one)
    context = {"clinic": member.clinic, "patient": one, "form": form}
    return render(request, "accounts/clinic/change_record.html", context, status=422 if form.is_bound else 200)


@require_POST
@admin_required
def suspend_help(request: HttpRequest, member: ClinicMember, patient_id: UUID, grant_id: UUID) -> HttpResponse:
    """At once, and without telling the caregiver."""
    grant = open_grant(patient_of(member.clinic, patient_id), grant_id)
    try:
        suspend_grant(grant, why=Suspension.STAFF, at=timezone.now(), by=member)
    except GrantIsOver:
        messages.info(request, _("This access has ended already."))
    else:
        messages.success(request, _("Stopped for now. %(name)s was not told.") % {"name": grant.caregiver.name})
    return redirect("clinic:patient", patient_id)


@see_or_send
@admin_required
def end_help(request: HttpRequest, member: ClinicMember, patient_id: UUID, grant_id: UUID) -> HttpResponse:
    one = patient_of(member.clinic, patient_id)
    grant = open_grant(one, grant_id)
    if request.method != "POST":
        audit.record("opened.clinic:end_help", by=member, about=one)
        context = {"clinic": member.clinic, "patient": one, "grant": grant}
        return render(request, "accounts/clinic/end_help.html", context)
    end_grant(grant, at=timezone.now(), by=member)
    messages.success(request, _("Ended. %(name)s was not told.") % {"name": grant.caregiver.name})
    return redirect("clinic:patient", patient_id)


def _treatment_form(request: HttpRequest, member: ClinicMember, one: Patient) -> TreatmentForm:
    data = request.POST if request.method == "POST" else None
    return TreatmentForm(data, therapists=therapists_of(member.clinic), today=one.today(timezone.now()))


def _patient_page(request: HttpRequest, member: ClinicMember, one: Patient, form: TreatmentForm) -> HttpResponse:
    context = {"clinic": member.clinic, "page": patient_page(one, timezone.now()), "form": form}
    return render(request, "accounts/clinic/patient.html", context, status=422 if form.is_bound else 200)
