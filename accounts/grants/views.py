"""People who help: for the patient herself, and for the therapist who treats her."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Role, Scope, open_patient
from accounts.grants import actions
from accounts.grants.forms import GrantForm, grant_form
from accounts.grants.pages import find_grant, helper_of, helpers_page
from accounts.models import CareGrant, Suspension
from accounts.sign_in.fresh import todays_sign_in_required

see_or_send = require_http_methods(["GET", "HEAD", "POST"])
REFUSED = 422


@require_safe
def helpers(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    return _show(request, access, "helpers", {"page": helpers_page(access)})


@see_or_send
def helper(request: HttpRequest, patient_id: UUID, grant_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    grant = _grant(access, grant_id)
    if grant.revoked_at is not None:
        return _has_ended(request, access)
    sent = request.POST if request.method == "POST" else None
    form = grant_form(sent, grant=grant, today=access.today, is_staff=_is_staff(access))
    if not form.is_valid():
        return _helper_page(request, access, grant, form)
    return _change(request, access, grant, form)


@see_or_send
def end(request: HttpRequest, patient_id: UUID, grant_id: UUID) -> HttpResponse:
    """A page that asks once, then it is over at once. The caregiver is told nothing."""
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    grant = _grant(access, grant_id)
    if request.method != "POST":
        return _show(request, access, "end", {"helper": helper_of(access, grant)})
    actions.end_grant(grant, at=access.now, by=access)
    messages.success(request, _("%(name)s cannot see this page any more.") % {"name": grant.caregiver.first_name})
    return redirect("grants:helpers", patient_id)


@require_POST
def suspend(request: HttpRequest, patient_id: UUID, grant_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    grant = _grant(access, grant_id)
    why = Suspension.STAFF if _is_staff(access) else Suspension.PATIENT
    try:
        actions.suspend_grant(grant, why=why, at=access.now, by=access)
    except actions.GrantIsOver:
        return _has_ended(request, access)
    messages.success(request, _("Stopped for now. %(name)s sees nothing.") % {"name": grant.caregiver.first_name})
    return redirect("grants:helpers", patient_id)


@require_POST
@todays_sign_in_required
def allow_again(request: HttpRequest, patient_id: UUID, grant_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    grant = _grant(access, grant_id)
    try:
        actions.allow_again(grant, at=access.now, by=access)
    except actions.GrantIsOver:
        return _has_ended(request, access)
    except actions.OnlyTheClinic:
        raise Http404 from None
    messages.success(request, _("%(name)s can help again.") % {"name": grant.caregiver.first_name})
    return redirect("grants:helpers", patient_id)


@require_POST
@todays_sign_in_required
def renew(request: HttpRequest, patient_id: UUID, grant_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.MANAGE_ACCESS)
    grant = _grant(access, grant_id)
    try:
        actions.renew_grant(grant, at=access.now, by=access)
    except actions.GrantIsOver:
        return _has_ended(request, access)
    except actions.OnlyTheClinic:
        raise Http404 from None
    messages.success(request, _("Saved. %(name)s can go on helping.") % {"name": grant.caregiver.first_name})
    return redirect("grants:helpers", patient_id)


@todays_sign_in_required
def _change(request: HttpRequest, access: PatientAccess, grant: CareGrant, form: GrantForm) -> HttpResponse:
    try:
        actions.change_grant(
            grant,
            relation=form.cleaned_data["relation"],
            scopes=form.scopes(),
            expires_on=form.expires_on(),
            consent=form.consent(),
            at=access.now,
            by=access,
        )
    except actions.GrantIsOver:
        return _has_ended(request, access)
    messages.success(request, _("Saved. This holds from now on."))
    return redirect("grants:helpers", access.patient.public_id)


def _grant(access: PatientAccess, grant_id: UUID) -> CareGrant:
    grant = find_grant(access, grant_id)
    if grant is None:
        raise Http404
    return grant


def _has_ended(request: HttpRequest, access: PatientAccess) -> HttpResponse:
    messages.info(request, _("This had ended already. Nothing was changed."))
    return redirect("grants:helpers", access.patient.public_id)


def _helper_page(request: HttpRequest, access: PatientAccess, grant: CareGrant, form: GrantForm) -> HttpResponse:
    if form.is_bound:
        audit.record("form.returned", by=access)
    context = {"helper": helper_of(access, grant), "form": form}
    return _show(request, access, "helper", context, status=REFUSED if form.is_bound else 200)


def _show(
    request: HttpRequest, access: PatientAccess, name: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """Each page twice: calm for the patient, dense for staff."""
    template = f"accounts/grants/{name}_staff.html" if _is_staff(access) else f"accounts/grants/{name}.html"
    context |= {"access": access, "patient": access.patient, "clinic": access.patient.clinic}
    return render(request, template, context, status=status)


def _is_staff(access: PatientAccess) -> bool:
    return access.role is Role.THERAPIST
