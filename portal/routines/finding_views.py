"""Looking for exercises for one patient, and adding them from the page of the whole library."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Scope, open_patient
from accounts.fields import plain
from portal.routines import actions
from portal.routines.finding import addable_form, beside_draft, whole_library
from portal.routines.finding_forms import Asked, FindForm
from portal.routines.judging import Judge
from portal.routines.showing import about, language


@require_safe
def find_exercise(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What was found beside the draft: a piece of the builder's page, for its script."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    beside = beside_draft(access, Asked.of(request.GET), language(request))
    return render(request, "portal/routines/finding/beside.html", about(access) | {"beside": beside})


@require_safe
def find(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    form = FindForm(request.GET)
    asked = form.asked()
    library = whole_library(
        access, asked, language(request), is_suitable_only="suitable" in asked, number=request.GET.get("page")
    )
    page = {"form": form, "asked": asked, "library": library, "here": request.GET.urlencode()}
    return render(request, "portal/routines/finding/find.html", about(access) | page)


@require_POST
def add_found(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """To the draft, or to a new one; then back to the same place of the library."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    named = [plain(request.POST.get(name, "")) for name in ("exercise", "variant")]
    exercise, variant = addable_form(access, *named)
    check = Judge(access).check(exercise, variant)
    back = f"{reverse('routines:find', args=[access.patient.public_id])}{_same_place(request)}#x-{exercise.slug}"
    if check.is_refused:
        messages.error(request, _("Not added. %(reason)s") % {"reason": check.findings[0].words})
        return redirect(back)
    if actions.add_exercise(actions.open_draft(by=access), exercise, variant=variant, by=access) is None:
        messages.error(request, _("This routine is full. Remove an exercise first."))
    return redirect(back)


def _same_place(request: HttpRequest) -> str:
    """The filters and the page that stood in the address, read anew: nothing else of what was sent is sent back."""
    here = QueryDict(request.POST.get("here", "")[:2_000])
    address, number = FindForm(here).address, here.get("page", "")
    if not number.isdecimal() or len(number) > 4:
        return address
    return f"{address}{'&' if address else '?'}page={number}"
