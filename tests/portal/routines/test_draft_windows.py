"""Two windows on one draft: nobody overwrites what the other saved, and what was typed is not lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import Role
from accounts.models import AuditEvent
from portal.routines import actions
from portal.routines.content import DraftContent
from tests.cast import Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url

BY_ITSELF = {"X-Surefoot-Saves-Itself": "1"}


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=3))
    client = signed_in(cast.tess)
    start(client, cast.pat_record)
    return client


def test_the_second_window_is_told_and_nothing_is_overwritten(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    second_window = typed(draft, note="Second window.", sets=4)
    tess.post(url("save_draft", cast.pat_record), typed(draft, note="First window."))
    answer = tess.post(url("save_draft", cast.pat_record), second_window)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "This draft was changed in another window at" in text
    assert "by Tess Moran" in text
    assert "Second window." in text
    assert "4 sets" in text
    assert "Open the newer draft" in text
    assert rows_of(draft)[0].note == "First window."
    silent = tess.post(url("save_draft", cast.pat_record), second_window, headers=BY_ITSELF)
    assert silent.status_code == 409
    assert "This draft was changed in another window at" in silent.content.decode()
    assert rows_of(draft)[0].note == "First window."


@pytest.mark.parametrize("name", ["add_exercise", "move_exercise", "remove_exercise", "use_form"])
def test_the_buttons_of_an_old_window_do_nothing(cast: Cast, tess: Client, name: str) -> None:
    draft = draft_of(cast.pat_record)
    last = str(rows_of(draft)[-1].public_id)
    pressed = {"exercise": "heel-slide", "up": last, "prescribed": last, "form": f"{last}/"}
    old = typed(draft, note="Old window.") | pressed
    tess.post(url("save_draft", cast.pat_record), typed(draft, note="New window."))
    assert tess.post(url(name, cast.pat_record), old).status_code == 409
    assert [row.exercise.slug for row in rows_of(draft)] == ["glute-bridge", "clamshell", "heel-raise"]
    assert rows_of(draft)[0].note == "New window."


def test_a_second_press_with_nothing_new_in_it_is_no_conflict(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    data = typed(draft, note="Slowly.")
    for _press in range(2):
        assert tess.post(url("save_draft", cast.pat_record), data).status_code == 302


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "٣"])
def test_a_page_that_names_no_number_overwrites_nothing(cast: Cast, tess: Client, number: str) -> None:
    data = typed(draft_of(cast.pat_record), note="Slowly.") | {"saved_count": number}
    assert tess.post(url("save_draft", cast.pat_record), data).status_code == 409
    assert rows_of(draft_of(cast.pat_record))[0].note == ""


def test_what_was_typed_for_a_row_that_is_gone_is_told(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    old = typed(draft, note="For the bridge.")
    tess.post(url("remove_exercise", cast.pat_record), typed(draft) | {"prescribed": str(rows_of(draft)[0].public_id)})
    answer = tess.post(url("save_draft", cast.pat_record), old)
    assert answer.status_code == 409
    assert "For the bridge." in answer.content.decode()


def test_of_two_at_the_same_moment_one_is_saved(cast: Cast, tess: Client) -> None:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    draft, same = draft_of(cast.pat_record), draft_of(cast.pat_record)
    actions.save_draft(draft, DraftContent(change_notice="One."), by=by, known=0)
    with pytest.raises(actions.DraftChanged):
        actions.save_draft(same, DraftContent(change_notice="Two."), by=by, known=0)
    assert draft_of(cast.pat_record).change_notice == "One."


def test_a_template_in_another_window_makes_this_one_old(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    old = typed(draft, note="Slowly.")
    tess.post(url("start_draft", cast.pat_record), {"start": "blank"})
    assert tess.post(url("save_draft", cast.pat_record), old).status_code == 409
    assert rows_of(draft) == []


def saves(cast: Cast) -> int:
    return AuditEvent.objects.filter(action="routine.draft_saved", patient_id=cast.pat_record.pk).count()


def test_saving_by_itself_leaves_one_event_a_sitting(cast: Cast, tess: Client) -> None:
    draft, before, now = draft_of(cast.pat_record), saves(cast), timezone.now()

    def save(minute: int, who: str = "tess", *, is_automatic: bool = True) -> int:
        user = cast.tess if who == "tess" else cast.otto
        by = access_of(user, cast.pat_record, Role.THERAPIST, now=now + timedelta(minutes=minute))
        actions.save_draft(draft, DraftContent(change_notice=str(minute)), by=by, is_automatic=is_automatic)
        return saves(cast) - before

    assert [save(0), save(1), save(9)] == [1, 1, 1]
    assert save(11) == 2  # ten minutes after the event, not after the last save
    assert save(12, "otto") == 3  # another person
    assert save(13) == 4  # and back: who saved last must be right
    assert save(14, is_automatic=False) == 5  # a press of the button is always on record
    assert draft_of(cast.pat_record).change_notice == "14"
