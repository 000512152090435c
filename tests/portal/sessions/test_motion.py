"""The pictures on an exercise's page: all of them, in order, of the person chosen, and moving at the prescribed pace."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Clinic, Patient
from exercises import pictures
from portal.routines.models import PrescribedExercise
from tests.cast import give_routine
from tests.conftest import SignIn
from tests.portal.sessions.exercising import Exercising

SIZE = {"width": 500, "height": 800}


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn of these exercises, whatever is committed just now."""
    entry: dict[str, Any] = {**SIZE, "sides": ["left", "right"], "motion": True}
    found = {
        "clamshell": {**entry, "views": ["start", "end"], "helper": {"width": 700, "height": 400}},
        "clamshell/band": {**entry, "views": ["start", "end"]},
        "clamshell/pillow": {**entry, "views": ["start", "end"], "motion": False},
        "sit-to-stand": {**entry, "sides": [], "views": ["start", "peak", "middle", "end"]},
        "glute-bridge": {**entry, "sides": [], "views": ["start", "end"], "motion": False},
    }
    monkeypatch.setattr(pictures, "manifest", lambda path=None: found)


def sources(page: str) -> list[str]:
    return re.findall(r'<img src="/static/exercises/pictures/([^"]+)"', page)


def look(exercising: Exercising, one: PrescribedExercise, who: str = "pat") -> str:
    page: str = getattr(exercising, who).get(exercising.url("exercise", of=one)).content.decode()
    return page


def clamshell(exercising: Exercising) -> PrescribedExercise:
    return next(one for one in exercising.prescribed if one.exercise.slug == "clamshell")


def test_every_view_stands_in_the_order_of_the_movement(exercising: Exercising) -> None:
    revision = give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    page = look(exercising, revision.prescribed.get(exercise__slug="sit-to-stand"))
    names = ("start", "peak", "middle", "end")
    assert sources(page) == [f"woman/sit-to-stand/{name}.svg" for name in names]
    titles = re.findall(r'<span class="picture-number">(\d)</span><b>([^<]+)</b>', page)
    assert titles == [("1", "Start."), ("2", "Then."), ("3", "Then."), ("4", "End.")]


def test_pat_sees_the_helper_after_the_movement_and_cara_before(exercising: Exercising) -> None:
    one = clamshell(exercising)
    own = ["woman/clamshell/start-left.svg", "woman/clamshell/end-left.svg"]
    helper = "woman/clamshell/helper-left.svg"
    assert sources(look(exercising, one)) == [*own, helper]
    page = look(exercising, one, "cara")
    assert sources(page) == [helper, *own]
    assert "A helper sits behind the person." in page
    assert 'width="700" height="400"' in page


def test_a_variant_drawn_for_itself_does_not_borrow_the_helper(exercising: Exercising) -> None:
    one = clamshell(exercising)
    one.variant = one.exercise.variants.get(slug="band")
    one.save()
    page = look(exercising, one)
    assert "helper-left.svg" not in page
    assert 'data-motion="/static/exercises/pictures/woman/clamshell/band/motion-left.svg"' in page


def test_a_variant_without_a_drawing_moves_in_the_usual_form(exercising: Exercising) -> None:
    one = clamshell(exercising)
    one.variant = one.exercise.variants.get(slug="small-opening")
    one.save()
    page = look(exercising, one)
    assert "The picture shows the usual form." in page
    assert "woman/clamshell/motion-left.svg" in page
    assert "helper-left.svg" in page


def test_the_pace_is_the_librarys_and_the_hold_the_prescribed_one(exercising: Exercising) -> None:
    one = clamshell(exercising)
    one.hold_seconds = 7
    one.save()
    page = look(exercising, one)
    assert 'data-ms-out="2000" data-ms-hold="7000" data-ms-back="3000" data-count="7"' in page
    assert "Hold <small>seconds</small>" in page


def test_a_hold_of_breaths_is_counted_in_breaths(exercising: Exercising) -> None:
    one = clamshell(exercising)
    one.hold_seconds, one.breaths = None, 4
    one.save()
    page = look(exercising, one)
    assert 'data-ms-hold="20000" data-ms-back="3000" data-count="4"' in page
    assert "<small>breaths</small>" in page


def test_without_script_and_where_nothing_moves_there_is_no_button(exercising: Exercising) -> None:
    assert re.search(r'<div class="motion"[^>]* hidden>', look(exercising, clamshell(exercising)))
    bridge = next(one for one in exercising.prescribed if one.exercise.slug == "glute-bridge")
    page = look(exercising, bridge)
    assert "data-motion" not in page
    assert "motion.js" not in page


def test_nothing_inline_that_the_content_policy_would_stop(exercising: Exercising) -> None:
    page = look(exercising, clamshell(exercising))
    assert " style=" not in page
    assert "<style" not in page


def test_the_chosen_person_is_in_every_picture_of_pats_pages(exercising: Exercising) -> None:
    Patient.objects.filter(pk=exercising.patient.pk).update(figure="man-dark")
    one = clamshell(exercising)
    page = look(exercising, one)
    assert sources(page) == [f"man/clamshell/{name}-left.svg#dark" for name in ("start", "end", "helper")]
    assert "man/clamshell/motion-left.svg" in page
    assert 'data-tones="dark"' in page
    day = exercising.pat.get(exercising.today_url).content.decode()
    whole = exercising.pat.get(exercising.url("record_session")).content.decode()
    for found in (sources(day), sources(whole)):
        assert found
        assert all(name.startswith("man/") and name.endswith("#dark") for name in found)


def test_the_clinics_choice_is_for_pat_who_has_none_and_for_staff(exercising: Exercising, signed_in: SignIn) -> None:
    Clinic.objects.filter(pk=exercising.patient.clinic_id).update(figure="woman-brown")
    assert all(name.endswith("#brown") for name in sources(look(exercising, clamshell(exercising))))
    tess = signed_in(exercising.cast.tess)
    library = tess.get(reverse("exercises:exercise", args=["clamshell"])).content.decode()
    assert "woman/clamshell/end-right.svg#brown" in library
    assert 'data-ms-hold="3000"' in library
    patient = tess.get(reverse("progress:patient", args=[exercising.patient.public_id])).content.decode()
    assert sources(patient)
    assert all(name.endswith("#brown") for name in sources(patient))


def test_the_choice_costs_no_query(exercising: Exercising) -> None:
    before = cost(exercising)
    Patient.objects.filter(pk=exercising.patient.pk).update(figure="man-dark")
    assert cost(exercising) == before


def cost(exercising: Exercising) -> list[int]:
    found = []
    for path in (exercising.today_url, exercising.url("exercise", of=clamshell(exercising))):
        with CaptureQueriesContext(connection) as queries:
            assert exercising.pat.get(path).status_code == 200
        found.append(len(queries))
    return found
