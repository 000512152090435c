"""The clinic's queue of patients who asked to have their record erased."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import admin_required
from accounts.models import ClinicMember
from portal.privacy import actions, asked, mails
from portal.privacy.asked import Asked
from portal.privacy.forms import EraseForm, KeepForm, NoteRequestForm


@require_safe
@admin_required
def requests(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    audit.record("opened.privacy:requests", by=member)
    today = timezone.localdate()
    context = {
        "clinic": member.clinic,
        "waiting": asked.waiting(member.clinic, today),
        "answered": asked.answered(member.clinic, today),
    }
    return render(request, "portal/privacy/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def note_request(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = NoteRequestForm(typed, patients=asked.patients_to_note(member.clinic))
    if not form.is_valid():
        audit.record("form.returned" if form.is_bound else "opened.privacy:note_request", by=member)
        context = {"clinic": member.clinic, "form": form}
        return render(request, "portal/privacy/note_request.html", context, status=422 if form.is_bound else 200)
    noted = actions.note_request(form.cleaned_data["patient"], form.cleaned_data["words"], by=member)
    messages.success(request, _("Noted. The clock runs from today."))
    return redirect("privacy:request", noted.public_id)


@require_safe
@admin_required
def request(request: HttpRequest, member: ClinicMember, request_id: UUID) -> HttpResponse:
    found = _asked_or_404(member, request_id)
    audit.record("opened.privacy:request", by=member, about=found.row)
    return _page(request, member, found, KeepForm(), EraseForm())


@require_POST
@admin_required
def keep_record(request: HttpRequest, member: ClinicMember, request_id: UUID) -> HttpResponse:
    found, form = _asked_or_404(member, request_id), KeepForm(request.POST)
    if not form.is_valid():
        return _page(request, member, found, form, EraseForm(), status=422)
    try:
        actions.keep_record(found.row, form.cleaned_data["reason"], by=member)
    except actions.AlreadyAnswered:
        return _was_answered(request)
    if found.row.patient.user:
        mails.request_answered(found.row.patient.user)
    messages.success(request, _("Answered. The patient can read it now."))
    return redirect("privacy:requests")


@require_POST
@admin_required
def erase_record(request: HttpRequest, member: ClinicMember, request_id: UUID) -> HttpResponse:
    found, form = _asked_or_404(member, request_id), EraseForm(request.POST)
    if not form.is_valid():
        return _page(request, member, found, KeepForm(), form, status=422)
    user = found.row.patient.user
    try:
        actions.erase_record(found.row, form.cleaned_data["typed_name"], by=member)
    except actions.AnotherName:
        form.name_is_another()
        return _page(request, member, found, KeepForm(), form, status=422)
    except actions.AlreadyAnswered:
        return _was_answered(request)
    if user:
        mails.record_erased(user.email, user.language)
    messages.success(request, _("The record is erased."))
    return redirect("privacy:requests")


def _asked_or_404(member: ClinicMember, request_id: UUID) -> Asked:
    found = asked.find(member.clinic, request_id, timezone.localdate())
    if found is None:
        raise Http404
    return found


def _was_answered(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This request is answered already, or the patient took it back."))
    return redirect("privacy:requests")


def _page(
    request: HttpRequest, member: ClinicMember, found: Asked, keep: KeepForm, erase: EraseForm, *, status: int = 200
) -> HttpResponse:
    if keep.is_bound or erase.is_bound:
        audit.record("form.returned", by=member, about=found.row)
    context = {"clinic": member.clinic, "asked": found, "keep_form": keep, "erase_form": erase}
    return render(request, "portal/privacy/request.html", context, status=status)
