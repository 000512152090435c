"""One tick: one record, whoever presses how often."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionStatus
from tests.cast import give_routine
from tests.portal.sessions.exercising import TODAY, Exercising, live, yesterday


def test_pat_can_tick_and_comes_back_to_the_row(exercising: Exercising) -> None:
    first = exercising.prescribed[0]
    response = exercising.pat.post(exercising.url("tick", of=first))
    assert response.status_code == 302
    assert response.url == f"{exercising.today_url}#row-{first.public_id}"
    [result] = live()
    assert (result.recorded_by, result.on_behalf_of) == (exercising.cast.pat, None)
    assert ExerciseSession.objects.get().status == SessionStatus.PARTLY


def test_cara_ticks_for_pat_and_the_record_says_so(exercising: Exercising) -> None:
    exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0]))
    [result] = live()
    assert (result.recorded_by, result.on_behalf_of) == (exercising.cast.cara, exercising.patient)
    event = AuditEvent.objects.get(action="session.ticked")
    assert (event.actor_id, event.on_behalf_of_id) == (exercising.cast.cara.pk, exercising.patient.pk)


def test_a_tick_is_ten_statements_in_one_transaction(exercising: Exercising) -> None:
    exercising.made(TODAY)
    url = exercising.url("tick", of=exercising.prescribed[0])
    with CaptureQueriesContext(connection) as asked:
        exercising.pat.post(url, {"then": "next"})
    statements = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(statements) <= 10, "\n".join(statements)


def test_a_tick_sent_twenty_times_is_one_record(exercising: Exercising) -> None:
    for _number in range(20):
        assert exercising.pat.post(exercising.url("tick", of=exercising.prescribed[0])).status_code == 302
    assert ExerciseResult.objects.count() == 1
    assert ExerciseSession.objects.count() == 1


def test_a_tick_by_both_keeps_the_first(exercising: Exercising) -> None:
    exercising.pat.post(exercising.url("tick", of=exercising.prescribed[0]))
    exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0]))
    [result] = ExerciseResult.objects.all()
    assert result.recorded_by == exercising.cast.pat


def test_an_exercise_of_each_side_makes_a_record_for_each_leg(exercising: Exercising) -> None:
    one = exercising.prescribed[1]
    one.side = "each_side"
    one.save()
    exercising.pat.post(exercising.url("tick", of=one))
    assert {result.side for result in live()} == {"left", "right"}


def test_a_tick_from_the_exercise_page_goes_on_to_the_next_and_then_to_the_questions(exercising: Exercising) -> None:
    first, second, third = exercising.prescribed
    after = [exercising.pat.post(exercising.url("tick", of=one), {"then": "next"}).url for one in (first, third)]
    assert after == [exercising.url("exercise", of=second), exercising.url("exercise", of=second)]
    last = exercising.pat.post(exercising.url("tick", of=second), {"then": "next"})
    assert last.url == exercising.url("finish")
    assert ExerciseSession.objects.get().status == SessionStatus.DONE


def test_untick_takes_the_tick_back_and_keeps_the_old_row(exercising: Exercising) -> None:
    first = exercising.prescribed[0]
    exercising.pat.post(exercising.url("tick", of=first))
    exercising.pat.post(exercising.url("untick", of=first))
    assert live() == []
    assert ExerciseResult.objects.get().voided_by == exercising.cast.pat
    assert ExerciseSession.objects.get().status == SessionStatus.DUE


def test_untick_of_nothing_changes_nothing(exercising: Exercising) -> None:
    assert exercising.pat.post(exercising.url("untick", of=exercising.prescribed[0])).status_code == 302
    assert live() == []


def test_a_tick_after_the_routine_changed_is_kept_and_pat_is_told(exercising: Exercising) -> None:
    old = exercising.prescribed
    new = give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    response = exercising.pat.post(exercising.url("tick", of=old[0]), follow=True)
    assert "The exercises changed while this page was open" in response.content.decode()
    [result] = live()
    assert result.prescribed_exercise == old[0]
    names = {row.exercise.slug for row in new.prescribed.all()}
    assert {"glute-bridge", "sit-to-stand"} <= names
    # The new list shows the exercise as done already: it is the same exercise.
    assert response.context["page"].current.done == 1


def test_ticking_all_of_an_older_list_finishes_the_session(exercising: Exercising) -> None:
    old = exercising.prescribed
    for one in old[:2]:
        exercising.pat.post(exercising.url("tick", of=one))
    give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    exercising.pat.post(exercising.url("tick", of=old[2]))
    session = ExerciseSession.objects.get()
    assert (session.status, session.revision) == (SessionStatus.DONE, exercising.revision)


def test_pat_can_tick_yesterday_and_comes_back_to_that_day(exercising: Exercising) -> None:
    exercising.made(yesterday())
    response = exercising.pat.post(exercising.url("tick", of=exercising.prescribed[0], day=yesterday()))
    assert response.url == exercising.url("record_session", day=yesterday())
    assert live()[0].source == "later"


@pytest.mark.parametrize("days", [1, -8, -4000])
def test_a_day_that_is_not_open_is_not_found(exercising: Exercising, days: int) -> None:
    url = exercising.url("tick", of=exercising.prescribed[0], day=TODAY + timedelta(days=days))
    assert exercising.pat.post(url).status_code == 404
    assert live() == []


def test_yesterday_without_a_session_is_not_found(exercising: Exercising) -> None:
    exercising.revision.routine.__class__.objects.update(sessions_until_on=TODAY)
    url = exercising.url("tick", of=exercising.prescribed[0], day=yesterday())
    assert exercising.pat.post(url).status_code == 404
    assert ExerciseSession.objects.count() == 0


@pytest.mark.parametrize("slot", ["0", "2", "999", "99999999999999999999"])
def test_a_slot_that_is_not_there_is_not_found(exercising: Exercising, slot: str) -> None:
    url = exercising.url("tick", of=exercising.prescribed[0]).replace(f"/{TODAY}/1/", f"/{TODAY}/{slot}/")
    assert exercising.pat.post(url).status_code == 404
    assert live() == []


@pytest.mark.parametrize("day", ["2026-02-30", "0000-00-00", "yesterday"])
def test_a_day_that_does_not_exist_is_not_found(exercising: Exercising, day: str) -> None:
    url = exercising.url("tick", of=exercising.prescribed[0]).replace(str(TODAY), day)
    assert exercising.pat.post(url).status_code == 404


def test_an_unknown_exercise_is_not_found(exercising: Exercising) -> None:
    assert exercising.pat.post(exercising.url("tick", of=uuid4())).status_code == 404
    assert live() == []


def test_walts_exercise_under_pats_id_is_not_found(exercising: Exercising) -> None:
    walts = give_routine(exercising.cast, exercising.cast.walt_record).prescribed.first()
    for client in (exercising.pat, exercising.cara):
        assert client.post(exercising.url("tick", of=walts)).status_code == 404
    assert live() == []


@pytest.mark.parametrize("view", ["tick", "untick"])
def test_a_tick_is_never_a_link(exercising: Exercising, view: str) -> None:
    assert exercising.pat.get(exercising.url(view, of=exercising.prescribed[0])).status_code == 405
    assert AuditEvent.objects.filter(action__startswith="opened").count() == 0


def test_cara_cannot_tick_without_that_scope(exercising: Exercising) -> None:
    exercising.cast.cara_for_pat.scopes = ["view_routine"]
    exercising.cast.cara_for_pat.save()
    assert exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0])).status_code == 404
    page = exercising.cara.get(exercising.today_url).content.decode()
    assert "data-tick" not in page
    assert "You can look at Pat’s exercises" in page
    assert live() == []


def test_cara_cannot_tick_once_access_was_taken_back(exercising: Exercising) -> None:
    assert exercising.cara.get(exercising.today_url).status_code == 200
    exercising.cast.cara_for_pat.revoked_at = exercising.revision.published_at
    exercising.cast.cara_for_pat.save()
    assert exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0])).status_code == 404
    assert live() == []


def test_a_stranger_cannot_tick(exercising: Exercising) -> None:
    for user in (exercising.cast.sam, exercising.cast.otto, exercising.cast.ada):
        exercising.pat.force_login(user)
        assert exercising.pat.post(exercising.url("tick", of=exercising.prescribed[0])).status_code == 404
    assert live() == []


def test_one_exercise_left_out_leaves_the_rest_due(exercising: Exercising) -> None:
    first, *others = exercising.prescribed
    exercising.pat.post(exercising.url("not_today", of=first), {"reason": "pain"})
    assert ExerciseSession.objects.get().status == SessionStatus.DUE
    for one in others:
        exercising.pat.post(exercising.url("not_today", of=one), {"reason": "tired"})
    assert ExerciseSession.objects.get().status == SessionStatus.SKIPPED


def test_what_was_done_counts_beside_what_was_left_out(exercising: Exercising) -> None:
    first, second, *_others = exercising.prescribed
    exercising.pat.post(exercising.url("not_today", of=first), {"reason": "pain"})
    exercising.pat.post(exercising.url("tick", of=second))
    assert ExerciseSession.objects.get().status == SessionStatus.PARTLY
