"""The paper twin: the sheet as a PDF and as a page to print, and the way back from a sheet to the portal."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import PatientAccess, Role, Scope, open_patient
from accounts.throttle import throttled
from portal.routines.models import RoutineRevision
from portal.routines.sheet_codes import as_stored, spoken
from portal.sessions.paper import pdf
from portal.sessions.paper.drawings import square
from portal.sessions.paper.find import NOT_FOUND, SheetCodeForm, patient_of
from portal.sessions.paper.labels import labels
from portal.sessions.paper.pdf import CannotPrint, Paper
from portal.sessions.paper.read import read_sheet
from portal.sessions.standing import newest_revision

STAFF = (Role.THERAPIST, Role.COVERING)
TRIES = "30/h/user"


@require_safe
def paper(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Which paper, or the page to print."""
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    context = about(access) | {
        "revision": newest_revision(access).first(),
        "has_pdf": pdf.is_available(),
        "papers": list(Paper),
        "form": SheetCodeForm(),
        "may_record": access.may(Scope.RECORD),
    }
    return render(request, "portal/sessions/paper/paper.html", context)


@require_safe
def paper_pdf(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    sheet = read_sheet(access)
    if sheet is None:
        return redirect("sessions:paper", patient_id)
    size = _paper_of(request)
    try:
        content = pdf.pdf_of(sheet, size, access.now)
    except CannotPrint:
        messages.warning(request, _("The PDF could not be made. Print the page instead: it says the same."))
        return redirect("sessions:paper", patient_id)
    # The name stands in the list of downloads, and says nothing about anybody.
    name = f"surefoot-{size.value}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@require_safe
def paper_print(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The same content as a page, for the browser's own printing. In the patient's language, whoever prints."""
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    sheet = read_sheet(access)
    if sheet is None:
        return redirect("sessions:paper", patient_id)
    with translation.override(sheet.language):
        words = labels(sheet)
    context = about(access) | {
        "sheet": sheet,
        "labels": words,
        "size": _paper_of(request),
        "square": square(sheet.link) if sheet.link else "",
    }
    return render(request, "portal/sessions/paper/print.html", context)


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """What the square on a sheet leads to. Whoever may not see the patient learns nothing: not even that there is one."""
    access = open_patient(request, patient_of(code), Scope.VIEW_ROUTINE)
    mine = access.rows(RoutineRevision).get(sheet_code=as_stored(code))
    newest = newest_revision(access).first()
    if newest is not None and newest.pk == mine.pk:
        return redirect(_way_on(access), access.patient.public_id)
    context = about(access) | {
        "revision": mine,
        "newest": newest,
        "code": spoken(as_stored(code)),
        "may_record": access.may(Scope.RECORD),
    }
    return render(request, "portal/sessions/paper/older.html", context)


@throttled("sheet_code", TRIES)
@require_http_methods(["GET", "HEAD", "POST"])
def find_sheet(request: HttpRequest) -> HttpResponse:
    """For who types the code instead of pointing a camera at the square."""
    form = SheetCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = cast(str, form.cleaned_data["code"])
        if _may_open(request, code):
            return redirect("sessions:sheet", spoken(code))
        form.add_error("code", str(NOT_FOUND))
    return render(request, "portal/sessions/paper/find.html", {"form": form}, status=422 if form.is_bound else 200)


def _may_open(request: HttpRequest, code: str) -> bool:
    try:
        open_patient(request, patient_of(code), Scope.VIEW_ROUTINE)
    except Http404:
        return False
    return True


def _way_on(access: PatientAccess) -> str:
    """Who does the exercises goes to them; the clinic's side has a sheet in the hand that wants typing in."""
    if access.role not in STAFF:
        return "home:today"
    return "sessions:paper_ticks" if access.may(Scope.RECORD) else "sessions:paper"


def about(access: PatientAccess) -> dict[str, object]:
    base = "base_staff.html" if access.role in STAFF else "base_patient.html"
    return {"access": access, "patient": access.patient, "clinic": access.patient.clinic, "base": base}


def _paper_of(request: HttpRequest) -> Paper:
    return Paper.LETTER if request.GET.get("paper") == Paper.LETTER else Paper.A4
