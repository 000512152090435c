"""Which exercises a clinic sees, how they are found, and in which words they are shown."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from exercises.folding import fold
from exercises.models import Exercise, ExerciseText
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def an_own_exercise(cast: Cast, slug: str) -> Exercise:
    own = Exercise.objects.get(slug="squat", clinic=None)
    own.pk, own.clinic, own.slug = None, cast.northside, slug
    own.save()
    return own


def slugs(words: str) -> set[str]:
    return set(Exercise.objects.search(words).values_list("slug", flat=True))


def test_a_clinic_sees_the_shared_library_and_its_own(cast: Cast) -> None:
    own = an_own_exercise(cast, "our-own")
    assert own in Exercise.objects.for_clinic(cast.northside)
    assert own not in Exercise.objects.for_clinic(cast.southgate)
    assert Exercise.objects.for_clinic(cast.southgate).count() == 34


def test_a_clinics_own_exercise_stands_in_for_the_shared_one(cast: Cast) -> None:
    own = an_own_exercise(cast, "squat")
    assert Exercise.objects.for_clinic(cast.northside).get(slug="squat") == own
    assert Exercise.objects.for_clinic(cast.southgate).get(slug="squat") != own


def test_a_shared_slug_exists_once() -> None:
    double = Exercise.objects.get(slug="squat")
    double.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("clam", "clamshell"),
        ("CLAMSHELL", "clamshell"),
        ("gluteus towel", "bridge-towel-squeeze"),
        ("elevation laterale", "side-lying-leg-raise"),
        ("Élévation", "side-lying-leg-raise"),
        ("sentadilla", "squat"),
        ("E12", "squat"),
    ],
)
def test_words_find_names_synonyms_and_muscles(words: str, slug: str) -> None:
    assert slug in slugs(words)


def test_every_word_must_occur() -> None:
    assert slugs("clamshell towel") == set()


def test_odd_words_find_nothing_or_everything_and_break_nothing() -> None:
    assert slugs("") == slugs("\x00") == set(Exercise.objects.values_list("slug", flat=True))
    assert slugs("%") == slugs("'; drop table") == set()
    assert slugs("clam " * 5000) == {"clamshell"}


def test_folding_takes_off_accents_and_control_characters() -> None:
    assert fold("  Élévation\x00LATÉRALE \n") == "elevation laterale"


def test_a_page_gets_english_where_french_is_not_written() -> None:
    ExerciseText.objects.filter(exercise__slug="clamshell", variant=None, language="fr").update(steps=[])
    shown = Exercise.objects.with_texts("fr").get(slug="clamshell").shown_in("fr")
    assert (shown.name, shown.name_lang) == ("Coquillage (clam)", "fr")
    assert shown.is_fallback
    assert shown.lang == "en"
    assert shown.steps


def test_a_page_gets_french_where_it_is_written() -> None:
    text = ExerciseText.objects.get(exercise__slug="clamshell", variant=None, language="fr")
    text.steps, text.purpose = ["Levez le genou."], "Pour la hanche."
    text.save()
    shown = Exercise.objects.with_texts("fr").get(slug="clamshell").shown_in("fr")
    assert (shown.lang, shown.is_fallback, shown.steps) == ("fr", False, ("Levez le genou.",))


def test_a_variant_brings_its_name_and_its_one_sentence() -> None:
    ExerciseText.objects.filter(variant__slug="pillow", language="fr").delete()
    clamshell = Exercise.objects.with_texts("fr").get(slug="clamshell")
    pillow = next(variant for variant in clamshell.variants.all() if variant.slug == "pillow")
    shown = clamshell.shown_in("fr", pillow)
    assert shown.shown_name == "Clamshell with a pillow between the knees"
    assert shown.shown_name_lang == "en"
    assert shown.variant is not None
    assert shown.variant.instead == "Keep a pillow between your knees the whole time."


def test_showing_the_whole_library_takes_a_fixed_number_of_queries() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for exercise in Exercise.objects.with_texts("fr"):
            exercise.shown_in("fr")
            for variant in exercise.variants.all():
                exercise.shown_in("fr", variant)
    assert len(queries) == 4


def test_names_are_in_the_readers_order() -> None:
    names = [exercise.shown_in("fr").name for exercise in Exercise.objects.with_texts("fr").by_name("fr")]
    assert len(names) == 34
    assert names == sorted(names, key=fold)
    assert any(name.startswith("É") for name in names[:-5])


def test_a_variant_without_angles_is_checked_by_those_of_the_exercise() -> None:
    squat = Exercise.objects.prefetch_related("poses", "variants").get(slug="squat")
    variants = {variant.slug: variant for variant in squat.variants.all()}
    assert max(pose.hip_flex for pose in squat.declared_poses()) == 95
    assert max(pose.hip_flex for pose in squat.declared_poses(variants["high-chair"])) == 80
    assert max(pose.hip_flex for pose in squat.declared_poses(variants["slow-lowering"])) == 95
