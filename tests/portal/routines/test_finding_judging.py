"""What the check says of the library's exercises for one patient. The check itself is another's: here it is told what to say."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.access import PatientAccess, Role
from exercises.actions import adopt_everything
from exercises.models import Adoption, AdoptionKind, Exercise
from exercises.precautions import Check, Finding, Movement, Verdict
from portal.routines import judging
from portal.routines.judging import Judge
from portal.routines.models import ClinicalProfile
from tests.cast import Cast, access_of

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def access(cast: Cast) -> PatientAccess:
    adopt_everything(cast.northside, by="Tess Moran")
    ClinicalProfile.objects.create(patient=cast.pat_record, side="left")
    return access_of(cast.tess, cast.pat_record, Role.THERAPIST)


def saying(verdicts: dict[str, Verdict], asked: list[tuple[str, str]] | None = None) -> Callable[..., Check]:
    """By the slug of the exercise, or of a form by slug and deepest bend ("sit-to-stand@80"); the rest is fine."""

    def said(movement: Movement, side: str, *_rest: object) -> Check:
        if asked is not None:
            asked.append((movement.slug, side))
        of_form = [f"{movement.slug}@{max(one.hip_flex for one in movement.angles)}"] if movement.angles else []
        found = next((verdicts[name] for name in [*of_form, movement.slug] if name in verdicts), Verdict.OK)
        reasons = () if found == Verdict.OK else (Finding("HF", found, "Hip bent about 95°; the limit is 90°."),)
        return Check(found, reasons)

    return said


def judge(access: PatientAccess, monkeypatch: pytest.MonkeyPatch, verdicts: dict[str, Verdict]) -> Judge:
    monkeypatch.setattr(judging, "check", saying(verdicts))
    return Judge(access)


def of(*slugs: str) -> list[Exercise]:
    return list(Exercise.objects.filter(slug__in=slugs).order_by("slug"))


def deepest(slug: str, variant: str = "") -> int:
    exercise = Exercise.objects.get(slug=slug)
    form = exercise.variants.get(slug=variant) if variant else None
    return max(pose.hip_flex for pose in exercise.declared_poses(form))


def test_what_is_refused_offers_the_form_with_least_against_it(
    access: PatientAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = f"sit-to-stand@{deepest('sit-to-stand', 'raised-seat')}"
    told = {"sit-to-stand": Verdict.AVOID, raised: Verdict.CAUTION}
    [found] = judge(access, monkeypatch, told).all(of("sit-to-stand"))
    assert found.check.is_refused
    assert found.instead
    assert (found.instead.variant.slug, found.instead.check.verdict) == ("raised-seat", Verdict.CAUTION)
    assert found.is_suitable


def test_among_equals_the_form_made_for_precautions_comes_first(
    access: PatientAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    variants = Exercise.objects.get(slug="clamshell").variants.count()
    answers = iter([Check(Verdict.AVOID), *[Check(Verdict.OK)] * variants])
    monkeypatch.setattr(judging, "check", lambda *_all: next(answers))
    [found] = Judge(access).all(of("clamshell"))
    assert found.instead
    assert found.instead.variant.slug == "pillow"


def test_a_form_that_nobody_adopted_is_not_offered(access: PatientAccess, monkeypatch: pytest.MonkeyPatch) -> None:
    raised = f"sit-to-stand@{deepest('sit-to-stand', 'raised-seat')}"
    Adoption.objects.filter(kind=AdoptionKind.VARIANT, slug="sit-to-stand/raised-seat").delete()
    [found] = judge(access, monkeypatch, {"sit-to-stand": Verdict.AVOID, raised: Verdict.OK}).all(of("sit-to-stand"))
    assert found.instead is None
    assert not found.is_suitable


def test_suitable_is_no_clash_or_a_caution(access: PatientAccess, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"clamshell": Verdict.CAUTION, "heel-raise": Verdict.AVOID, "heel-slide": Verdict.NOT_CHECKED}
    found = judge(access, monkeypatch, told).suitable(of("clamshell", "glute-set", "heel-raise", "heel-slide"))
    assert [one.exercise.slug for one in found] == ["clamshell", "glute-set"]


def test_each_exercise_is_checked_for_the_side_that_it_would_get(
    access: PatientAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(judging, "check", saying({}, asked))
    Judge(access).all(of("clamshell", "glute-bridge", "seated-march"))
    assert asked == [("clamshell", "left"), ("glute-bridge", "bilateral"), ("seated-march", "alternating")]


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(
    access: PatientAccess,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    slugs = [
        *Exercise.objects.exclude(slug="sit-to-stand").values_list("slug", flat=True)[: number - 1],
        "sit-to-stand",
    ]
    exercises = of(*slugs)
    assert len(exercises) == number
    judged = judge(access, monkeypatch, dict.fromkeys(slugs, Verdict.AVOID))
    with django_assert_num_queries(2):
        judged.all(exercises)


def test_what_nobody_stands_for_is_not_checked_and_not_suitable(access: PatientAccess, cast: Cast) -> None:
    """By the check itself: an own exercise whose angles nobody declared."""
    own = Exercise.objects.get(slug="glute-set")
    own.pk, own.slug, own.clinic = None, "glute-set-own", cast.northside
    own.save()
    [found] = Judge(access).all([own])
    assert found.check.verdict == Verdict.NOT_CHECKED
    assert not found.is_suitable


def test_after_a_hip_replacement_the_pigeon_pose_is_refused_and_glute_sets_are_fine(cast: Cast) -> None:
    """By the check itself, for the posterior approach."""
    adopt_everything(cast.northside, by="Tess Moran")
    ClinicalProfile.objects.create(
        patient=cast.walt_record, side="left", operation_kind="replacement", approach="posterior"
    )
    judge = Judge(access_of(cast.tess, cast.walt_record, Role.THERAPIST))
    glute_set, pigeon, sit = judge.all(of("glute-set", "pigeon-pose", "sit-to-stand"))
    assert glute_set.check.verdict == Verdict.OK
    assert (pigeon.check.is_refused, pigeon.instead) == (True, None)
    assert sit.instead
    assert sit.instead.variant.slug == "raised-seat"
