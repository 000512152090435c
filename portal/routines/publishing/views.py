"""What a draft would change, and publishing it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from portal.routines.builder import standing_draft
from portal.routines.models import RoutineRevision
from portal.routines.publishing import actions
from portal.routines.publishing.forms import PublishForm
from portal.routines.publishing.hindrances import CannotPublish
from portal.routines.publishing.review_page import Reviewed
from portal.routines.showing import about, language


@require_safe
def review_changes(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    draft = standing_draft(access)
    if draft is None:
        return redirect("routines:assign", access.patient.public_id)
    reviewed = Reviewed(access, draft, language(request))
    return _page(request, reviewed, reviewed.form(review_by_on=_day(request.GET.get("review_by_on", ""))))


@require_POST
def publish(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    draft = standing_draft(access)
    if draft is None or str(draft.public_id) != request.POST.get("draft"):
        return _not_open_any_more(request, access)
    reviewed = Reviewed(access, draft, language(request))
    form = reviewed.form(request.POST)
    if not form.is_valid():
        return _returned(request, reviewed, form)
    if "show" in request.POST:
        return _shown_again(access, draft, form)
    try:
        published = actions.publish(
            draft,
            by=access,
            review_by_on=form.cleaned_data["review_by_on"],
            touches=form.touches(),
            saved_count=form.cleaned_data["saved_count"],
        )
    except CannotPublish:
        return _returned(request, reviewed, form)
    except actions.DraftChanged:
        return _changed_meanwhile(request, access, form)
    if published.published_at != access.now:
        return _not_open_any_more(request, access)
    messages.success(request, _("Published. %(name)s sees it now.") % {"name": access.patient.first_name})
    return redirect("progress:patient", access.patient.public_id)


def _page(request: HttpRequest, reviewed: Reviewed, form: PublishForm, *, status: int = 200) -> HttpResponse:
    page = reviewed.page(form)
    context = about(reviewed.access) | {"page": page, "changes": page.changes, "form": form}
    return render(request, "portal/routines/review_changes.html", context, status=status)


def _returned(request: HttpRequest, reviewed: Reviewed, form: PublishForm) -> HttpResponse:
    audit.record("form.returned", by=reviewed.access)
    return _page(request, reviewed, form, status=422)


def _shown_again(access: PatientAccess, draft: RoutineRevision, form: PublishForm) -> HttpResponse:
    """The reasons are kept with the draft; the day of the review, which is the routine's, goes along."""
    actions.keep_touches(draft, form.touches(), by=access)
    day: date | None = form.cleaned_data["review_by_on"]
    query = f"?review_by_on={day.isoformat()}" if day else ""
    return redirect(reverse("routines:review_changes", args=[access.patient.public_id]) + query + "#preview")


def _changed_meanwhile(request: HttpRequest, access: PatientAccess, sent: PublishForm) -> HttpResponse:
    """Read anew, with what was typed: nobody publishes what they have not read."""
    draft = standing_draft(access)
    if draft is None:
        return _not_open_any_more(request, access)
    messages.warning(
        request, _("The draft was changed after you opened this page. Read it again, then publish. Nothing is lost.")
    )
    reviewed = Reviewed(access, draft, language(request))
    again = sent.data.copy()  # type: ignore[attr-defined]
    again["saved_count"] = draft.saved_count
    audit.record("form.returned", by=access)
    return _page(request, reviewed, reviewed.form(again), status=409)


def _not_open_any_more(request: HttpRequest, access: PatientAccess) -> HttpResponse:
    """The button was pressed twice, or the draft was published or thrown away in another window."""
    sent = _uuid(request.POST.get("draft", ""))
    published = access.rows(RoutineRevision).filter(public_id=sent, published_at__isnull=False) if sent else None
    done = published.select_related("author").first() if published is not None else None
    if done is None:
        messages.warning(request, _("This draft is not open any more. Nothing was published."))
    else:
        messages.info(request, _who_published(done, access))
    return redirect("progress:patient", access.patient.public_id)


def _who_published(revision: RoutineRevision, access: PatientAccess) -> str:
    at = timezone.localtime(revision.published_at, access.patient.zone)
    facts = {
        "number": revision.number,
        "name": revision.author.name if revision.author else access.patient.clinic.name,
        "day": date_format(at, _("D j M")),
        "time": date_format(at, "TIME_FORMAT"),
    }
    if revision.author_id == access.user.pk:
        return _("This is published already: revision %(number)s, by you, at %(time)s on %(day)s.") % facts
    return (
        _("This is published already: revision %(number)s, by %(name)s, at %(time)s on %(day)s. Yours was not added.")
        % facts
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
