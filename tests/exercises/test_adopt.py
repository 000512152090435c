"""A clinic prescribes only what a named therapist of its own has adopted, at its present version."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, ClinicMember
from exercises import actions
from exercises.models import Adoption, AdoptionKind, Exercise, ExerciseVariant, RoutineTemplate
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def tess(cast: Cast, library: None) -> ClinicMember:
    return ClinicMember.objects.get(user=cast.tess)


def test_nothing_can_be_prescribed_before_it_is_adopted(cast: Cast, library: None) -> None:
    assert not Exercise.objects.prescribable(cast.northside).exists()
    assert not ExerciseVariant.objects.prescribable(cast.northside).exists()
    assert not RoutineTemplate.objects.prescribable(cast.northside).exists()


def test_a_therapist_adopts_an_exercise_with_its_variants(cast: Cast, tess: ClinicMember) -> None:
    clamshell = Exercise.objects.get(slug="clamshell")
    assert actions.adopt_exercise(clamshell, version=2, by=tess)
    assert [row.slug for row in Exercise.objects.prescribable(cast.northside)] == ["clamshell"]
    assert {row.slug for row in ExerciseVariant.objects.prescribable(cast.northside)} == {
        "pillow",
        "small-opening",
        "band",
    }
    adoption = Adoption.objects.get(slug="clamshell")
    assert (adoption.adopted_by, adoption.version, adoption.clinic) == ("Tess Moran", 2, cast.northside)
    event = AuditEvent.objects.get(action="exercise.adopted")
    assert (event.actor_id, event.object_id) == (cast.tess.pk, str(clamshell.pk))


def test_another_clinic_has_adopted_nothing_by_that(cast: Cast, tess: ClinicMember) -> None:
    actions.adopt_exercise(Exercise.objects.get(slug="clamshell"), version=2, by=tess)
    assert not Exercise.objects.prescribable(cast.southgate).exists()
    assert not ExerciseVariant.objects.prescribable(cast.southgate).exists()


def test_adopting_twice_keeps_the_first_name(cast: Cast, library: None) -> None:
    for name in ("Tess Moran", "Somebody Else"):
        actions.adopt(AdoptionKind.EXERCISE, slug="squat", version=1, clinic=cast.northside, by=name)
    assert Adoption.objects.get(slug="squat").adopted_by == "Tess Moran"


def test_a_therapist_cannot_adopt_a_version_she_has_not_read(tess: ClinicMember) -> None:
    squat = Exercise.objects.get(slug="squat")
    squat.version = 3
    squat.save()
    assert not actions.adopt_exercise(squat, version=2, by=tess)
    assert not Adoption.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_therapist_adopts_a_template(cast: Cast, tess: ClinicMember) -> None:
    template = RoutineTemplate.objects.get(slug="tha-weeks-0-2")
    assert actions.adopt_template(template, version=template.version, by=tess)
    assert list(RoutineTemplate.objects.prescribable(cast.northside)) == [template]
    assert not Exercise.objects.prescribable(cast.northside).exists()


def test_the_demo_adopts_everything_at_once(cast: Cast, library: None) -> None:
    actions.adopt_everything(cast.northside, by="Tess Moran")
    actions.adopt_everything(cast.northside, by="Tess Moran")
    assert Exercise.objects.prescribable(cast.northside).count() == 34
    assert RoutineTemplate.objects.prescribable(cast.northside).count() == 9
    assert ExerciseVariant.objects.prescribable(cast.northside).count() == ExerciseVariant.objects.count()


def test_a_retired_exercise_cannot_be_prescribed_even_when_adopted(cast: Cast, library: None) -> None:
    actions.adopt_everything(cast.northside, by="Tess Moran")
    Exercise.objects.filter(slug="squat").update(is_retired=True)
    assert not Exercise.objects.prescribable(cast.northside).filter(slug="squat").exists()
    assert not ExerciseVariant.objects.prescribable(cast.northside).filter(exercise__slug="squat").exists()


def test_an_adoption_names_someone(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.adopt(AdoptionKind.EXERCISE, slug="squat", version=1, clinic=cast.northside, by="")
