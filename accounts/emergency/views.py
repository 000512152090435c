"""Covering for a colleague, and the review afterwards."""

from __future__ import annotations

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import admin_required, therapist_required
from accounts.emergency import actions, queue
from accounts.emergency.finding import found_by_name, is_treated_by
from accounts.emergency.forms import CoverForm, ReviewForm
from accounts.models import ClinicMember, EmergencyDecision, Patient
from accounts.throttle import throttled

see_or_send = require_http_methods(["GET", "HEAD", "POST"])
# Enough for a name that is hard to spell, too few to try out names.
TRIES = "8/10m/user,30/d/user"


@see_or_send
@throttled("emergency.cover", TRIES)
@therapist_required
@reauthentication_required  # type: ignore[untyped-decorator]
def cover(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    """Asks who it is once more before the form opens, and again where the form took long."""
    now = timezone.now()
    form = CoverForm(request.POST if request.method == "POST" else None, today=member.clinic.today(now))
    patient = _found(member, form) if form.is_valid() else None
    if patient is None:
        context = {"clinic": member.clinic, "form": form, "standing": queue.standing(member, now)}
        return render(request, "accounts/emergency/cover.html", context, status=422 if form.is_bound else 200)
    if not is_treated_by(patient, member.user, now):
        reason, words = form.cleaned_data["reason"], form.cleaned_data["words"]
        actions.open_emergency(patient, reason=reason, words=words, at=now, by=member)
    return redirect("progress:patient", patient.public_id)


def _found(member: ClinicMember, form: CoverForm) -> Patient | None:
    typed = form.cleaned_data
    found = found_by_name(member.clinic, typed["name"], typed["year"], typed["born_on"])
    if len(found) == 1:
        return found[0]
    if found:
        form.add_error("born_on", _("Two patients have this name and year. Fill in the whole date of birth."))
    else:
        audit.record("emergency.not_found", by=member)
        form.add_error("name", _("Your clinic has no patient with this name and year of birth. Look at both again."))
    return None


@require_POST
@therapist_required
def end(request: HttpRequest, member: ClinicMember, emergency_id: UUID) -> HttpResponse:
    actions.end_emergency(queue.own(member, emergency_id), at=timezone.now(), by=member)
    messages.success(request, _("The emergency access has ended."))
    return redirect("home:caseload")


@require_safe
@admin_required
def reviews(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    audit.record("opened.emergency:reviews", by=member)
    context = {
        "clinic": member.clinic,
        "waiting": queue.waiting(member.clinic),
        "reviewed": queue.reviewed(member.clinic, request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "accounts/emergency/reviews.html", context)


@see_or_send
@admin_required
def review(request: HttpRequest, member: ClinicMember, emergency_id: UUID) -> HttpResponse:
    one = queue.one_of_clinic(member.clinic, emergency_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _reviewed(request, member, emergency_id, form)
        except actions.NotYours:
            form.add_error(None, _("You opened this one yourself. Another admin of the clinic reviews it."))
    audit.record("opened.emergency:review", by=member, about=one)
    context = {
        "clinic": member.clinic,
        "one": one,
        "form": form,
        "opened": queue.pages_opened(one),
        "now": timezone.now(),
    }
    return render(request, "accounts/emergency/review.html", context, status=422 if form.is_bound else 200)


def _reviewed(request: HttpRequest, member: ClinicMember, emergency_id: UUID, form: ReviewForm) -> HttpResponse:
    decision, words = EmergencyDecision(form.cleaned_data["decision"]), form.cleaned_data["words"]
    one = queue.one_of_clinic(member.clinic, emergency_id)
    if actions.review_emergency(one, decision=decision, words=words, at=timezone.now(), by=member):
        messages.success(request, _("Your decision is on record."))
    else:
        messages.info(request, _("This one was reviewed already. The first decision stands."))
    return redirect("emergency:reviews")
