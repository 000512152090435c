"""Keeping a patient's routine as a template of the clinic."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.access import Scope, membership, open_patient
from exercises.own_templates.actions import TooMany, make_template
from portal.routines.builder import standing_revision
from portal.routines.from_routine.forms import KeepForm
from portal.routines.from_routine.keeping import content_of
from portal.routines.naming import shown, with_names
from portal.routines.showing import about, language


@require_http_methods(["GET", "HEAD", "POST"])
def keep_as_template(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    revision = standing_revision(access)
    if revision is None:
        messages.warning(request, _("There is no routine at the moment."))
        return redirect("progress:patient", access.patient.public_id)
    rows = with_names(revision.prescribed.all(), language(request))
    form = KeepForm(request.POST if request.method == "POST" else None, rows=rows, name=access.patient.name)
    if form.is_valid():
        try:
            with transaction.atomic():
                content = content_of(rows, len(revision.times), **form.cleaned_data)
                own = make_template(content, by=membership(request))
                audit.record("routine.kept_as_template", by=access, about=revision)
        except TooMany:
            form.add_error("name", _("Your clinic has too many templates of this name. Choose another name."))
        else:
            messages.success(request, _("Kept. Look through it, then save and adopt it for the clinic."))
            return redirect("exercises:change_own_template", slug=own.slug)
    if form.is_bound:
        audit.record("form.returned", by=access)
    lines = [(row, shown(row, language(request))) for row in rows]
    context = about(access) | {"form": form, "lines": lines, "revision": revision}
    return render(request, "portal/routines/from_routine/keep.html", context, status=422 if form.is_bound else 200)
