"""What the clinic stands for: therapists read, adopt and take back, one by one or by category."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import therapist_required
from accounts.models import ClinicMember
from exercises import actions
from exercises.adoptable import find_item, items_by_token, shelves
from exercises.changes import changes_since_adoption
from exercises.fixed_texts import FIXED_TEXTS
from exercises.forms import ChosenItemsForm
from exercises.models import AdoptionKind, Source
from exercises.source_list import sources_in_use


@require_safe
@therapist_required
def adoption(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    found = shelves(member.clinic, get_language() or "en")
    waiting = sum(shelf.waiting for shelf in found)
    return render(request, "exercises/adoptions.html", {"clinic": member.clinic, "shelves": found, "waiting": waiting})


@require_POST
@therapist_required
def adopt_chosen(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    form = ChosenItemsForm(request.POST)
    chosen = items_by_token(member.clinic, form.tokens(), get_language() or "en")
    if form.takes_back:
        number = actions.unadopt_items(chosen, by=member)
        said = ngettext("%(number)s taken back.", "%(number)s taken back.", number)
    else:
        number = actions.adopt_items(chosen, by=member)
        said = ngettext("%(number)s adopted with your name.", "%(number)s adopted with your name.", number)
    for hindrance in {item.hindrance for item in chosen if item.hindrance and not form.takes_back}:
        messages.error(request, hindrance)
    if number:
        messages.success(request, said % {"number": number})
    elif not any(item.hindrance for item in chosen):
        messages.warning(request, _("Nothing was marked, or it has changed since you opened the page. Look again."))
    return redirect(f"{_page()}#{form.shelf}" if form.shelf else _page())


def _page() -> str:
    return reverse("exercises:adoption")


@require_safe
@therapist_required
def changes(request: HttpRequest, member: ClinicMember, kind: str, slug: str) -> HttpResponse:
    found = changes_since_adoption(member.clinic, kind, slug)
    item = find_item(member.clinic, kind, slug, get_language() or "en")
    return render(request, "exercises/changes.html", {"clinic": member.clinic, "changes": found, "item": item})


@require_safe
@therapist_required
def fixed_text(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    if slug not in FIXED_TEXTS:
        raise Http404
    text = FIXED_TEXTS[slug]
    sources = Source.objects.filter(key__in=text.sources)
    item = find_item(member.clinic, AdoptionKind.FIXED_TEXT, slug, get_language() or "en")
    return render(
        request,
        "exercises/fixed_text.html",
        {"clinic": member.clinic, "text": text, "sources": sources, "item": item},
    )


@require_safe
@therapist_required
def sources(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    return render(request, "exercises/source_list.html", {"clinic": member.clinic, "groups": sources_in_use()})
