"""Assigning a routine, working on its draft, publishing. Each button of the builder first saves what is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from accounts.fields import plain
from portal.routines import actions
from portal.routines.builder import builder_page, last_ended_revision, standing_draft
from portal.routines.choosing import adopted_template, asked_phase, assign_page, is_clean
from portal.routines.finding import addable_form, addable_variant
from portal.routines.finding_forms import Asked
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.sent import SentDraft
from portal.routines.showing import about, language
from portal.routines.typed import last_saver, typed_draft

Step = Callable[[PatientAccess, RoutineRevision], HttpResponse]
# The page saves by itself and says so in this header.
AUTOMATIC = "X-Surefoot-Saves-Itself"


@require_safe
def assign(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    return render(
        request, "portal/routines/assign.html", about(access) | {"choice": assign_page(access, language(request))}
    )


@require_POST
def start_draft(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """From what the patient has now (or the draft that is there), from the last routine, or from nothing."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    draft = actions.open_draft(by=access)
    start = request.POST.get("start")
    if start in ("blank", "last"):
        source = last_ended_revision(access) if start == "last" else None
        actions.fill_from_revision(draft, source, by=access)
    return _to_builder(access)


@require_POST
def use_template(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    template = adopted_template(access, plain(request.POST.get("template", "")))
    draft = actions.open_draft(by=access)
    phase = asked_phase(template, plain(request.POST.get("phase", "")))
    actions.fill_from_template(draft, template, phase=phase, by=access)
    if is_clean(access, draft):
        return redirect("routines:review_changes", access.patient.public_id)
    return _to_builder(access)


@require_safe
def edit_routine(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    draft = standing_draft(access)
    if draft is None:
        return redirect("routines:assign", access.patient.public_id)
    page = builder_page(access, draft, language(request))
    return render(request, "portal/routines/edit_routine.html", about(access) | {"page": page})


@require_POST
def save_draft(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    def go_on(access: PatientAccess, _draft: RoutineRevision) -> HttpResponse:
        if request.POST.get("then") == "changes":
            return redirect("routines:review_changes", access.patient.public_id)
        asked = Asked.of(request.POST)
        if request.POST.get("then") == "library":
            return redirect(reverse("routines:find", args=[access.patient.public_id]) + asked.library_address)
        # The Enter key in the search box presses no button of its own.
        if request.POST.get("then") == "find" or ("then" not in request.POST and asked.q):
            return _to_builder(access, f"{asked.address}#add")
        if request.POST.get("then") == "all":
            messages.success(request, _("Set for all exercises."))
            return _to_builder(access, "#b-all")
        messages.success(request, _("Saved. Nobody sees it before you publish."))
        return _to_builder(access)

    if AUTOMATIC in request.headers:
        return _save_by_itself(request, patient_id)
    return _step(request, patient_id, go_on)


@require_POST
def add_exercise(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    def add(access: PatientAccess, draft: RoutineRevision) -> HttpResponse:
        named = [plain(request.POST.get(name, "")) for name in ("exercise", "variant")]
        exercise, variant = addable_form(access, *named)
        added = actions.add_exercise(draft, exercise, variant=variant, by=access)
        if added is None:
            messages.error(request, _("This routine is full. Remove an exercise first."))
            return _to_builder(access)
        asked = Asked.of(request.POST)
        if request.POST.get("back") == "find":  # with the keyboard several are added in a row
            return _to_builder(access, f"{replace(asked, added=exercise.slug).address}#find")
        return _to_builder(access, f"{asked.address}#rx-{added.public_id}")

    return _step(request, patient_id, add)


@require_POST
def remove_exercise(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    def remove(access: PatientAccess, draft: RoutineRevision) -> HttpResponse:
        prescribed = _prescribed(access, draft, request.POST.get("prescribed", ""), request)
        if prescribed is None:
            return _to_builder(access)
        neighbour = _neighbour(access, prescribed)
        actions.remove_exercise(prescribed, by=access)
        return _to_builder(access, f"#rx-{neighbour}" if neighbour else "#add")

    return _step(request, patient_id, remove, leaving=request.POST.get("prescribed", ""))


@require_POST
def move_exercise(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    def move(access: PatientAccess, draft: RoutineRevision) -> HttpResponse:
        name = "up" if "up" in request.POST else "down"
        prescribed = _prescribed(access, draft, request.POST.get(name, ""), request)
        if prescribed is None:
            return _to_builder(access)
        actions.move_exercise(prescribed, up=name == "up", by=access)
        return _to_builder(access, f"#rx-{prescribed.public_id}")

    return _step(request, patient_id, move)


@require_POST
def use_form(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A way out of a clash: another form of the same exercise, in one press."""
    named, _stroke, slug = request.POST.get("form", "").partition("/")

    def change(access: PatientAccess, draft: RoutineRevision) -> HttpResponse:
        prescribed = _prescribed(access, draft, named, request)
        if prescribed is None:
            return _to_builder(access)
        variant = addable_variant(access, prescribed.exercise, plain(slug))
        actions.use_form(prescribed, variant, by=access)
        return _to_builder(access, f"#rx-{prescribed.public_id}")

    return _step(request, patient_id, change)


@require_POST
def discard_draft(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    draft = standing_draft(access)
    if draft is not None:
        actions.discard_draft(draft, by=access)
        messages.success(request, _("The draft is gone. What was published stays as it is."))
    return redirect("progress:patient", access.patient.public_id)


def _step(request: HttpRequest, patient_id: UUID, act: Step, *, leaving: str = "") -> HttpResponse:
    """Saves what is typed, then acts. Where something typed is wrong nothing is done and everything typed stays."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    sent = SentDraft(access, request.POST, language(request), leaving=leaving)
    if sent.draft is None:
        return _typed(request, access, None)
    if not sent.is_valid():
        audit.record("form.returned", by=access)
        page = builder_page(access, sent.draft, language(request), sent=sent)
        return render(request, "portal/routines/edit_routine.html", about(access) | {"page": page}, status=422)
    try:
        actions.save_draft(sent.draft, sent.content(), by=access, known=sent.known)
    except actions.DraftChanged:
        return _typed(request, access, sent.draft)
    return act(access, sent.draft)


def _save_by_itself(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What is right of the page is saved; the answer holds the parts of the page that this changes."""
    access = open_patient(request, patient_id, Scope.PRESCRIBE)
    sent = SentDraft(access, request.POST, language(request))
    if sent.draft is None:
        return render(request, "portal/routines/builder/not_saved.html", about(access) | {"draft": None}, status=409)
    try:
        actions.save_draft(sent.draft, sent.content(), by=access, known=sent.known, is_automatic=True)
    except actions.DraftChanged:
        changed = {"draft": sent.draft, "who": last_saver(sent.draft)}
        return render(request, "portal/routines/builder/not_saved.html", about(access) | changed, status=409)
    page = builder_page(access, sent.draft, language(request))
    saved = {"page": page, "wrong_fields": sent.wrong_fields}
    return render(request, "portal/routines/builder/saved.html", about(access) | saved)


def _typed(request: HttpRequest, access: PatientAccess, newer: RoutineRevision | None) -> HttpResponse:
    """What was typed is not saved, and not lost: it stands on the page, to be copied."""
    audit.record("form.returned", by=access)
    typed = typed_draft(access, request.POST, language(request), newer=newer)
    return render(request, "portal/routines/typed_draft.html", about(access) | {"typed": typed}, status=409)


def _prescribed(
    access: PatientAccess, draft: RoutineRevision, public_id: str, request: HttpRequest
) -> PrescribedExercise | None:
    """Of this very draft. A second press of Remove finds nothing, and so does somebody else's id."""
    rows = access.rows(PrescribedExercise).filter(revision=draft).select_related("exercise", "revision")
    found = next((row for row in rows if str(row.public_id) == public_id), None)
    if found is None:
        messages.warning(request, _("That exercise is not in this draft any more."))
    return found


def _neighbour(access: PatientAccess, prescribed: PrescribedExercise) -> UUID | None:
    """Where the eye goes when it is gone: the next row, or the one before the last."""
    rows = list(access.rows(PrescribedExercise).filter(revision=prescribed.revision).order_by("order", "pk"))
    here = rows.index(prescribed)
    others = [*rows[here + 1 :], *reversed(rows[:here])]
    return others[0].public_id if others else None


def _to_builder(access: PatientAccess, more: str = "") -> HttpResponse:
    return redirect(reverse("routines:edit_routine", args=[access.patient.public_id]) + more)
