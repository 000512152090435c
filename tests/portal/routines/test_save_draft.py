"""Saving the builder: what is right is kept, what is wrong is named and stays as it was typed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.routines.models import RoutineRevision
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=3), times=("09:00", "17:00"))
    client = signed_in(cast.tess)
    start(client, cast.pat_record)
    return client


def test_tess_can_change_a_dose(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    changes = {"sets": 3, "reps": 12, "hold_seconds": 0, "note": "Slowly.", "weekdays": [1, 4], "slots": [2]}
    response = tess.post(url("save_draft", cast.pat_record), typed(draft, change_notice="Three sets now.", **changes))
    assert response.status_code == 302
    row = rows_of(draft)[0]
    assert (row.sets, row.reps, row.hold_seconds, row.note) == (3, 12, None, "Slowly.")
    assert (row.weekdays, row.slots) == (5, 2)
    draft.refresh_from_db()
    assert draft.change_notice == "Three sets now."


def test_the_page_shows_what_was_saved(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    tess.post(url("save_draft", cast.pat_record), typed(draft, note="Hold the counter."))
    page = tess.get(url("edit_routine", cast.pat_record))
    assert "Hold the counter." in page.content.decode()
    assert "None of these has been reviewed by a clinician yet." in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sets": "0"}, "Write a whole number from 1 to 20."),
        ({"sets": "999"}, "Write a whole number from 1 to 20."),
        ({"sets": "x"}, "Write a whole number from 1 to 20."),
        ({"sets": ""}, "Write a whole number from 1 to 20."),
        ({"reps": "", "hold_seconds": "", "breaths": ""}, "Write how many times, or how long to hold."),
        ({"reps": "0", "hold_seconds": "0"}, "Write how many times, or how long to hold."),
        ({"hold_seconds": "5", "breaths": "5"}, "Write seconds or breaths, not both."),
        ({"weekdays": []}, "Choose at least one day."),
        ({"weekdays": ["128"]}, "Choose at least one day."),
        ({"slots": []}, "Choose at least one time of the day."),
        ({"side": "up"}, "This exercise works both legs together, so it has no side."),
        ({"note": "a\0b"}, "This text holds a hidden character."),
        ({"note": "a" * 1_000_000}, "This text is too long."),
        ({"time_1": "", "time_2": ""}, "Fill in at least one time of the day."),
        ({"time_1": "25:00"}, "Write the time as hours and minutes"),
        ({"time_1": "17:00"}, "Write each time of the day once."),
        ({"change_notice": "\0"}, "This text holds a hidden character."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(
    cast: Cast, tess: Client, changes: dict[str, object], sentence: str
) -> None:
    draft = draft_of(cast.pat_record)
    before = [(row.sets, row.reps, row.note) for row in rows_of(draft)]
    kept = {"resistance": "yellow band"} | changes
    response = tess.post(url("save_draft", cast.pat_record), typed(draft, **kept))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "yellow band" in text
    assert [(row.sets, row.reps, row.note) for row in rows_of(draft)] == before


def test_a_long_note_comes_back_whole(cast: Cast, tess: Client) -> None:
    response = tess.post(url("save_draft", cast.pat_record), typed(draft_of(cast.pat_record), note="y" * 5000))
    assert "y" * 5000 in response.content.decode()


def test_a_time_that_is_taken_away_leaves_no_exercise_without_one(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    tess.post(url("save_draft", cast.pat_record), typed(draft, slots=[2], time_2=""))
    draft.refresh_from_db()
    assert draft.times == ["09:00"]
    assert rows_of(draft)[0].slots == 0


def test_two_windows_the_second_after_publishing_keeps_what_was_typed(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    second_window = typed(draft, note="Use the high chair.", change_notice="One thing is new.")
    tess.post(url("publish", cast.pat_record), {"draft": str(draft.public_id)})
    response = tess.post(url("save_draft", cast.pat_record), second_window)
    text = response.content.decode()
    assert response.status_code == 409
    assert "was published by Tess Moran" in text
    assert "Use the high chair." in text
    assert "One thing is new." in text
    assert rows_of(RoutineRevision.objects.get(pk=draft.pk))[0].note != "Use the high chair."


def test_a_draft_that_was_thrown_away_keeps_what_was_typed(cast: Cast, tess: Client) -> None:
    data = typed(draft_of(cast.pat_record), note="Use the high chair.")
    tess.post(url("discard_draft", cast.pat_record))
    response = tess.post(url("save_draft", cast.pat_record), data | {"x-sets": "1", "draft": "\0"})
    assert response.status_code == 409
    assert "Use the high chair." in response.content.decode()


def test_a_search_saves_first(cast: Cast, tess: Client) -> None:
    data = typed(draft_of(cast.pat_record), note="Slowly.") | {"then": "find", "q": "heel"}
    response = tess.post(url("save_draft", cast.pat_record), data, follow=True)
    page = response.content.decode()
    assert "Add Heel slide" in page
    assert "Add Butterfly" not in page
    assert rows_of(draft_of(cast.pat_record))[0].note == "Slowly."
