"""Pausing a routine, resuming it, ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PatientAccess, Scope, open_patient
from portal.routines.course import actions
from portal.routines.course.forms import PauseForm
from portal.routines.models import Routine


@require_safe
def course(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What can be done with the routine as a whole."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    return _course_page(request, access, PauseForm(today=access.today))


@require_POST
def pause(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    form, routine = PauseForm(request.POST, today=access.today), _active_routine(access)
    if routine is None:
        return _nothing_to_do(request, access)
    if not form.is_valid():
        return _course_page(request, access, form, status=422)
    if actions.pause_routine(routine, by=access, **form.cleaned_data) is None:
        messages.warning(request, _("There is a pause already. Resume the routine first, then set another one."))
        return _course_page(request, access, form, status=409)
    messages.success(request, _("Paused. Nothing is due on these days."))
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


@require_POST
def end(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    routine = _active_routine(access)
    if routine is None:
        return _nothing_to_do(request, access)
    actions.end_routine(routine, by=access)
    messages.success(request, _("The routine has ended. Everything that was recorded stays."))
    return redirect("progress:patient", access.patient.public_id)


def _active_routine(access: PatientAccess) -> Routine | None:
    published = access.rows(Routine).filter(ended_on__isnull=True, revisions__published_at__isnull=False)
    return published.distinct().first()


def _nothing_to_do(request: HttpRequest, access: PatientAccess) -> HttpResponse:
    messages.warning(request, _("There is no routine at the moment."))
    return redirect("progress:patient", access.patient.public_id)


def _course_page(request: HttpRequest, access: PatientAccess, form: PauseForm, *, status: int = 200) -> HttpResponse:
    routine = _active_routine(access)
    if routine is None:
        return _nothing_to_do(request, access)
    context = {
        "access": access,
        "patient": access.patient,
        "clinic": access.patient.clinic,
        "form": form,
        "pause": actions.standing_pause(routine, access.today),
    }
    return render(request, "portal/routines/course.html", context, status=status)
