"""Looking back: the therapist's page about one patient, its summary for the notes, the patient's own history."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PatientAccess, Scope, open_patient
from portal.progress import actions
from portal.progress.forms import ReviewForm, SeenForm
from portal.progress.handover.text import handover_text
from portal.progress.history_page import history_page
from portal.progress.patient_page import patient_page


@require_safe
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.CLINICAL)
    return _patient_page(request, access, ReviewForm(today=access.today))


@require_POST
def mark_reviewed(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.CLINICAL)
    form = ReviewForm(request.POST, today=access.today)
    if not form.is_valid():
        return _patient_page(request, access, form, status=422)
    seen_at = SeenForm(request.POST).moment(access.now)
    if actions.mark_reviewed(seen_at=seen_at, by=access, **form.cleaned_data):
        messages.success(request, _("Marked as reviewed."))
    else:
        messages.warning(request, _("Something new came in since you opened this page. Read it, then mark it again."))
    return redirect("progress:patient", access.patient.public_id)


@require_POST
def mark_notes_read(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.CLINICAL)
    actions.mark_notes_read(seen_at=SeenForm(request.POST).moment(access.now), by=access)
    return redirect("progress:patient", access.patient.public_id)


@require_safe
def handover(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """As a page to copy from, or with `as=text` as a file. The file's name tells nobody's name."""
    access = open_patient(request, patient_id, Scope.CLINICAL)
    text = handover_text(access, str(request.LANGUAGE_CODE))
    if request.GET.get("as") == "text":
        headers = {"Content-Disposition": 'attachment; filename="routine-summary.txt"'}
        return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
    context = {"access": access, "patient": access.patient, "clinic": access.patient.clinic, "text": text}
    return render(request, "portal/progress/handover.html", context)


@require_safe
def history(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_HISTORY)
    context = {"access": access, "patient": access.patient, "page": history_page(access)}
    return render(request, "portal/progress/history.html", context)


def _patient_page(request: HttpRequest, access: PatientAccess, form: ReviewForm, *, status: int = 200) -> HttpResponse:
    context = {
        "access": access,
        "patient": access.patient,
        "clinic": access.patient.clinic,
        "page": patient_page(access, str(request.LANGUAGE_CODE)),
        "review_form": form,
        "seen_at": repr(access.now.timestamp()),
    }
    return render(request, "portal/progress/patient.html", context, status=status)
