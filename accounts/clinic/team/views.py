"""The team: who works here and as what."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import admin_required
from accounts.clinic.team import actions
from accounts.clinic.team.forms import StopForm
from accounts.clinic.team.page import Colleague, colleague, team_of, therapists_of
from accounts.models import ClinicMember, ClinicRole

EVERYTHING = "everything"


@require_safe
@admin_required
def team(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    audit.record("opened.clinic:team", by=member)
    found = team_of(member.clinic, _today(member))
    context = {
        "clinic": member.clinic,
        "working": [one for one in found if one.is_active],
        "stopped": [one for one in found if not one.is_active],
    }
    return render(request, "accounts/clinic/team.html", context)


@require_safe
@admin_required
def person(request: HttpRequest, member: ClinicMember, person_id: UUID) -> HttpResponse:
    one = colleague(member.clinic, person_id, _today(member))
    return render(request, "accounts/clinic/person.html", {"clinic": member.clinic, "one": one})


@require_POST
@admin_required
def give_role(request: HttpRequest, member: ClinicMember, person_id: UUID, role: str) -> HttpResponse:
    one = colleague(member.clinic, person_id, _today(member))
    given = _role(role, list(ClinicRole))
    actions.give_role(one.user, given, by=member)
    messages.success(request, _("%(name)s works here as: %(role)s.") % {"name": one.user.name, "role": given.label})
    return redirect("clinic:person", person_id)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def stop_work(request: HttpRequest, member: ClinicMember, person_id: UUID, role: str) -> HttpResponse:
    """One role, or everything. A page of its own says what happens, and asks about the patients."""
    one = colleague(member.clinic, person_id, _today(member))
    roles = list(one.roles) if role == EVERYTHING else [_role(role, list(one.roles))]
    is_asked = ClinicRole.THERAPIST in roles and one.patients > 0
    data = request.POST if request.method == "POST" else None
    form = StopForm(data, colleague=one, others=therapists_of(member.clinic), is_asked=is_asked)
    if data is None or not form.is_valid():
        return _stop_page(request, member, one, role, form)
    try:
        actions.take_roles(
            one.user,
            roles,
            successor=form.successor,
            ends_treatments=form.ends_treatments,
            at=timezone.now(),
            by=member,
        )
    except actions.LastAdmin:
        form.add_error(None, _("This is the clinic’s only admin. Make somebody else an admin first."))
        return _stop_page(request, member, one, role, form)
    except actions.TreatsPatients:
        messages.warning(request, _("There are patients now who were not there before. Look again."))
        return redirect("clinic:stop_work", person_id, role)
    messages.success(request, _("Done. %(name)s is signed out everywhere.") % {"name": one.user.name})
    return redirect("clinic:team" if one.user.pk != member.user_id else "home:start")


def _stop_page(request: HttpRequest, member: ClinicMember, one: Colleague, role: str, form: StopForm) -> HttpResponse:
    context = {
        "clinic": member.clinic,
        "one": one,
        "role": "" if role == EVERYTHING else ClinicRole(role).label,
        "form": form,
        "is_last_admin": one.is_only_admin and role != ClinicRole.THERAPIST,
    }
    return render(request, "accounts/clinic/stop_work.html", context, status=422 if form.is_bound else 200)


def _role(name: str, offered: list[ClinicRole]) -> ClinicRole:
    for role in offered:
        if role == name:
            return role
    raise Http404


def _today(member: ClinicMember) -> date:
    return member.clinic.today(timezone.now())
