"""A clinic's own routine templates: the copy, the change page, retiring. No patient is named on these pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import therapist_required
from accounts.models import ClinicMember
from exercises.own_templates import actions
from exercises.own_templates.pages import change_page, find_own_template
from exercises.own_templates.shelf import TemplateShelf
from exercises.own_templates.typed import Sheet, empty_sheet, sent_sheet, stepped_sheet, stored_sheet
from exercises.template_shelf import find_template

change_view = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@therapist_required
def copy(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    try:
        own = actions.copy_template(find_template(member.clinic, slug), by=member)
    except actions.TooMany:
        messages.error(request, _("Your clinic has too many copies of this template. Change one of them."))
        return redirect("exercises:template", slug=slug)
    messages.success(request, _("Copied for your clinic. Change what you want; nobody can use it before you adopt it."))
    return redirect("exercises:change_own_template", slug=own.slug)


@change_view
@therapist_required
def new(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    """Nothing is stored before it is saved and adopted."""
    shelf = TemplateShelf(member.clinic, None, _language())
    if request.method != "POST":
        return _page(request, shelf, empty_sheet(shelf))
    if request.POST.get("do") != "save":
        return _page(request, shelf, stepped_sheet(request.POST, shelf))
    sheet = sent_sheet(request.POST, shelf)
    if not sheet.is_valid(shelf):
        return _page(request, shelf, sheet, status=422)
    try:
        own = actions.make_template(sheet.content(), by=member, stands=True)
    except actions.TooMany:
        sheet.head.add_error("name", _("Your clinic has too many templates of this name. Choose another name."))
        return _page(request, shelf, sheet, status=422)
    messages.success(request, _("Saved, and adopted for your clinic with your name."))
    return redirect("exercises:template", slug=own.slug)


@change_view
@therapist_required
def change(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own_template(member.clinic, slug)
    shelf = TemplateShelf(member.clinic, own, _language())
    if request.method != "POST":
        return _page(request, shelf, stored_sheet(own, shelf))
    if request.POST.get("do") != "save":
        return _page(request, shelf, stepped_sheet(request.POST, shelf), version=_version(request))
    sheet = sent_sheet(request.POST, shelf)
    has_clash = _version(request) != own.version
    if not sheet.is_valid(shelf) or has_clash:
        return _page(request, shelf, sheet, status=409 if has_clash else 422, has_clash=has_clash)
    try:
        actions.save_template(own, sheet.content(), version=own.version, by=member)
    except actions.ChangedMeanwhile:
        shelf.own = own = find_own_template(member.clinic, slug)
        return _page(request, shelf, sheet, status=409, has_clash=True)
    messages.success(
        request, _("Saved, and adopted for your clinic with your name. Routines that run stay as they are.")
    )
    return redirect("exercises:template", slug=own.slug)


@change_view
@therapist_required
def retire(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    """Takes it out of the choice, or back into it: the page asks for whichever is left to do."""
    own = find_own_template(member.clinic, slug)
    if request.method != "POST":
        return render(request, "exercises/own_templates/retire.html", {"clinic": member.clinic, "template": own})
    if request.POST.get("do") == "retire" and not own.is_retired:
        actions.retire_template(own, by=member)
        messages.success(request, _("Retired. Routines that began with it go on."))
    elif request.POST.get("do") == "bring_back" and own.is_retired:
        actions.bring_template_back(own, by=member)
        messages.success(request, _("It can be used again."))
    return redirect("exercises:template", slug=slug)


def _page(
    request: HttpRequest,
    shelf: TemplateShelf,
    sheet: Sheet,
    *,
    status: int = 200,
    has_clash: bool = False,
    version: int | None = None,
) -> HttpResponse:
    """`version` goes on as it was sent while rows are only moved about, so that a clash is told at the end."""
    present = shelf.own.version if shelf.own else 0
    page = change_page(sheet, shelf, version=present if version is None else version, has_clash=has_clash)
    context = {"clinic": shelf.clinic, "page": page}
    return render(request, "exercises/own_templates/change.html", context, status=status)


def _version(request: HttpRequest) -> int:
    """0 for what is no version: then it is told as a clash."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _language() -> str:
    return get_language() or "en"
