"""What a patient, or who helps them, opens and sends while doing the exercises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import PatientAccess, Scope, open_patient
from portal.sessions import actions
from portal.sessions.actions import Entry, NothingDue
from portal.sessions.due import DueSession, find_session
from portal.sessions.exercise_page import exercise_page
from portal.sessions.forms import (
    NoteForm,
    NotTodayForm,
    RecordSessionForm,
    note_initial,
    record_initial,
    revision_of,
)
from portal.sessions.models import Outcome
from portal.sessions.pages import reading_language
from portal.sessions.records import RecordedSession
from portal.sessions.seen import SeenSession, seen_by_exercise, seen_by_revision, shown_exercises
from portal.sessions.session_page import answer_rows, finish_words, frame, open_until_words
from portal.sessions.standing import Standing, standing_routine
from portal.sessions.ways import after_exercise, list_of, saved_at, today_of

see_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def exercise(request: HttpRequest, patient_id: UUID, day: date, slot: int, prescribed_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.VIEW_ROUTINE)
    standing, session = _session_or_404(access, day, slot)
    one = next((one for one in session.exercises if one.prescribed.public_id == prescribed_id), None)
    if one is None:
        # A link from before the routine changed: today's page says what changed.
        _seen_or_404(access, day, slot, prescribed_id)
        return redirect(today_of(access, slot))
    page = exercise_page(access, session, one)
    return render(request, "portal/sessions/exercise.html", _framed(access, session, standing, page=page))


@require_POST
def tick(request: HttpRequest, patient_id: UUID, day: date, slot: int, prescribed_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.RECORD)
    seen = _seen_or_404(access, day, slot, prescribed_id)
    with nothing_due_is_404():
        now = actions.tick(seen, Entry(seen.the(prescribed_id)), by=access)
    return _after_exercise(request, access, seen, now, prescribed_id)


@require_POST
def untick(request: HttpRequest, patient_id: UUID, day: date, slot: int, prescribed_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.RECORD)
    seen = _seen_or_404(access, day, slot, prescribed_id)
    with nothing_due_is_404():
        now = actions.untick(seen, seen.the(prescribed_id), by=access)
    return _after_exercise(request, access, seen, now, prescribed_id)


@see_or_send
def not_today(request: HttpRequest, patient_id: UUID, day: date, slot: int, prescribed_id: UUID) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.RECORD)
    form = NotTodayForm(_sent(request))
    if not form.is_valid():
        return _not_today_page(request, access, form, day, slot, prescribed_id)
    seen = _seen_or_404(access, day, slot, prescribed_id)
    with nothing_due_is_404():
        entry = Entry(seen.the(prescribed_id), Outcome.NOT_DONE, form.cleaned_data["reason"])
        now = actions.tick(seen, entry, by=access)
    return _after_exercise(request, access, seen, now, prescribed_id)


@see_or_send
def finish(request: HttpRequest, patient_id: UUID, day: date, slot: int) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.RECORD)
    if request.method != "POST":
        return _finish_page(request, access, day, slot)
    form = NoteForm(request.POST, access=access)
    if not form.is_valid():
        return _finish_page(request, access, day, slot)
    seen = _seen_whole_or_404(request, access, day, slot)
    with nothing_due_is_404():
        actions.write_note(seen, form.note(), by=access)
    return redirect(saved_at(access))


@see_or_send
def record_session(request: HttpRequest, patient_id: UUID, day: date, slot: int) -> HttpResponse:
    access = open_patient(request, patient_id, Scope.RECORD)
    if request.method != "POST":
        return _record_page(request, access, day, slot)
    seen = _seen_whole_or_404(request, access, day, slot)
    form = RecordSessionForm(request.POST, access=access, prescribed=seen.prescribed)
    if not form.is_valid():
        return _record_page(request, access, day, slot, seen)
    with nothing_due_is_404():
        now = actions.record_session(seen, entries=form.entries(), note=form.note(), by=access)
    if not seen.has_changed(now.row):
        return redirect(saved_at(access))
    messages.warning(request, _change_words())
    return redirect(today_of(access))


@contextmanager
def nothing_due_is_404() -> Iterator[None]:
    try:
        yield
    except NothingDue:
        raise Http404 from None


def _not_today_page(
    request: HttpRequest, access: PatientAccess, form: NotTodayForm, day: date, slot: int, prescribed_id: UUID
) -> HttpResponse:
    _note_return(request, access)
    standing, session = _session_or_404(access, day, slot)
    one = next((one for one in session.exercises if one.prescribed.public_id == prescribed_id), None)
    if one is None:
        _seen_or_404(access, day, slot, prescribed_id)
        return redirect(today_of(access, slot))
    page = exercise_page(access, session, one)
    return render(request, "portal/sessions/not_today.html", _framed(access, session, standing, page=page, form=form))


def _finish_page(request: HttpRequest, access: PatientAccess, day: date, slot: int) -> HttpResponse:
    _note_return(request, access)
    standing, session = _session_or_404(access, day, slot)
    initial = note_initial(session.note) | {"revision": session.revision.public_id}
    form = NoteForm(_sent(request), initial=initial, access=access, therapist=standing.first_name)
    heading, words = finish_words(access, session)
    return render(
        request,
        "portal/sessions/finish.html",
        _framed(
            access,
            session,
            standing,
            form=form,
            finish_heading=heading,
            finish_words=words,
            until=open_until_words(session),
        ),
    )


def _record_page(
    request: HttpRequest, access: PatientAccess, day: date, slot: int, seen: SeenSession | None = None
) -> HttpResponse:
    """`seen`: the form that was sent comes back as it was, though the routine may have changed."""
    _note_return(request, access)
    standing, session = _session_or_404(access, day, slot)
    exercises = shown_exercises(access, seen, standing.language) if seen else session.exercises
    form = RecordSessionForm(
        _sent(request),
        initial=record_initial(session),
        access=access,
        therapist=standing.first_name,
        prescribed=[one.prescribed for one in exercises],
    )
    rows = answer_rows(access, form, exercises)
    context = {
        "access": access,
        "frame": frame(access, session, standing.therapist, is_list=True),
        "form": form,
        "rows": rows,
        "until": open_until_words(session),
    }
    return render(request, "portal/sessions/record_session.html", context)


def _framed(access: PatientAccess, session: DueSession, standing: Standing, **more: object) -> dict[str, object]:
    return {"access": access, "frame": frame(access, session, standing.therapist), **more}


def _session_or_404(access: PatientAccess, day: date, slot: int) -> tuple[Standing, DueSession]:
    standing = standing_routine(access, reading_language())
    session = find_session(access, standing, day, slot)
    if standing is None or session is None:
        raise Http404
    return standing, session


def _seen_or_404(access: PatientAccess, day: date, slot: int, prescribed_id: UUID) -> SeenSession:
    seen = seen_by_exercise(access, day, slot, prescribed_id)
    if seen is None:
        raise Http404
    return seen


def _seen_whole_or_404(request: HttpRequest, access: PatientAccess, day: date, slot: int) -> SeenSession:
    seen = seen_by_revision(access, day, slot, revision_of(request.POST))
    if seen is None:
        raise Http404
    return seen


def _after_exercise(
    request: HttpRequest, access: PatientAccess, seen: SeenSession, now: RecordedSession, done: UUID
) -> HttpResponse:
    """Where they came from: on to the next exercise, or back to the list."""
    if seen.has_changed(now.row):
        messages.warning(request, _change_words())
    elif request.POST.get("then") == "next":
        return redirect(after_exercise(access, seen, now, done))
    return redirect(list_of(access, seen, done))


def _change_words() -> str:
    return _(
        "The exercises changed while this page was open. What you recorded is kept. Please look at the list again."
    )


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _note_return(request: HttpRequest, access: PatientAccess) -> None:
    """A form that comes back shows the patient's data: a look like any other."""
    if request.method == "POST":
        audit.record("form.returned", by=access)
