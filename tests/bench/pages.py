"""The pages that are measured, each as the person sees it who has it every day."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.models import Patient, User
from portal.routines.models import PrescribedExercise
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote, SessionStatus
from tests.bench import goals
from tests.bench.browser import Browser
from tests.bench.clock import TODAY
from tests.bench.fill import plan
from tests.bench.filled_forms import fill_in
from tests.bench.measuring import Request, Target

SLOT = 1


@dataclass(frozen=True)
class Subject:
    """One measured patient, signed in."""

    patient: Patient
    browser: Browser
    exercises: list[UUID]

    def path(self, name: str, **more: object) -> str:
        return reverse(name, kwargs={"patient_id": self.patient.public_id, **more})

    def session_path(self, name: str, **more: object) -> str:
        return self.path(f"sessions:{name}", day=TODAY, slot=SLOT, **more)

    def forget_today(self) -> None:
        """As if nothing of today had been recorded, however often it was."""
        with transaction.atomic():
            today = ExerciseSession.objects.filter(routine__patient=self.patient, local_date=TODAY)
            for model in (ExerciseResult, SessionNote):
                model._default_manager.filter(exercise_session__in=today).delete()
            today.update(status=SessionStatus.DUE)


def floor(port: int) -> Target:
    reader = _reader(plan.address(plan.EIGHT), port)
    return Target("floor", "F: sign-in, one query, 20 KB", reader, _always("/bench/floor/"))


def all_pages(port: int) -> list[Callable[[], Target]]:
    """Made one by one, so that a page that is missing takes no other with it."""
    todays = [
        ("today-8", "today, 8 exercises", plan.EIGHT),
        ("today-1", "today, 1 exercise", plan.ONE),
        ("today-20", "today, 20 exercises", plan.TWENTY),
        ("today-new", "today, no history", plan.NEWCOMER),
        ("today-years", "today, 5 years of history", plan.VETERAN),
    ]
    return [
        *(partial(_today, *one, port) for one in todays),
        partial(_exercise, port),
        partial(_tick, port),
        partial(_record, "record", "session POST, 8 exercises", plan.RECORDER, port),
        partial(_record, "record-years", "session POST, 10,000 past sessions", plan.VETERAN, port),
        *(partial(_caseload, size, port) for size in plan.CASELOADS),
        *(partial(_library, size, port) for size in plan.SHELVES),
        partial(_search, port),
        partial(_sheet, port),
        partial(_assign, port),
    ]


def _today(key: str, words: str, kind: plan.Kind, port: int) -> Target:
    subject = find_subject(kind, port)
    return Target(key, words, subject.browser, _always(subject.path("home:today")), goals.TODAY)


def _exercise(port: int) -> Target:
    subject = find_subject(plan.EIGHT, port)
    path = subject.session_path("exercise", prescribed_id=subject.exercises[2])
    return Target("exercise", "one exercise", subject.browser, _always(path), goals.TODAY)


def _tick(port: int) -> Target:
    """The eight exercises of a session one after the other, then from the beginning."""
    subject = find_subject(plan.RECORDER, port)
    place = -1

    def request(_number: int) -> Request:
        nonlocal place
        place = (place + 1) % len(subject.exercises)
        if place == 0:
            subject.forget_today()
        return Request(subject.session_path("tick", prescribed_id=subject.exercises[place]), {"then": "next"})

    return Target("tick", "tick POST", subject.browser, request, goals.TICK, status=302)


def _record(key: str, words: str, kind: plan.Kind, port: int) -> Target:
    subject = find_subject(kind, port)
    path = subject.session_path("record_session")
    data: dict[str, str] = {}

    def request(_number: int) -> Request:
        subject.forget_today()
        if not data:
            data.update(fill_in(subject.browser.ask(path).body, path))
        return Request(path, data)

    return Target(key, words, subject.browser, request, goals.TICK, status=302)


def _caseload(size: int, port: int) -> Target:
    therapist = _reader(plan.therapist(size), port)
    words = f"caseload, {size:,} patients"
    return Target(f"caseload-{size}", words, therapist, _always(reverse("home:caseload")), goals.CASELOAD)


def _library(size: int, port: int) -> Target:
    therapist = _reader(plan.shelf_reader(size), port)
    words = f"library, {size:,} exercises"
    return Target(f"library-{size}", words, therapist, _always(reverse("exercises:library")), goals.LIBRARY)


def _search(port: int) -> Target:
    therapist = _reader(plan.shelf_reader(max(plan.SHELVES)), port)
    path = f"{reverse('exercises:library')}?words=hip+bridge"
    return Target("search", f"library search, {max(plan.SHELVES):,}", therapist, _always(path), goals.LIBRARY)


def _sheet(port: int) -> Target:
    subject = find_subject(plan.EIGHT, port)
    path = subject.path("sessions:paper_pdf")
    return Target("sheet", "sheet as PDF, 8 exercises", subject.browser, _always(path), goals.SHEET)


def _assign(port: int) -> Target:
    """Every template of the clinic, in every phase, checked for one patient."""
    subject = find_subject(plan.EIGHT, port)
    therapist = _reader(plan.therapist(plan.HOME_OF_SUBJECTS), port)
    return Target("assign", "assign a routine", therapist, _always(subject.path("routines:assign")))


def find_subject(kind: plan.Kind, port: int) -> Subject:
    user = User.objects.get(email=plan.address(kind))
    patient = Patient.objects.get(user=user)
    prescribed = PrescribedExercise.objects.filter(revision__routine__patient=patient)
    return Subject(patient, Browser(user, port), list(prescribed.values_list("public_id", flat=True)))


def _reader(email: str, port: int) -> Browser:
    return Browser(User.objects.get(email=email), port)


def _always(path: str) -> Callable[[int], Request]:
    return lambda _number: Request(path)
