from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import PatientAccess, Scope, open_patient
from portal.reminders import actions
from portal.reminders.forms import PauseForm, SwitchForm
from portal.reminders.my_reminders import read_my_reminders


@require_safe
def preferences(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.REMINDERS)
    return _show(request, access, PauseForm(today=access.today))


@require_POST
def switch(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.REMINDERS)
    form = SwitchForm(request.POST)
    if form.is_valid() and form.cleaned_data["wanted"] == "on":
        actions.switch_on(by=access)
        messages.success(request, _("Reminders are on."))
    elif form.is_valid():
        actions.switch_off(by=access)
        messages.success(request, _("Reminders are off."))
    return redirect("reminders:preferences", patient_id)


@require_POST
def pause(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.REMINDERS)
    form = PauseForm(request.POST, today=access.today)
    if not form.is_valid():
        return _show(request, access, form)
    actions.pause_until(form.cleaned_data["until"], by=access)
    messages.success(request, _("Reminders are paused."))
    return redirect("reminders:preferences", patient_id)


@require_POST
def resume(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.REMINDERS)
    actions.resume(by=access)
    messages.success(request, _("Reminders are on again."))
    return redirect("reminders:preferences", patient_id)


@csrf_exempt  # a mail program posts here for the reader (RFC 8058), without a cookie
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: UUID) -> HttpResponse:
    """GET changes nothing, because mail scanners follow links. POST answers at once, without a redirect."""
    preference = actions.find_stop_link(token)
    if preference is None:
        raise Http404
    if request.method == "POST":
        actions.stop_by_link(preference, by=None)
    with translation.override(preference.recipient.language):
        response = render(request, "portal/reminders/stop.html", {"is_stopped": request.method == "POST"})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _show(request: HttpRequest, access: PatientAccess, form: PauseForm) -> HttpResponse:
    context = {"access": access, "mine": read_my_reminders(access), "form": form}
    return render(request, "portal/reminders/preferences.html", context)
