"""One template for several patients: tick, check, give; then what became of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patients, therapist_required
from accounts.models import ClinicMember
from exercises.models import RoutineTemplate
from exercises.template_shelf import find_template, lang_of
from portal.routines.choosing import template_in_use
from portal.routines.giving import actions
from portal.routines.giving.asking import Asked
from portal.routines.giving.page import give_page, people
from portal.routines.showing import language


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_required
def give(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    template = find_template(member.clinic, slug)
    if request.method == "POST":
        return _give(request, member, template)
    audit.record("opened.routines:give", by=member)
    asked = Asked.of(request.GET, template)
    errors = asked.errors if asked.is_check else []
    opened = open_patients(request, asked.patients, Scope.PRESCRIBE) if asked.is_check and not errors else []
    return _page(request, member, template, asked, opened, errors)


@require_safe
@therapist_required
def given(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    """Told from what is there, so that it is true however often it is opened."""
    template = find_template(member.clinic, slug)
    asked = Asked.of(request.GET, template)
    if asked.errors:
        return redirect("routines:give", template.slug)
    number = asked.phase or 0
    found = people(member, template, number, open_patients(request, asked.patients, Scope.PRESCRIBE), language(request))
    context = {
        "clinic": member.clinic,
        "template": template,
        "lang": lang_of(template),
        "results": [(one, one.standing.outcome(template, number)) for one in found],
    }
    return render(request, "portal/routines/giving/given.html", context)


def _give(request: HttpRequest, member: ClinicMember, template: RoutineTemplate) -> HttpResponse:
    asked = Asked.of(request.POST, template)
    errors = asked.errors
    if template_in_use(member.clinic, template.slug) is None:
        errors = [{"href": "#adopt", "text": _("Your clinic has not adopted this template, or retired it.")}]
    opened = [] if errors else open_patients(request, asked.patients, Scope.PRESCRIBE)
    if not opened:
        gone = [{"href": "#patients", "text": _("These patients are not in treatment with you. Tick others.")}]
        return _page(request, member, template, asked, [], errors or gone)
    for access in opened:
        # A transaction for each: whoever can be given it is given it.
        actions.give(template, asked.phase or 0, by=access)
    return redirect(f"{reverse('routines:given', args=[template.slug])}?{asked.query}")


def _page(
    request: HttpRequest,
    member: ClinicMember,
    template: RoutineTemplate,
    asked: Asked,
    opened: list[PatientAccess],
    errors: list[dict[str, str]],
) -> HttpResponse:
    page = give_page(member, template, asked, opened, language(request), now=timezone.now(), errors=errors)
    context = {"clinic": member.clinic, "page": page, "lang": lang_of(template)}
    return render(request, "portal/routines/giving/give.html", context, status=422 if errors else 200)
