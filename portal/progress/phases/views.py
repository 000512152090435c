"""The phase that a routine is in, and the three answers to what comes next."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from portal.progress.phases import actions
from portal.progress.phases.forms import StayForm
from portal.progress.phases.page import PhasePage, phase_page
from portal.routines.actions import fill_from_template, open_draft
from portal.routines.showing import about


@require_safe
def phase(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    return _page(request, access, phase_page(access))


@require_POST
def stay_in_phase(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    page = phase_page(access)
    if page.revision is None or not _is_the_one(request, page):
        return _changed(request, access)
    form = StayForm(request.POST, today=access.today, ends_on=page.revision.phase_ends_on)
    if not form.is_valid():
        audit.record("form.returned", by=access)
        return _page(request, access, page, form, status=422)
    until = form.cleaned_data["phase_ends_on"]
    actions.stay(page.revision, until=until, by=access)
    messages.success(
        request,
        _("The phase goes on until %(day)s. Then you are asked again.") % {"day": date_format(until, _("D j M"))},
    )
    return redirect("progress:patient", access.patient.public_id)


@require_POST
def leave_phases(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    page = phase_page(access)
    if page.revision is None or not _is_the_one(request, page):
        return _changed(request, access)
    actions.leave(page.revision, by=access)
    messages.success(request, _("The routine goes on as it is, without a last day."))
    return redirect("progress:patient", access.patient.public_id)


@require_POST
def prepare_next_phase(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A draft; the patient sees nothing of it before it is published."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    page = phase_page(access)
    if not _is_the_one(request, page):
        return _changed(request, access)
    if page.next is None:
        messages.warning(request, page.no_next)
        return _to_page(access)
    if request.POST.get("draft", "") != (str(page.draft.public_id) if page.draft else ""):
        messages.warning(request, _("A draft was opened or closed meanwhile. Look at it first; nothing was changed."))
        return _to_page(access)
    with transaction.atomic():
        draft = open_draft(by=access)
        fill_from_template(draft, page.next.template, phase=page.next.phase.number, by=access)
    messages.success(request, _("The draft holds the next phase. Change it for this person, then publish it."))
    return redirect("routines:edit_routine", access.patient.public_id)


def _is_the_one(request: HttpRequest, page: PhasePage) -> bool:
    """In a phase, and still in the revision that stood on the page."""
    return (
        page.phase is not None
        and page.revision is not None
        and str(page.revision.public_id) == request.POST.get("revision")
    )


def _changed(request: HttpRequest, access: PatientAccess) -> HttpResponse:
    messages.warning(
        request, _("The routine has changed since you opened this page. Nothing was done; look at it again.")
    )
    return _to_page(access)


def _to_page(access: PatientAccess) -> HttpResponse:
    return redirect("progress:phase", access.patient.public_id)


def _page(
    request: HttpRequest, access: PatientAccess, page: PhasePage, form: StayForm | None = None, *, status: int = 200
) -> HttpResponse:
    ends_on = page.revision.phase_ends_on if page.revision else None
    form = form or StayForm(today=access.today, ends_on=ends_on)
    return render(
        request, "portal/progress/phases/phase.html", about(access) | {"page": page, "form": form}, status=status
    )
