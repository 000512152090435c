"""Typing in what was ticked on paper: the patient, who helps, or the clinic's side at the desk."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from portal.routines.sheet_codes import as_stored, spoken
from portal.sessions import actions
from portal.sessions.actions import NothingDue
from portal.sessions.pages import reading_language
from portal.sessions.paper.ticks import DAYS, Grid, as_entries, chosen, read_grid
from portal.sessions.paper.views import about

EARLIER = "earlier"


@require_http_methods(["GET", "HEAD", "POST"])
def paper_ticks(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.RECORD)
    asked = request.POST if request.method == "POST" else request.GET
    grid = read_grid(access, _code(asked), is_earlier=_is_earlier(asked), language=reading_language())
    if grid is None or request.method != "POST":
        return _page(request, access, grid, asked)
    cells, strangers = chosen(grid, request.POST.getlist("tick"), request.POST.getlist("all"))
    complaint = _complaint(bool(cells), strangers, request.POST)
    if complaint:
        return _page(request, access, grid, asked, complaint)
    try:
        count = actions.record_from_paper(as_entries(grid, cells), by=access)
    except NothingDue:
        return _page(request, access, grid, asked, _changed())
    messages.success(request, _saved(count))
    return redirect(_address(access, grid, is_earlier=_is_earlier(asked)))


def _page(
    request: HttpRequest, access: PatientAccess, grid: Grid | None, asked: QueryDict, complaint: str = ""
) -> HttpResponse:
    if request.method == "POST":
        audit.record("form.returned", by=access)
    code = _code(asked)
    is_earlier = _is_earlier(asked)
    context = about(access) | {
        "grid": grid,
        "complaint": complaint,
        "ticked": frozenset(asked.getlist("tick")),
        "whole_days": frozenset(asked.getlist("all")),
        "code": spoken(code) if code else "",
        "is_unknown": bool(code) and (grid is None or grid.sheet.sheet_code != code),
        "is_earlier": is_earlier,
        "other_days": _address(access, grid, is_earlier=not is_earlier) if grid else "",
        "days_shown": DAYS,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/sessions/paper/ticks.html", context, status=status)


def _address(access: PatientAccess, grid: Grid, *, is_earlier: bool) -> str:
    asked = {"code": spoken(grid.sheet.sheet_code)} if grid.sheet.sheet_code else {}
    asked |= {"days": EARLIER} if is_earlier else {}
    address = reverse("sessions:paper_ticks", args=[access.patient.public_id])
    return f"{address}?{urlencode(asked)}" if asked else address


def _code(asked: QueryDict) -> str:
    return as_stored(asked.get("code", ""))


def _is_earlier(asked: QueryDict) -> bool:
    return asked.get("days") == EARLIER


def _complaint(is_ticked: bool, strangers: list[str], sent: QueryDict) -> str:
    if strangers:
        days = [date_format(day, _("l j F")) for day in sorted(set(filter(None, map(_day_of, strangers))))]
        if days:
            return _("Nothing was saved: not all of what you ticked was due on %(days)s. Compare with the sheet.") % {
                "days": ", ".join(days)
            }
        return _changed()
    # What is recorded already is not sent again; who sends the same form twice has still ticked something.
    if not is_ticked and not sent.getlist("tick"):
        return _("No box is ticked yet. Tick what is ticked on the sheet, then save.")
    return ""


def _day_of(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _changed() -> str:
    return _("Nothing was saved: the routine changed while this page was open. Compare with the sheet and save again.")


def _saved(count: int) -> str:
    if not count:
        return _("All of this was recorded already.")
    return ngettext(
        "%(count)d tick is recorded, marked as from paper.",
        "%(count)d ticks are recorded, marked as from paper.",
        count,
    ) % {"count": count}
