"""The surgeon's orders over time: one more, changed, lifted, withdrawn as a mistake; or that there are none.

An order is named by its number among the patient's own, counted from 1 as they were written down.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from portal.routines.intake import actions
from portal.routines.intake.order_forms import LiftForm, NoPrecautionsForm, OrderForm
from portal.routines.intake.orders import OrderLine, Stage, order_lines
from portal.routines.models import ClinicalProfile, PrecautionOrder
from portal.routines.showing import about

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@BOTH
def add_order(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    form = OrderForm(_sent(request), born_on=access.patient.born_on, today=access.today)
    if form.is_valid():
        try:
            actions.add_order(form.content(), by=access)
        except actions.Refused as refused:
            form.add_error("rule", str(refused))
        else:
            return _done(request, access, _("The order is written down."))
    return _page(request, access, "order", form)


@BOTH
def change_order(request: HttpRequest, patient_id: UUID, order_number: int) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    line = _line(access, order_number)
    if line.stage == Stage.WITHDRAWN:
        return _meanwhile(request, access)
    form = OrderForm(_sent(request), order=line.order, born_on=access.patient.born_on, today=access.today)
    if form.is_valid():
        try:
            actions.change_order(line.order, form.content(), by=access)
        except actions.Refused as refused:
            form.add_error("rule", str(refused))
        except actions.SavedSince:
            return _meanwhile(request, access)
        else:
            return _done(request, access, _("The order is changed. The earlier one is kept below."))
    return _page(request, access, "order", form, line)


@BOTH
def lift_order(request: HttpRequest, patient_id: UUID, order_number: int) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    line = _line(access, order_number)
    if line.stage != Stage.HOLDS:
        return _meanwhile(request, access)
    form = LiftForm(_sent(request), order=line.order, today=access.today)
    if form.is_valid():
        try:
            actions.lift_order(line.order, **form.cleaned_data, by=access)
        except actions.SavedSince:
            return _meanwhile(request, access)
        return _done(request, access, _("The order is lifted."))
    return _page(request, access, "lift_order", form, line)


@BOTH
def withdraw_order(request: HttpRequest, patient_id: UUID, order_number: int) -> HttpResponse:
    """Asked first, on a page of its own."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    line = _line(access, order_number)
    if line.stage == Stage.WITHDRAWN:
        return _meanwhile(request, access)
    if request.method == "POST":
        try:
            actions.withdraw_order(line.order, by=access)
        except actions.SavedSince:
            return _meanwhile(request, access)
        return _done(request, access, _("The order is withdrawn. It stays on record as a mistake."))
    return render(request, "portal/routines/intake/withdraw_order.html", about(access) | {"line": line})


@BOTH
def no_precautions(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    profile = access.rows(ClinicalProfile).first()
    form = NoPrecautionsForm(_sent(request), profile=profile, born_on=access.patient.born_on, today=access.today)
    if form.is_valid():
        try:
            actions.set_no_precautions(**form.cleaned_data, by=access)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, access, _("Saved: the surgeon set no precautions."))
    return _page(request, access, "no_precautions", form)


@require_POST
def precautions_again(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    actions.unset_no_precautions(by=access)
    return _done(request, access, _("Taken back. Now say what the surgeon ordered."))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _line(access: PatientAccess, number: int) -> OrderLine:
    orders = access.rows(PrecautionOrder).select_related("recorded_by", "lift_recorded_by", "withdrawn_by")
    lines = order_lines(orders, access.patient, access.today)
    found = next((line for line in lines if line.number == number), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, access: PatientAccess, name: str, form: forms.Form, line: OrderLine | None = None
) -> HttpResponse:
    if form.is_bound:
        audit.record("form.returned", by=access)
    context = about(access) | {"form": form, "line": line}
    return render(request, f"portal/routines/intake/{name}.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, access: PatientAccess, words: str) -> HttpResponse:
    messages.success(request, words)
    return _to_orders(access)


def _meanwhile(request: HttpRequest, access: PatientAccess) -> HttpResponse:
    messages.info(request, _("This order was changed after you opened it. This is how it stands."))
    return _to_orders(access)


def _to_orders(access: PatientAccess) -> HttpResponse:
    return redirect(reverse("routines:edit_profile", args=[access.patient.public_id]) + "#orders")
