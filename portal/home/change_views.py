"""“I have read this.”"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import Scope, open_patient
from portal.home.change import may_confirm
from portal.routines.models import RoutineRevision
from portal.routines.publishing.confirming import confirm_change


@require_POST
def confirm(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What stood on the page is named, so that a change published a moment ago is not confirmed unread."""
    access = open_patient(request, patient_id, Scope.RECORD)
    if not may_confirm(access):
        raise Http404
    try:
        wanted = UUID(request.POST.get("revision", ""))
    except ValueError:
        return redirect("home:today", access.patient.public_id)
    published = access.rows(RoutineRevision).filter(published_at__isnull=False, number__gt=1)
    revision = published.filter(public_id=wanted).first()
    if revision is not None:
        confirm_change(revision, by=access)
    return redirect("home:today", access.patient.public_id)
