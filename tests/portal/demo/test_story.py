"""Every demo routine comes from a programme of the library and passes the matrix and the earliest weeks on each of its days."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import CareGrant, Patient, TreatmentLink, User
from exercises.models import Exercise, RoutineTemplate
from portal.caseload.models import CaseloadRow
from portal.demo.cast import address, seed
from portal.demo.start import prepare_start, sign_in_lines
from portal.demo.story import PATIENTS
from portal.demo.zones import midday_zone
from portal.routines.models import (
    ClinicalProfile,
    PrecautionOrder,
    PrescribedExercise,
    Routine,
    RoutineRevision,
    RoutineTime,
)
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote, SessionStatus

DATA = Path(__file__).parents[2] / "exercises" / "data"
NOW = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)

# The condition columns of the matrix that a diagnosis of the story stands for.
CONDITIONS = {
    "Hip osteoarthritis": "OA",
    "Gluteal tendinopathy": "GT",
    "Hip pain with bending": "FAI",
    "falls": "BAL",
    "thin bones": "OP",
    "Unsteady": "BAL",
}


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The story takes seconds to tell, so it is told once; each test works in a savepoint on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Exercise.objects.exists():
            call_command("load_library", verbosity=0)
        seed(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded: None, db: None) -> None:
    """A test that only looks, or whose changes are gone after it."""


@dataclass(frozen=True)
class Shown:
    """One prescribed exercise and the days on which the patient sees it."""

    patient: str
    slug: str
    variant_kind: str
    first: date
    last: date
    operated_on: date | None
    precautions: tuple[PrecautionOrder, ...]
    conditions: frozenset[str]


def prescribed() -> Iterator[Shown]:
    for routine in Routine.objects.select_related("patient"):
        profile = ClinicalProfile.objects.get(patient=routine.patient)
        revisions = list(routine.revisions.filter(published_at__isnull=False).order_by("number"))
        ends = [one.effective_on - timedelta(days=1) for one in revisions[1:]] + [routine.patient.today(NOW)]  # type: ignore[operator]
        for revision, last in zip(revisions, ends, strict=True):
            for row in PrescribedExercise.objects.filter(revision=revision).select_related("exercise", "variant"):
                yield Shown(
                    patient=routine.patient.name,
                    slug=row.exercise.slug,
                    variant_kind=row.variant.kind if row.variant else "",
                    first=revision.effective_on,  # type: ignore[arg-type]
                    last=last,
                    operated_on=profile.operated_on,
                    precautions=tuple(routine.patient.precaution_orders.all()),
                    conditions=frozenset(
                        key for words, key in CONDITIONS.items() if words in profile.diagnosis and not profile.operation
                    ),
                )


def matrix() -> dict[tuple[str, str], set[str]]:
    """(slug, precaution) → the verdicts of all its lines; the stricter one rules, since either leg may be meant."""
    verdicts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in csv.DictReader((DATA / "matrix.csv").read_text(encoding="utf-8").splitlines()):
        verdicts[row["slug"], row["precaution"]].add(row["verdict"])
    return verdicts


def earliest_weeks() -> dict[str, int | None]:
    rows = csv.DictReader((DATA / "gates.csv").read_text(encoding="utf-8").splitlines())
    return {row["slug"]: int(row["min_week_tha"]) if row["min_week_tha"] else None for row in rows}


def test_every_demo_routine_passes_the_matrix_on_each_of_its_days(demo: None) -> None:
    verdicts = matrix()
    broken = []
    checked = 0
    for one in prescribed():
        rules = {
            order.rule
            for order in one.precautions
            if order.starts_on <= one.last and (order.ends_on is None or order.ends_on >= one.first)
        } | one.conditions
        for rule in rules:
            checked += 1
            assert verdicts[one.slug, rule], f"the matrix has no cell for {one.slug} and {rule}"
            if "A" in verdicts[one.slug, rule] and one.variant_kind != "safe":
                broken.append(f"{one.patient}: {one.slug} under {rule} on {one.first}")
    assert broken == []
    assert checked > 60


def test_nothing_is_given_before_its_earliest_week_after_a_replacement(demo: None) -> None:
    weeks = earliest_weeks()
    broken = []
    for one in prescribed():
        if one.operated_on is None:
            continue
        week = (one.first - one.operated_on).days // 7
        earliest = weeks[one.slug]
        if earliest is None or week < earliest:
            broken.append(f"{one.patient}: {one.slug} in week {week}, earliest {earliest}")
    assert broken == []


def test_every_demo_exercise_comes_from_a_programme_that_its_patient_was_given(demo: None) -> None:
    templates = {
        template.slug: set(template.exercises.values_list("exercise__slug", flat=True))
        for template in RoutineTemplate.objects.prefetch_related("exercises")
    }
    for person in PATIENTS:
        so_far: set[str] = set()
        for given in person.given:
            so_far |= templates[given.template]
            assert set(given.only) <= templates[given.template], f"{person.name}, day {given.day}"
            assert set(given.also) <= so_far, f"{person.name}, day {given.day}"


def test_pat_has_eight_weeks_behind_her(demo: None) -> None:
    pat = Patient.objects.get(user__email=address("pat"))
    profile = ClinicalProfile.objects.get(patient=pat)
    assert profile.week_after_operation(pat.today(NOW)) == 9
    sessions = ExerciseSession.objects.filter(routine__patient=pat)
    statuses = set(sessions.values_list("status", flat=True))
    assert statuses >= {SessionStatus.DONE, SessionStatus.PARTLY, SessionStatus.SKIPPED, SessionStatus.DUE}
    assert (pat.today(NOW) - min(sessions.values_list("local_date", flat=True))).days == 56
    assert Routine.objects.get(patient=pat).pauses.count() == 1
    notes = SessionNote.objects.filter(exercise_session__routine__patient=pat).order_by("written_at")
    pains = [note.pain_during for note in notes if note.pain_during is not None]
    assert sum(pains[:6]) > sum(pains[-6:])
    assert notes.filter(read_at__isnull=True).exclude(words="").count() == 1


def test_yesterday_is_still_open_and_cara_ticked_for_pat(demo: None) -> None:
    pat = Patient.objects.get(user__email=address("pat"))
    yesterday = pat.today(NOW) - timedelta(days=1)
    assert ExerciseSession.objects.get(routine__patient=pat, local_date=yesterday, slot=2).status == SessionStatus.DUE
    by_cara = ExerciseResult.objects.filter(on_behalf_of=pat)
    assert set(by_cara.values_list("recorded_by__email", flat=True)) == {address("cara")}


def test_the_whole_cast_is_there(demo: None) -> None:
    handles = {user.email.split("@")[0] for user in User.objects.all()}
    assert handles >= {"pat", "cara", "tess", "ada", "otto", "sam"}
    walt = Patient.objects.get(name="Walt Hanna")
    assert walt.user is None
    assert CareGrant.objects.get(patient=walt).caregiver.email == address("cara")
    assert TreatmentLink.objects.filter(therapist__email=address("tess")).count() == len(PATIENTS)
    assert CaseloadRow.objects.filter(patient__routines__isnull=False).count() >= 13


def test_it_is_mid_day_where_the_cast_lives() -> None:
    for hour in range(24):
        now = datetime(2026, 7, 1, hour, 5, tzinfo=UTC)
        patient = Patient(time_zone=midday_zone(now))
        assert 10 <= now.astimezone(patient.zone).hour <= 14, hour


def test_seeding_twice_changes_nothing(demo: None) -> None:
    before = (Patient.objects.count(), ExerciseSession.objects.count())
    seed(now=NOW + timedelta(hours=3))
    assert (Patient.objects.count(), ExerciseSession.objects.count()) == before


def test_each_start_lets_a_session_fall_due_in_two_minutes(demo: None) -> None:
    pat = Patient.objects.get(user__email=address("pat"))
    prepare_start(now=NOW)
    due = (NOW + timedelta(minutes=2)).astimezone(pat.zone).time().replace(second=0, microsecond=0)
    assert due in set(RoutineTime.objects.filter(routine__patient=pat).values_list("local_time", flat=True))
    standing = [f"{one.local_time:%H:%M}" for one in RoutineTime.objects.filter(routine__patient=pat).order_by("slot")]
    older, newest = RoutineRevision.objects.filter(routine__patient=pat).order_by("number")[2:4]
    assert older.times == newest.times == standing, "no notice says that Tess changed them"
    prepare_start(now=NOW + timedelta(minutes=30))
    assert RoutineTime.objects.filter(routine__patient=pat).count() == 2, "an open time moves, it does not pile up"


def test_a_start_at_night_says_that_it_is_quiet(demo: None) -> None:
    lines = prepare_start(now=NOW + timedelta(hours=12))
    assert "quiet hours" in lines[0]


def test_the_sign_in_lines_name_people_who_can_sign_in(demo: None) -> None:
    text = "\n".join(sign_in_lines(now=NOW))
    for email in User.objects.filter(email__in=[address(h) for h in ("pat", "cara", "tess", "ada", "otto", "sam")]):
        assert email.email in text
