"""How it went: asked once, answered if one likes, changed for a week."""

from datetime import timedelta

import pytest

from portal.sessions.models import ExerciseSession, SessionNote, SessionStatus
from tests.portal.sessions.exercising import TODAY, Exercising


def test_nothing_is_chosen_at_first_and_nothing_need_be(exercising: Exercising) -> None:
    page = exercising.pat.get(exercising.url("finish")).content.decode()
    assert "checked" not in page
    assert "Nobody watches this page around the clock." in page
    assert exercising.pat.post(exercising.url("finish"), {}).url == f"{exercising.today_url}?saved=1"
    assert SessionNote.objects.count() == 0


def test_pat_can_say_how_it_went(exercising: Exercising) -> None:
    data = {"pain": "0", "effort": "5", "help_needed": "alone", "words": "Easy going."}
    response = exercising.pat.post(exercising.url("finish"), data, follow=True)
    assert "Saved. Thank you, Pat." in response.content.decode()
    note = SessionNote.objects.get()
    assert (note.pain_during, note.effort, note.help_needed, note.is_shared) == (0, 5, "alone", False)
    # Saying how it went ticks nothing.
    assert ExerciseSession.objects.get().status == SessionStatus.DUE


def test_pat_can_share_and_stop_sharing(exercising: Exercising) -> None:
    for shared in ({"is_shared": "on"}, {}):
        exercising.pat.post(exercising.url("finish"), {"words": "For Cara too.", **shared})
        assert SessionNote.objects.get(voided_at=None).is_shared is bool(shared)


def test_a_change_voids_the_old_note_and_one_note_stays(exercising: Exercising) -> None:
    for words in ("First.", "Second.", "Second."):
        exercising.pat.post(exercising.url("finish"), {"words": words})
    assert [note.words for note in SessionNote.objects.filter(voided_at=None)] == ["Second."]
    assert SessionNote.objects.count() == 2
    assert "Second." in exercising.pat.get(exercising.url("finish")).content.decode()


def test_cara_is_asked_about_pat_and_not_whether_to_share(exercising: Exercising) -> None:
    page = exercising.cara.get(exercising.url("finish")).content.decode()
    assert "How much did Pat’s hip hurt" in page
    assert "is_shared" not in page
    exercising.cara.post(exercising.url("finish"), {"words": "Needed a rest."})
    note = SessionNote.objects.get()
    assert (note.written_by, note.on_behalf_of, note.is_shared) == (exercising.cast.cara, exercising.patient, True)


@pytest.mark.parametrize("pain", ["0", "10"])
def test_the_stop_text_is_the_same_whatever_was_entered(exercising: Exercising, pain: str) -> None:
    before = _stop(exercising.pat.get(exercising.url("finish")).content.decode())
    exercising.pat.post(exercising.url("finish"), {"pain": pain})
    assert _stop(exercising.pat.get(exercising.url("finish")).content.decode()) == before
    assert _stop(exercising.pat.get(exercising.today_url).content.decode()) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("pain", "11", "Choose a number from 0 to 10, or none."),
        ("effort", "9", "Choose one of the answers shown, or none."),
        ("effort", "\x00", "Choose one of the answers shown, or none."),
        ("help_needed", "everyone", "Choose one of the answers shown, or none."),
    ],
)
def test_an_answer_outside_the_list_comes_back_with_the_words(
    exercising: Exercising, field: str, value: str, sentence: str
) -> None:
    response = exercising.pat.post(exercising.url("finish"), {field: value, "words": "Keep me."})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Keep me." in page
    assert SessionNote.objects.count() == 0


def test_words_that_look_like_markup_stay_words(exercising: Exercising) -> None:
    exercising.pat.post(exercising.url("finish"), {"words": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in exercising.pat.get(exercising.url("finish")).content.decode()


def test_it_can_be_changed_for_a_week_and_no_longer(exercising: Exercising) -> None:
    for days, status in ((7, 200), (8, 404)):
        day = TODAY - timedelta(days=days)
        exercising.made(day)
        assert exercising.pat.get(exercising.url("finish", day=day)).status_code == status


def _stop(page: str) -> str:
    start = page.index('<section class="stop"')
    return page[start : page.index("</section>", start)]


def test_the_heading_says_today_is_done_only_when_it_is(exercising: Exercising) -> None:
    for one in exercising.prescribed:
        exercising.pat.post(exercising.url("tick", of=one))
    assert "That is today done" in exercising.pat.get(exercising.url("finish")).content.decode()
    exercising.revision.times = ["09:00", "17:00"]
    exercising.revision.save()
    assert "That is today done" not in exercising.pat.get(exercising.url("finish")).content.decode()
