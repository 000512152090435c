"""A therapist is away for long, or leaves: the patients pass to a colleague."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import admin_required
from accounts.clinic.handing_over.actions import hand_over as hand_them_over
from accounts.clinic.handing_over.forms import GiverForm, HandOverForm
from accounts.clinic.handing_over.page import MOST_LISTED, givers_of, patients_of
from accounts.clinic.team.page import therapists_of
from accounts.models import ClinicMember


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def hand_over(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    now = timezone.now()
    today = member.clinic.today(now)
    first_step = GiverForm(request.GET if "giver" in request.GET else None, givers=givers_of(member.clinic, today))
    giver = first_step.chosen
    context = {"clinic": member.clinic, "first_step": first_step, "giver": giver}
    if giver is None:
        return render(request, "accounts/clinic/hand_over.html", context)
    patients = patients_of(member.clinic, giver, today)
    takers = [one for one in therapists_of(member.clinic) if one.pk != giver.pk]
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, takers=takers, patients=patients, today=today)
    if data is None or not form.is_valid():
        context |= {"form": form, "count": len(patients), "is_listed": len(patients) <= MOST_LISTED}
        context |= {"has_takers": bool(takers)}
        return render(request, "accounts/clinic/hand_over.html", context, status=422 if form.is_bound else 200)
    taker = form.cleaned_data["taker"]
    number = hand_them_over(
        giver=giver, taker=taker, patients=form.patients, first=form.cleaned_data["first"], at=now, by=member
    )
    said = ngettext("%(number)s patient goes to %(name)s.", "%(number)s patients go to %(name)s.", number)
    messages.success(request, said % {"number": number, "name": taker.name})
    return redirect("clinic:patients")
