"""Inviting, and looking after what was sent. Each form has two buttons: send it by mail, or print a sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Role, admin_required
from accounts.invitations import actions, lookups
from accounts.invitations.door import InvitationAccess, managing, managing_as_therapist, open_invitation
from accounts.invitations.forms import (
    InviteCaregiverByStaffForm,
    InviteCaregiverForm,
    InviteForm,
    InvitePatientForm,
    InviteStaffForm,
)
from accounts.invitations.sending import send_and_say
from accounts.invitations.sheets import draw_sheet
from accounts.invitations.showing import clinic_list, shown
from accounts.models import Clinic, ClinicMember, Patient
from accounts.sign_in.fresh import todays_sign_in_required
from accounts.throttle import throttled

see_or_send = require_http_methods(["GET", "HEAD", "POST"])
# Enough for a morning at the desk, too little for whoever would mail the town.
INVITING = throttled("invite", "60/h/user")
REFUSED = 422


@see_or_send
@todays_sign_in_required
@INVITING
def invite_caregiver(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = managing(request, patient_id)
    is_staff = access.role is Role.THERAPIST
    form_class = InviteCaregiverByStaffForm if is_staff else InviteCaregiverForm
    form = form_class(_sent(request), patient=access.patient, today=access.today)
    if form.is_valid():
        return _make(request, form, access.patient.clinic, access.patient, by=access)
    page = "invite_caregiver_by_staff" if is_staff else "invite_caregiver"
    return _form_page(request, page, form, access=access, patient=access.patient)


@see_or_send
@INVITING
def invite_patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = managing_as_therapist(request, patient_id)
    return _to_a_login(request, access.patient, by=access)


@see_or_send
@INVITING
@admin_required
def invite_patient_as_admin(request: HttpRequest, member: ClinicMember, patient_id: UUID) -> HttpResponse:
    patient = lookups.patient_of_clinic(member.clinic, patient_id)
    if patient is None:
        raise Http404
    if request.method != "POST":
        audit.record("opened.invitations:invite_patient_as_admin", by=member, about=patient)
    return _to_a_login(request, patient, by=member)


@see_or_send
@INVITING
@admin_required
def invite_staff(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    form = InviteStaffForm(_sent(request), clinic=member.clinic)
    if form.is_valid():
        return _make(request, form, member.clinic, None, by=member)
    return _form_page(request, "invite_staff", form, clinic=member.clinic)


@require_safe
def invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    found = open_invitation(request, invitation_id)
    page = "my_invitation" if found.is_the_patient else "invitation"
    context = _about(found) | {"shown": shown(found.invitation, timezone.now())}
    return render(request, f"accounts/invitations/{page}.html", context)


@require_POST
@INVITING
def send_again(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    return _again(request, invitation_id, is_printed=False)


@require_POST
@INVITING
def sheet(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    return _again(request, invitation_id, is_printed=True)


@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    found = open_invitation(request, invitation_id)
    if actions.withdraw(found.invitation, at=timezone.now(), by=found.by):
        messages.success(request, _("The invitation is withdrawn. Its link and its code open nothing any more."))
    else:
        messages.warning(request, _("This invitation was accepted meanwhile, so it cannot be withdrawn."))
    return redirect("invitations:invitation", invitation_id)


@require_safe
@admin_required
def invitation_list(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    audit.record("opened.invitations:list", by=member)
    page = clinic_list(member.clinic, asked=request.GET.get("state", ""), now=timezone.now())
    rows = Paginator(page.rows, 50).get_page(request.GET.get("page", ""))
    context = {"clinic": member.clinic, "page": page, "rows": rows}
    return render(request, "accounts/invitations/list.html", context)


def _to_a_login(request: HttpRequest, patient: Patient, *, by: PatientAccess | ClinicMember) -> HttpResponse:
    if patient.user_id is not None:
        context = {"patient": patient, "clinic": patient.clinic, "shell": _shell(by)}
        return render(request, "accounts/invitations/has_login.html", context)
    form = InvitePatientForm(_sent(request), patient=patient)
    if form.is_valid():
        return _make(request, form, patient.clinic, patient, by=by)
    access = by if isinstance(by, PatientAccess) else None
    return _form_page(request, "invite_patient", form, access=access, patient=patient, shell=_shell(by))


def _make(
    request: HttpRequest,
    form: InviteForm,
    clinic: Clinic,
    patient: Patient | None,
    *,
    by: PatientAccess | ClinicMember,
) -> HttpResponse:
    made = actions.invite(
        form.asked(), clinic=clinic, patient=patient, is_printed=form.is_printed, at=timezone.now(), by=by
    )
    return _hand_over(request, made, by=by)


def _again(request: HttpRequest, invitation_id: UUID, *, is_printed: bool) -> HttpResponse:
    found = open_invitation(request, invitation_id)
    try:
        made = actions.send_again(found.invitation, is_printed=is_printed, at=timezone.now(), by=found.by)
    except actions.IsOver:
        messages.warning(request, _("This invitation was accepted or withdrawn meanwhile. Nothing was sent."))
        return redirect("invitations:invitation", invitation_id)
    return _hand_over(request, made, by=found.by)


def _hand_over(request: HttpRequest, made: actions.Made, *, by: PatientAccess | ClinicMember) -> HttpResponse:
    """The mail leaves now, or the sheet is this very answer: link and code are kept nowhere, so no later page could
    show them. Asking for the page again sends the form again, and that makes a new sheet in place of the old one."""
    if made.invitation.is_printed and made.secrets is not None:
        context = {
            "sheet": draw_sheet(made.invitation, made.secrets),
            "clinic": made.invitation.clinic,
            "is_staff": not _is_the_patient(by),
        }
        return render(request, "accounts/invitations/sheet.html", context)
    send_and_say(request, made, by=by)
    return redirect("invitations:invitation", made.invitation.public_id)


def _form_page(request: HttpRequest, page: str, form: InviteForm, **context: Any) -> HttpResponse:
    access = context.get("access")
    if form.is_bound and access is not None:
        audit.record("form.returned", by=access)
    status = REFUSED if form.is_bound else 200
    clinic = context.get("clinic") or context["patient"].clinic
    return render(
        request, f"accounts/invitations/{page}.html", {"clinic": clinic} | context | {"form": form}, status=status
    )


def _about(found: InvitationAccess) -> dict[str, Any]:
    return {
        "invitation": found.invitation,
        "patient": found.invitation.patient,
        "clinic": found.invitation.clinic,
        "access": found.patient_access,
        "is_the_admin": found.is_the_admin,
        "shell": _shell(found.by),
    }


def _shell(by: PatientAccess | ClinicMember) -> str:
    """Therapist and admin meet the same page, each among the links of their own rooms."""
    return "base_admin.html" if isinstance(by, ClinicMember) else "base_staff.html"


def _is_the_patient(by: PatientAccess | ClinicMember) -> bool:
    return isinstance(by, PatientAccess) and by.role is Role.PATIENT


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
