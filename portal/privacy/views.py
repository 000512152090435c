"""A person's own data: take a copy, ask for the record to be erased, close the account."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from accounts.models import User
from accounts.sign_in.fresh import fresh_sign_in_required
from accounts.throttle import throttled
from portal.privacy import actions, mails
from portal.privacy.closing import closing_of
from portal.privacy.copies import archive
from portal.privacy.copies.document import Document, of_account, of_patient
from portal.privacy.forms import AskForm
from portal.privacy.own import account_page, requests_of

see_or_send = require_http_methods(["GET", "HEAD", "POST"])
COPIES = "12/h/user"


@require_safe
def my_data(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = _own_record(request, patient_id)
    return render(request, "portal/privacy/my_data.html", {"access": access, "requests": requests_of(access)})


@see_or_send
def take_copy(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    return _take_copy(request, _own_record(request, patient_id))


@fresh_sign_in_required
@throttled("data_copy", COPIES)
def _take_copy(request: HttpRequest, access: PatientAccess) -> HttpResponse:
    if request.method != "POST":
        return render(request, "portal/privacy/take_copy.html", {"access": access})
    language = access.user.language
    document = of_patient(access.patient, access.rows, made_at=access.now, account=True, language=language)
    actions.note_copy(by=access)
    mails.copy_made(access.user)
    return _sent(document)


@see_or_send
def ask_for_erasure(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = _own_record(request, patient_id)
    form = AskForm(_typed(request))
    if not form.is_valid():
        if form.is_bound:
            audit.record("form.returned", by=access)
        status = 422 if form.is_bound else 200
        return render(request, "portal/privacy/ask_for_erasure.html", {"access": access, "form": form}, status=status)
    if actions.ask_for_erasure(form.cleaned_data["words"], by=access):
        mails.request_waits(access.patient.clinic_id)
    messages.success(request, _("Your request is with the clinic."))
    return redirect("privacy:my_data", patient_id)


@require_POST
def withdraw_request(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    actions.withdraw_request(by=_own_record(request, patient_id))
    messages.success(request, _("You took your request back. Nothing changes."))
    return redirect("privacy:my_data", patient_id)


@require_safe
def account_data(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy/account_data.html", {"page": account_page(_person(request))})


@see_or_send
@fresh_sign_in_required
@throttled("data_copy", COPIES)
def take_account_copy(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "portal/privacy/take_copy.html")
    user = _person(request)
    document = of_account(user, today=timezone.localdate(), made_at=timezone.now())
    actions.note_copy(by=user)
    mails.copy_made(user)
    return _sent(document)


@see_or_send
@fresh_sign_in_required
def close_account(request: HttpRequest) -> HttpResponse:
    user, today = _person(request), timezone.localdate()
    if request.method != "POST":
        return render(request, "portal/privacy/close_account.html", {"closing": closing_of(user, today)})
    email, language = user.email, user.language
    try:
        actions.close_account(today=today, by=user)
    except actions.NotYet:
        return redirect("privacy:close_account")
    logout(request)
    mails.account_closed(email, language)
    return redirect("privacy:account_closed")


@login_not_required
@require_safe
def account_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy/account_closed.html")


def _own_record(request: HttpRequest, patient_id: UUID) -> PatientAccess:
    """For the patient alone: this scope nobody else has."""
    return open_patient(request, patient_id, Scope.OWN_DATA)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _sent(document: Document) -> HttpResponse:
    response = StreamingHttpResponse(archive.pieces_of(document), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{archive.file_name(document.made_at)}"'
    response.headers["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)
