"""A clinic's own exercises: the copy, the five parts of the change page, withdrawing, and the pictures themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from accounts.access import therapist_required
from accounts.models import ClinicMember
from exercises import tasks
from exercises.models import Exercise
from exercises.own import changing, drawing
from exercises.own.angle_form import TagsForm, angle_forms, first_tags
from exercises.own.complaints import complaints
from exercises.own.content import numbers_of, stamp_of
from exercises.own.copying import TooManyCopies, UntouchedCopy, make_own_copy
from exercises.own.dose_form import DoseForm
from exercises.own.files import find
from exercises.own.pages import figure_of, find_own, find_shared, own_page, shown_views
from exercises.own.photo_form import PhotoForm
from exercises.own.pose_form import PoseForm
from exercises.own.uploads import is_too_large
from exercises.own.word_forms import word_forms

logger = logging.getLogger(__name__)

change_page = require_http_methods(["GET", "HEAD", "POST"])
# A picture is read on its own: nothing in it may run or fetch. Its address never means another picture.
PICTURE_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


@require_POST
@therapist_required
def copy(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    try:
        own = make_own_copy(find_shared(slug), by=member)
    except UntouchedCopy as untouched:
        own = untouched.copy
        messages.info(request, _("Your clinic has this copy already, and nothing is changed in it yet."))
    except TooManyCopies:
        messages.error(request, _("Your clinic has too many copies of this exercise. Change one of them."))
        return redirect("exercises:exercise", slug=slug)
    else:
        messages.success(
            request, _("Copied for your clinic. Change what you want; nobody sees it before you adopt it.")
        )
    return redirect("exercises:own_words", slug=own.slug)


@change_page
@therapist_required
def words(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own(member.clinic, slug)
    forms = word_forms(own, _sent(request))
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        typed = {form.language: form.words() for form in forms}
        return _save(
            request,
            own,
            "own_words",
            lambda stamp: changing.save_words(own, typed, stamp=stamp, by=member),
            forms=forms,
        )
    return _part(
        request, own, "own_words", forms=forms, errors=complaints((form.language_name, form) for form in forms)
    )


@change_page
@therapist_required
def dose(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own(member.clinic, slug)
    form = DoseForm(_sent(request), own=own)
    if request.method == "POST" and form.is_valid():
        typed = form.dose()
        return _save(
            request, own, "own_dose", lambda stamp: changing.save_dose(own, typed, stamp=stamp, by=member), form=form
        )
    return _part(request, own, "own_dose", form=form)


@change_page
@therapist_required
def pose(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own(member.clinic, slug)
    figure = figure_of(own)
    if figure is None:
        return _part(request, own, "own_pose", form=None, views=shown_views(own))
    form = PoseForm(_sent(request), figure=figure, numbers=numbers_of(own))
    if request.method == "POST" and (_goes_back(request) or form.is_valid()):
        numbers = {} if _goes_back(request) else form.numbers()

        def save(stamp: str) -> None:
            drawing.ask_for_pose(own, numbers, stamp=stamp, by=member)
            _wake_drawing(own)

        return _save(request, own, "own_pose", save, form=form, views=shown_views(own))
    return _part(request, own, "own_pose", form=form, views=shown_views(own), errors=form.wrong)


@require_POST
@therapist_required
def draw_again(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own(member.clinic, slug)
    if drawing.ask_again(own):
        _wake_drawing(own)
        messages.info(request, _("The picture is asked for again."))
    return redirect("exercises:own_pose", slug=slug)


@change_page
@therapist_required
def photo(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own(member.clinic, slug)
    too_large = is_too_large(request.META.get("CONTENT_LENGTH"))
    form = PhotoForm(_sent(request), request.FILES or None, own=own, language=_language(), is_too_large=too_large)
    if request.method == "POST" and form.is_valid():
        view, plain, alts = form.cleaned_data["view"], form.plain(), form.alts()

        def save(stamp: str) -> None:
            changing.save_photo(own, view, plain, alts, stamp=stamp, by=member)

        return _save(request, own, "own_photo", save, form=form, views=shown_views(own))
    return _part(request, own, "own_photo", form=form, views=shown_views(own))


@require_POST
@therapist_required
def remove_photo(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own(member.clinic, slug)
    view = request.POST.get("view", "")
    return _save(
        request,
        own,
        "own_photo",
        lambda stamp: changing.remove_photo(own, view, stamp=stamp, by=member),
        views=shown_views(own),
        form=PhotoForm(own=own, language=_language()),
    )


@change_page
@therapist_required
def angles(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    own = find_own(member.clinic, slug)
    parent = changing.parent_of(own)
    forms = angle_forms(own, parent, _sent(request))
    tags = TagsForm(_sent(request), initial={"tags": first_tags(own, parent)})
    if request.method == "POST" and forms and all([form.is_valid() for form in [*forms, tags]]):
        declared, chosen = [form.declared() for form in forms], tags.cleaned_data["tags"]

        def save(stamp: str) -> None:
            changing.declare_angles(own, declared, chosen, stamp=stamp, by=member)

        return _save(request, own, "own_angles", save, forms=forms, tags=tags)
    return _part(
        request,
        own,
        "own_angles",
        forms=forms,
        tags=tags,
        errors=complaints([*((form.title, form) for form in forms), ("", tags)]),
    )


@change_page
@therapist_required
def withdraw(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    """Takes it out of the library, or back into it: the page asks for whichever is left to do."""
    own = find_own(member.clinic, slug)
    if request.method != "POST":
        return render(
            request, "exercises/own/withdraw.html", {"clinic": member.clinic, "page": own_page(own, "", _language())}
        )
    act = changing.bring_back if own.is_retired else changing.withdraw
    try:
        act(own, stamp=request.POST.get("stamp", ""), by=member)
    except changing.ChangedMeanwhile:
        messages.warning(request, _("Somebody has changed this exercise meanwhile. Look at it again first."))
    else:
        messages.success(
            request,
            _("It is back in your library.") if own.is_retired else _("Withdrawn. Routines that hold it keep it."),
        )
    return redirect("exercises:exercise", slug=slug)


@require_safe
def own_picture(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """For anybody who is signed in: the key is random, and pages name it only to those who may see the exercise."""
    found = find(key, name)
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=PICTURE_HEADERS)


def _save(request: HttpRequest, own: Exercise, part: str, save: Callable[[str], None], **context: Any) -> HttpResponse:
    try:
        save(request.POST.get("stamp", ""))
    except changing.ChangedMeanwhile:
        return _part(request, own, part, has_clash=True, **context)
    messages.success(request, _("Saved."))
    return redirect(f"exercises:{part}", slug=own.slug)


def _part(request: HttpRequest, own: Exercise, part: str, *, has_clash: bool = False, **context: Any) -> HttpResponse:
    """What was typed stays, whether something is wrong with it or somebody else was faster, or both: then both is said,
    for the page that goes back carries the stamp of the present state."""
    has_clash = has_clash or (request.method == "POST" and request.POST.get("stamp", "") != stamp_of(own))
    page = own_page(own, part, _language(), has_clash=has_clash)
    status = 409 if has_clash else 422 if request.method == "POST" else 200
    return render(
        request,
        f"exercises/own/{part.removeprefix('own_')}.html",
        {"clinic": own.clinic, "page": page, **context},
        status=status,
    )


def _wake_drawing(own: Exercise) -> None:
    """The row waits whatever happens here; the worker or `manage.py draw_own` finds it."""
    if drawing.is_waiting(own):
        transaction.on_commit(lambda: _send(own.pk))


def _send(pk: int) -> None:
    try:
        tasks.draw_own.apply_async([pk], retry=False)
    except OperationalError:
        logger.warning("The queue does not answer; the drawing of exercise %s waits.", pk)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _goes_back(request: HttpRequest) -> bool:
    return request.POST.get("do") == "library_pose"


def _language() -> str:
    return get_language() or "en"
