"""GET /library/precautions/, and the table of GET /library/<slug>/"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from exercises.checkable import movement_of
from exercises.models import Exercise, Source
from exercises.precaution_rules import rule_book
from exercises.precaution_shelf import matrix_of, precautions_page
from exercises.precautions import Precaution
from tests.cast import Cast
from tests.conftest import SignIn
from tests.exercises.precautions.library import movement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def test_the_rules_are_read_with_their_limits_and_sources(tess: Client) -> None:
    page = tess.get("/library/precautions/").content.decode()
    assert "Not yet reviewed by a clinician" in page
    for rule in Precaution:
        assert f'id="{rule.value}"' in page
        assert str(escape(str(rule.label))) in page
    for words in [
        "Has a pose with the hip bent more than 90°.",
        "Has a pose with the hip bent more than 80°, close to the limit of 90°.",
        "Has a pose with the thigh more than 5° across the midline.",
        "Has a pose with the thigh 10° or more across the midline.",
        "Has a pose with the thigh more than 0° behind the body, close to the limit of 5°.",
        "Has a pose with the hip bent less than 10° and the leg turned out more than 15°.",
        "Has a pose with the knee bent 80° or more under weight.",
        "Has a pose with the low back arched 15° or more.",
        "Only where a fracture was fixed.",
        "The legs are crossed, whatever the angles are.",
        "Usually for 6 to 12 weeks; surgeons differ, and some order none.",
    ]:
        assert escape(words) in page, words
    assert page.count('id="source-') == Source.objects.filter(key__in=rule_book().sources | {"S29", "S30"}).count()
    assert "%(" not in page


def test_every_rule_of_the_file_is_on_the_page() -> None:
    page = precautions_page()
    assert {block.key: len(block.lines) for block in page.sets} == {
        rule.value: len(one.rules) for rule, one in rule_book().sets.items()
    }
    assert {line.code for line in page.general} == set(rule_book().general)
    assert all(line.sources for block in page.sets for line in block.lines)


def test_the_library_leads_to_the_rules(tess: Client) -> None:
    assert 'href="/library/precautions/"' in tess.get("/library/").content.decode()


def test_an_exercise_shows_its_row_of_the_matrix(tess: Client) -> None:
    page = tess.get("/library/seated-march/").content.decode()
    table = page[page.index('id="precautions-title"') :]
    table = table[: table.index("</table>")]
    assert table.count('<th scope="row">') == 16
    assert "Ends with the hip bent about 110°; the limit is 90°." in table
    assert "Starts with the hip bent about 90°; that is close to the limit of 90°." in table
    assert table.count('class="verdict verdict-avoid"') == 3
    assert "%(" not in table


def test_the_table_costs_no_query() -> None:
    exercise = Exercise.objects.prefetch_related("poses").get(slug="squat", clinic=None)
    with CaptureQueriesContext(connection) as queries:
        assert len(matrix_of(exercise)) == 16
    assert len(queries) == 0


def test_the_page_of_rules_is_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        precautions_page()
    assert len(queries) == 1


def test_angles_that_nobody_stands_for_are_held_against_nothing() -> None:
    exercise = Exercise.objects.with_texts("en").get(slug="squat", clinic=None)
    exercise.clinic_id = 1
    assert matrix_of(exercise) == []


def test_rows_of_the_database_are_read_as_the_files_are() -> None:
    """The other tests of this folder read the files; the portal reads rows."""
    exercises = Exercise.objects.filter(clinic=None).prefetch_related("poses", "variants")
    for exercise in exercises:
        assert movement_of(exercise) == movement(exercise.slug)
        for variant in exercise.variants.all():
            assert movement_of(exercise, variant) == movement(exercise.slug, variant.slug)
    assert len(exercises) == 34
