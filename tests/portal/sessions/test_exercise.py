"""One exercise: everything Pat needs to do it rightly."""

from uuid import uuid4

import pytest

from exercises.models import ExerciseText
from exercises.precautions import patient_words
from portal.sessions.models import ExerciseSession
from tests.cast import give_routine
from tests.portal.sessions.exercising import Exercising, live


def test_pat_sees_how_and_why(exercising: Exercising) -> None:
    page = exercising.pat.get(exercising.url("exercise", of=exercising.prescribed[1])).content.decode()
    for words in (
        "Clamshell",
        "Left leg",
        "Why it helps",
        "Where you feel it",
        "Common mistakes",
        "How to do it",
        "Get urgent help now",
        "555 0142",
        "Done, go to number 3",
        "Chosen for you by Tess",
    ):
        assert words in page


def test_cara_sees_how_to_help_first(exercising: Exercising) -> None:
    page = exercising.cara.get(exercising.url("exercise", of=exercising.prescribed[1])).content.decode()
    assert page.index("How to help") < page.index("How to do it")
    assert "You are helping Pat" in page


def test_tesss_note_stands_on_the_page(exercising: Exercising) -> None:
    one = exercising.prescribed[0]
    one.note = "Use the blue <b>cushion</b>."
    one.save()
    page = exercising.pat.get(exercising.url("exercise", of=one)).content.decode()
    assert "From Tess" in page
    assert "&lt;b&gt;cushion" in page


def test_only_the_cautions_that_tess_left_in_are_read_and_no_verdict(exercising: Exercising) -> None:
    one = exercising.prescribed[1]
    one.published_check = {"verdict": "caution", "codes": ["HAND", "SIDE", "LEVER"], "on": "2026-11-19"}
    one.cautions_left_out = ["HAND"]
    one.caution_reason = "Tried in the clinic, done safely"
    one.save()
    page = exercising.pat.get(exercising.url("exercise", of=one)).content.decode()
    assert patient_words("SIDE") in page
    assert patient_words("HAND") not in page
    for secret in ("Tried in the clinic", "SIDE", "LEVER", "precautions"):
        assert secret not in page


def test_words_that_are_only_in_english_say_so_to_a_screen_reader(exercising: Exercising) -> None:
    exercising.cast.pat.language = "fr"
    exercising.cast.pat.save()
    one = exercising.prescribed[1]
    ExerciseText.objects.filter(exercise=one.exercise, language="fr").update(steps=[])
    page = exercising.pat.get(exercising.url("exercise", of=one)).content.decode()
    assert '<html lang="fr"' in page
    assert '<div class="stack-wide" lang="en">' in page


def test_a_movement_with_a_way_of_its_own_shows_three_pictures(exercising: Exercising) -> None:
    revision = give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    rows = {row.exercise.slug: row for row in revision.prescribed.select_related("exercise")}
    standing_up = exercising.pat.get(exercising.url("exercise", of=rows["sit-to-stand"])).content.decode()
    assert standing_up.index("sit-to-stand/start") < standing_up.index("sit-to-stand/peak")
    assert standing_up.index("sit-to-stand/peak") < standing_up.index("sit-to-stand/end")
    clamshell = exercising.pat.get(exercising.url("exercise", of=rows["clamshell"])).content.decode()
    assert "clamshell/end" in clamshell
    assert "/peak" not in clamshell


@pytest.mark.parametrize(("variant", "is_said"), [("slow", True), ("armrests", False)])
def test_a_picture_of_the_usual_form_says_so(exercising: Exercising, variant: str, is_said: bool) -> None:
    revision = give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    one = revision.prescribed.select_related("exercise").get(exercise__slug="sit-to-stand")
    one.variant = one.exercise.variants.get(slug=variant)
    one.save()
    page = exercising.pat.get(exercising.url("exercise", of=one)).content.decode()
    assert ("The picture shows the usual form." in page) is is_said


def test_a_done_exercise_can_be_taken_back_here(exercising: Exercising) -> None:
    one = exercising.prescribed[0]
    exercising.cara.post(exercising.url("tick", of=one))
    page = exercising.pat.get(exercising.url("exercise", of=one)).content.decode()
    assert "Ticked by Cara" in page
    assert exercising.url("untick", of=one) in page
    assert exercising.url("tick", of=one) + '"' not in page


def test_a_link_from_before_a_change_leads_to_today(exercising: Exercising) -> None:
    gone = exercising.prescribed[0]
    new = give_routine(exercising.cast, exercising.patient, [])
    assert gone.public_id not in {one.public_id for one in new.prescribed.all()}
    assert exercising.pat.get(exercising.url("exercise", of=gone)).url == exercising.today_url


def test_walts_exercise_under_pats_id_is_not_found(exercising: Exercising) -> None:
    walts = give_routine(exercising.cast, exercising.cast.walt_record).prescribed.first()
    assert exercising.cara.get(exercising.url("exercise", of=walts)).status_code == 404
    assert exercising.cara.get(exercising.url("not_today", of=walts)).status_code == 404
    assert exercising.cara.post(exercising.url("not_today", of=walts), {"reason": "pain"}).status_code == 404


def test_an_unknown_exercise_is_not_found(exercising: Exercising) -> None:
    for view in ("exercise", "not_today"):
        assert exercising.pat.get(exercising.url(view, of=uuid4())).status_code == 404


def test_not_today_keeps_the_reason_and_goes_on(exercising: Exercising) -> None:
    first, second, _third = exercising.prescribed
    assert "Too tired" in exercising.pat.get(exercising.url("not_today", of=first)).content.decode()
    response = exercising.pat.post(exercising.url("not_today", of=first), {"reason": "tired", "then": "next"})
    assert response.url == exercising.url("exercise", of=second)
    assert [(one.outcome, one.reason) for one in live()] == [("not_done", "tired")]
    assert "Not today: too tired" in exercising.pat.get(exercising.today_url).content.decode()


def test_not_today_needs_no_reason(exercising: Exercising) -> None:
    exercising.pat.post(exercising.url("not_today", of=exercising.prescribed[0]), {})
    assert [(one.outcome, one.reason) for one in live()] == [("not_done", "")]


@pytest.mark.parametrize("reason", ["lazy", "\x00", "x" * 1000])
def test_a_reason_that_is_not_offered_comes_back(exercising: Exercising, reason: str) -> None:
    response = exercising.pat.post(exercising.url("not_today", of=exercising.prescribed[0]), {"reason": reason})
    assert response.status_code == 200
    assert "Choose one of the answers shown, or none." in response.content.decode()
    assert live() == []


def test_looking_makes_no_session(exercising: Exercising) -> None:
    exercising.pat.get(exercising.url("exercise", of=exercising.prescribed[0]))
    assert ExerciseSession.objects.count() == 0
