"""The library and the routine templates, for therapists. No patient is named on these pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import therapist_required
from accounts.models import ClinicMember
from exercises import actions, shelf, template_shelf
from exercises.forms import AdoptForm, LibraryForm
from exercises.own.adopting import CannotAdopt


@require_safe
@therapist_required
def library(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    form = LibraryForm(request.GET)
    asked = form.asked()
    found = shelf.library_page(member.clinic, get_language() or "en", asked, request.GET.get("page"))
    return render(
        request, "exercises/library.html", {"clinic": member.clinic, "form": form, "asked": asked, "found": found}
    )


@require_safe
@therapist_required
def exercise(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    page = shelf.exercise_page(member.clinic, slug, get_language() or "en")
    return render(request, "exercises/exercise.html", {"clinic": member.clinic, "page": page})


@require_POST
@therapist_required
def adopt_exercise(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    found = shelf.find_exercise(member.clinic, slug, get_language() or "en")
    form = AdoptForm(request.POST)
    try:
        adopted = form.is_valid() and actions.adopt_exercise(found, by=member, **form.cleaned_data)
    except CannotAdopt as hindrance:
        messages.error(request, str(hindrance))
    else:
        _say(request, adopted=adopted)
    return redirect("exercises:exercise", slug=slug)


@require_safe
@therapist_required
def templates(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    rows = template_shelf.template_rows(member.clinic)
    context = {"clinic": member.clinic, "rows": rows, "retired": template_shelf.retired_own(member.clinic)}
    return render(request, "exercises/templates.html", context)


@require_safe
@therapist_required
def template(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    page = template_shelf.template_page(member.clinic, slug, get_language() or "en")
    return render(request, "exercises/template.html", {"clinic": member.clinic, "page": page})


@require_POST
@therapist_required
def adopt_template(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    found = template_shelf.find_template(member.clinic, slug)
    form = AdoptForm(request.POST)
    adopted = form.is_valid() and actions.adopt_template(found, version=form.cleaned_data["version"], by=member)
    _say(request, adopted=adopted)
    return redirect("exercises:template", slug=slug)


def _say(request: HttpRequest, *, adopted: bool) -> None:
    if adopted:
        messages.success(request, _("Adopted. Your name and the day are on record."))
    else:
        messages.warning(request, _("This text has changed since you opened it. Read it again, then adopt it."))
