"""What a draft would change, and publishing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PatientAccess, Scope, open_patient
from portal.routines.builder import offered_titles, standing_draft, standing_revision
from portal.routines.models import RoutineRevision
from portal.routines.naming import with_names
from portal.routines.publishing import actions
from portal.routines.publishing.changes import Part, compare
from portal.routines.publishing.forms import PublishForm
from portal.routines.publishing.hindrances import CannotPublish, hindrances
from portal.routines.showing import about, language


@require_safe
def review_changes(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    draft = standing_draft(access)
    if draft is None:
        return redirect("routines:assign", access.patient.public_id)
    return _changes_page(request, access, draft, PublishForm(today=access.today))


@require_POST
def publish(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    draft = standing_draft(access)
    if draft is None or str(draft.public_id) != request.POST.get("draft"):
        return _not_open_any_more(request, access)
    form = PublishForm(request.POST, today=access.today)
    if not form.is_valid():
        return _changes_page(request, access, draft, form, status=422)
    try:
        actions.publish(draft, by=access, review_by_on=form.cleaned_data["review_by_on"])
    except CannotPublish:
        return _changes_page(request, access, draft, form, status=422)
    messages.success(request, _("Published. %(name)s sees it now.") % {"name": access.patient.first_name})
    return redirect("progress:patient", access.patient.public_id)


def _changes_page(
    request: HttpRequest, access: PatientAccess, draft: RoutineRevision, form: PublishForm, *, status: int = 200
) -> HttpResponse:
    spoken, current = language(request), standing_revision(access)
    before = with_names(current.prescribed.all(), spoken) if current else []
    now = with_names(draft.prescribed.all(), spoken)
    context = {
        "draft": draft,
        "current": current,
        "form": form,
        "changes": compare(
            Part(before, current.times if current else [], offered_titles(access, current, spoken)),
            Part(now, draft.times, offered_titles(access, draft, spoken)),
            spoken,
        ),
        "hindrances": hindrances(draft, by=access),
    }
    return render(request, "portal/routines/review_changes.html", about(access) | context, status=status)


def _not_open_any_more(request: HttpRequest, access: PatientAccess) -> HttpResponse:
    """The button was pressed twice, or the draft was published or thrown away in another window."""
    current = standing_revision(access)
    if current and str(current.public_id) == request.POST.get("draft"):
        messages.info(request, _("This routine is published already."))
    else:
        messages.warning(request, _("This draft is not open any more. Nothing was published."))
    return redirect("progress:patient", access.patient.public_id)
