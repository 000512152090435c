"""Reading."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Scope, open_patient
from portal.learn.offered import offered_page, offered_pages
from portal.sessions.pages import reading_language


@require_safe
def pages(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    offered = offered_pages(access, reading_language())
    return render(request, "portal/learn/pages.html", {"access": access, "pages": offered})


@require_safe
def page(request: HttpRequest, patient_id: UUID, slug: str) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    offered = offered_page(access, slug, reading_language())
    return render(request, "portal/learn/page.html", {"access": access, "page": offered})
