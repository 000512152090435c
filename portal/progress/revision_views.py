"""Earlier revisions: the therapist's list, one of them, two beside each other; and the patient's own plain page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Scope, open_patient
from portal.progress.earlier_routines import earlier_routines
from portal.progress.revisions import published, revision_page
from portal.routines.showing import about, language


@require_safe
def revisions(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.CLINICAL)
    return render(request, "portal/progress/revisions.html", about(access) | {"revisions": published(access)})


@require_safe
def revision(request: HttpRequest, patient_id: UUID, revision_id: UUID) -> HttpResponse:
    """`?with=` names another one to compare it with."""
    access = open_patient(request, patient_id, Scope.CLINICAL)
    page = revision_page(access, revision_id, language(request), beside=_other(request.GET.get("with", "")))
    return render(request, "portal/progress/revision.html", about(access) | {"page": page})


@require_safe
def earlier(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_HISTORY)
    context = {"access": access, "patient": access.patient, "routines": earlier_routines(access, language(request))}
    return render(request, "portal/progress/earlier_routines.html", context)


def _other(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
