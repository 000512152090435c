"""Pausing a routine, resuming it, ending it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from portal.routines.course import actions
from portal.routines.course.forms import EndForm, PauseEndForm, PauseForm
from portal.routines.models import Routine, RoutinePause
from portal.routines.showing import about


@require_safe
def course(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What can be done with the routine as a whole."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    return _course_page(request, access)


@require_POST
def pause(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    form, routine = PauseForm(request.POST, today=access.today), _active_routine(access)
    if routine is None:
        return _nothing_to_do(request, access)
    if not form.is_valid():
        return _course_page(request, access, form=form, status=422)
    if actions.pause_routine(routine, by=access, **form.cleaned_data) is None:
        messages.warning(request, _("There is a pause already. Resume the routine first, then set another one."))
        return _course_page(request, access, form=form, status=409)
    messages.success(request, _("Paused. Nothing is due on these days."))
    return redirect("progress:patient", access.patient.public_id)


@require_POST
def change_pause(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    routine = _active_routine(access)
    standing = actions.standing_pause(routine, access.today) if routine else None
    if routine is None or standing is None:
        return _nothing_to_do(request, access, _("There is no pause any more. Nothing was changed."))
    form = PauseEndForm(request.POST, today=access.today, pause=standing)
    if not form.is_valid():
        return _course_page(request, access, end_form=form, status=422)
    actions.change_pause_end(routine, ends_on=form.cleaned_data["new_end_on"], by=access)
    messages.success(request, _("The pause has a new last day."))
    return redirect("progress:patient", access.patient.public_id)


@require_POST
def resume(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    routine = _active_routine(access)
    if routine is None:
        return _nothing_to_do(request, access)
    actions.resume_routine(routine, by=access)
    messages.success(request, _("Resumed. The exercises are due again from today."))
    return redirect("progress:patient", access.patient.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Asked on a page of its own, with a way out of the same size."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    routine = _active_routine(access)
    if routine is None:
        return _nothing_to_do(request, access)
    form = EndForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "portal/routines/end.html", about(access) | {"form": form})
    if not form.is_valid():
        audit.record("form.returned", by=access)
        return render(request, "portal/routines/end.html", about(access) | {"form": form}, status=422)
    actions.end_routine(routine, by=access, **form.cleaned_data)
    messages.success(request, _("The routine has ended. Everything that was recorded stays."))
    return redirect("progress:patient", access.patient.public_id)


def _active_routine(access: PatientAccess) -> Routine | None:
    published = access.rows(Routine).filter(ended_on__isnull=True, revisions__published_at__isnull=False)
    return published.distinct().first()


def _nothing_to_do(request: HttpRequest, access: PatientAccess, words: str = "") -> HttpResponse:
    messages.warning(request, words or _("There is no routine at the moment."))
    return redirect("progress:patient", access.patient.public_id)


def _course_page(
    request: HttpRequest,
    access: PatientAccess,
    *,
    form: forms.Form | None = None,
    end_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """`form` sets a pause, `end_form` moves the end of the one that stands; with errors where they come back."""
    routine = _active_routine(access)
    if routine is None:
        return _nothing_to_do(request, access)
    pauses = list(access.rows(RoutinePause).select_related("recorded_by").order_by("-starts_on"))
    standing = actions.standing_pause(routine, access.today)
    if standing and end_form is None:
        end_form = PauseEndForm(today=access.today, pause=standing)
    context = {
        "form": form or PauseForm(today=access.today),
        "end_form": end_form,
        "sent": form or end_form,
        "pause": standing,
        "pauses": pauses,
    }
    if status != 200:
        audit.record("form.returned", by=access)
    return render(request, "portal/routines/course.html", about(access) | context, status=status)
