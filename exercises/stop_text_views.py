"""The clinic's own stop-and-call text: staff write it, a therapist reviews it by name."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import staff_required, therapist_required
from accounts.models import ClinicMember
from exercises import stop_texts as texts
from exercises.stop_text_forms import ReviewedVersionForm, StopTextForm


@require_safe
@staff_required
def stop_texts(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    context = {"clinic": member.clinic, "languages": texts.all_languages(member.clinic)}
    return render(request, "exercises/stop_texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def stop_text(request: HttpRequest, member: ClinicMember, language: str) -> HttpResponse:
    _known(language)
    standing, history = texts.standing(member.clinic, language), texts.history(member.clinic, language)
    newest = texts.words_of(history[0]) if history else texts.default_words(language)
    form = StopTextForm(request.POST if request.method == "POST" else None, words=newest)
    if not form.is_valid():
        context = {
            "clinic": member.clinic,
            "form": form,
            "standing": standing,
            "history": history,
            "shown": texts.shown_words(member.clinic, language),
            "may_review": request.user.is_authenticated and request.user.is_therapist,
        }
        return render(request, "exercises/stop_text.html", context, status=422 if form.is_bound else 200)
    if texts.write_version(language, by=member, **form.cleaned_data) is None:
        messages.info(request, _("Nothing was changed, so there is no new version."))
    else:
        messages.success(request, _("Saved. Patients read it as soon as a therapist has reviewed it."))
    return redirect("exercises:stop_text", language)


@require_POST
@therapist_required
def review_stop_text(request: HttpRequest, member: ClinicMember, language: str) -> HttpResponse:
    _known(language)
    form = ReviewedVersionForm(request.POST)
    try:
        if not form.is_valid():
            raise texts.AlreadyReviewed
        texts.review_version(language, form.cleaned_data["version"], by=member)
    except texts.AlreadyReviewed:
        messages.warning(request, _("This text has changed since you opened it. Read it again, then review it."))
    else:
        messages.success(request, _("Reviewed. Your name and the day are on record, and patients read it now."))
    return redirect("exercises:stop_text", language)


def _known(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Http404
