"""The whole session on one page: nothing typed is lost, nothing is written twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from portal.caseload.models import CaseloadRow
from portal.sessions.models import ExerciseResult, ExerciseSession, Outcome, SessionNote, SessionStatus
from tests.cast import give_routine
from tests.portal.sessions.exercising import TODAY, Exercising, live, yesterday

MOST_STATEMENTS = 11


def test_pat_can_record_all_of_it_in_one_post(exercising: Exercising) -> None:
    response = exercising.pat.post(
        exercising.url("record_session"), exercising.whole_session(pain="3", words="Went well.")
    )
    assert response.url == f"{exercising.today_url}?saved=1"
    assert len(live()) == 3
    assert ExerciseSession.objects.get().status == SessionStatus.DONE
    note = SessionNote.objects.get()
    assert (note.pain_during, note.words, note.is_shared) == (3, "Went well.", False)
    assert CaseloadRow.objects.get().last_recorded_on == TODAY


def test_one_post_is_few_statements_in_one_transaction(exercising: Exercising) -> None:
    exercising.made(TODAY)
    data = exercising.whole_session(pain="3", words="Went well.")
    with CaptureQueriesContext(connection) as asked:
        exercising.pat.post(exercising.url("record_session"), data)
    statements = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
    # In a test a transaction is a savepoint; inside the action there is the one of bulk_create.
    assert sum(one["sql"].startswith("SAVEPOINT") for one in asked) <= 2


def test_recording_costs_the_same_for_one_exercise_and_for_twelve(exercising: Exercising) -> None:
    def statements(data: dict[str, str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            exercising.pat.post(exercising.url("record_session"), data)
        return len(asked)

    exercising.made(TODAY)
    exercising.pat.get(exercising.today_url)
    few = {name: value for name, value in exercising.whole_session().items() if "answer" not in name}
    few[f"answer-{exercising.prescribed[0].public_id}"] = "done"
    counted = statements(few)
    assert statements(exercising.whole_session()) == counted


def test_twenty_identical_posts_are_one_record(exercising: Exercising) -> None:
    data = exercising.whole_session(pain="2", words="Fine.")
    for _number in range(20):
        assert exercising.pat.post(exercising.url("record_session"), data).status_code == 302
    assert ExerciseSession.objects.count() == 1
    assert ExerciseResult.objects.count() == 3
    assert SessionNote.objects.count() == 1


def test_not_done_keeps_its_reason(exercising: Exercising) -> None:
    first = exercising.prescribed[0].public_id
    data = exercising.whole_session() | {f"answer-{first}": "not_done", f"reason-{first}": "pain"}
    exercising.pat.post(exercising.url("record_session"), data)
    assert next((one.outcome, one.reason) for one in live()) == (Outcome.NOT_DONE, "pain")
    assert ExerciseSession.objects.get().status == SessionStatus.PARTLY


def test_a_reason_alone_means_not_done(exercising: Exercising) -> None:
    first = exercising.prescribed[0].public_id
    data = {"revision": str(exercising.revision.public_id), f"reason-{first}": "tired"}
    exercising.pat.post(exercising.url("record_session"), data)
    assert [(one.outcome, one.reason) for one in live()] == [(Outcome.NOT_DONE, "tired")]


def test_a_correction_voids_the_old_record_and_appends_the_new_one(exercising: Exercising) -> None:
    exercising.pat.post(exercising.url("record_session"), exercising.whole_session())
    form = exercising.pat.get(exercising.url("record_session")).context["form"]
    data = {name: str(form.initial.get(name) or "") for name in form.fields if name != "is_shared"}
    first = exercising.prescribed[0].public_id
    exercising.pat.post(exercising.url("record_session"), data | {f"answer-{first}": ""})
    assert len(live()) == 2
    assert ExerciseResult.objects.count() == 3
    assert ExerciseSession.objects.get().status == SessionStatus.PARTLY


def test_what_cara_ticked_meanwhile_is_not_undone_by_an_older_form(exercising: Exercising) -> None:
    form = exercising.pat.get(exercising.url("record_session")).context["form"]
    first, _second, third = exercising.prescribed
    exercising.cara.post(exercising.url("tick", of=third))
    data = {name: str(form.initial.get(name) or "") for name in form.fields if name != "is_shared"}
    exercising.pat.post(exercising.url("record_session"), data | {f"answer-{first.public_id}": "done"})
    assert {one.prescribed_exercise_id for one in live()} == {first.pk, third.pk}


def test_yesterday_can_be_recorded_and_is_marked_as_later(exercising: Exercising) -> None:
    exercising.made(yesterday())
    page = exercising.pat.get(exercising.url("record_session", day=yesterday()))
    assert "Yesterday" in page.content.decode()
    exercising.pat.post(exercising.url("record_session", day=yesterday()), exercising.whole_session())
    assert {one.source for one in live()} == {"later"}
    assert ExerciseSession.objects.get().status == SessionStatus.DONE


def test_what_was_filled_in_against_an_older_revision_is_kept(exercising: Exercising) -> None:
    old, data = exercising.revision, exercising.whole_session(words="Long form.")
    give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    response = exercising.pat.post(exercising.url("record_session"), data, follow=True)
    assert response.status_code == 200
    session = ExerciseSession.objects.get()
    assert (session.status, session.revision) == (SessionStatus.DONE, old)
    assert {one.prescribed_exercise.revision for one in live()} == {old}
    assert SessionNote.objects.get().words == "Long form."


def test_part_of_an_older_revision_is_kept_and_pat_is_told(exercising: Exercising) -> None:
    data = exercising.whole_session()
    data.pop(f"answer-{exercising.prescribed[0].public_id}")
    give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    response = exercising.pat.post(exercising.url("record_session"), data, follow=True)
    assert "The exercises changed while this page was open" in response.content.decode()
    assert len(live()) == 2
    assert ExerciseSession.objects.get().status == SessionStatus.PARTLY


@pytest.mark.parametrize("pain", ["11", "-1", "a lot", "5\x00", "9" * 400])
def test_a_pain_score_outside_the_scale_comes_back_with_a_sentence(exercising: Exercising, pain: str) -> None:
    response = exercising.pat.post(
        exercising.url("record_session"), exercising.whole_session(pain=pain, words="My knee is warm.")
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "Choose a number from 0 to 10, or none." in page
    assert "My knee is warm." in page
    assert page.count("checked") >= 3  # the ticks are still there
    assert live() == []
    assert AuditEvent.objects.filter(action="form.returned", patient_id=exercising.patient.pk).count() == 1


def test_zero_bytes_are_left_out_and_the_words_are_kept(exercising: Exercising) -> None:
    exercising.pat.post(exercising.url("record_session"), exercising.whole_session(words="Warm\x00 knee"))
    assert SessionNote.objects.get().words == "Warm knee"


def test_a_megabyte_of_words_comes_back_with_a_sentence(exercising: Exercising) -> None:
    words = "pain " * 200_000
    response = exercising.pat.post(exercising.url("record_session"), exercising.whole_session(words=words))
    page = response.content.decode()
    assert "This is too long: 2000 letters at most" in page
    assert words.strip() in page
    assert live() == []


def test_what_comes_back_after_a_change_is_the_older_list(exercising: Exercising) -> None:
    data = exercising.whole_session(pain="11")
    give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    response = exercising.pat.post(exercising.url("record_session"), data)
    assert response.status_code == 200
    again = exercising.pat.post(exercising.url("record_session"), data | {"pain": "1"})
    assert again.status_code == 302
    assert len(live()) == 3


def test_other_peoples_exercises_in_the_form_are_not_recorded(exercising: Exercising) -> None:
    walts = give_routine(exercising.cast, exercising.cast.walt_record)
    data = {"revision": str(walts.public_id)}
    data |= {f"answer-{one.public_id}": "done" for one in walts.prescribed.all()}
    exercising.pat.post(exercising.url("record_session"), data)
    assert live() == []


@pytest.mark.parametrize("revision", ["", "nonsense", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_a_form_without_a_known_revision_counts_against_the_newest(exercising: Exercising, revision: str) -> None:
    exercising.pat.post(exercising.url("record_session"), exercising.whole_session() | {"revision": revision})
    assert len(live()) == 3


def test_an_answer_that_is_not_offered_comes_back(exercising: Exercising) -> None:
    first = exercising.prescribed[0].public_id
    data = exercising.whole_session() | {f"answer-{first}": "maybe", f"reason-{first}": "because\x00"}
    response = exercising.pat.post(exercising.url("record_session"), data)
    assert "Choose one of the answers shown, or none." in response.content.decode()
    assert live() == []


def test_caras_note_is_open_to_those_who_help_and_pats_is_not(exercising: Exercising) -> None:
    exercising.cara.post(exercising.url("record_session"), exercising.whole_session(words="Pat was tired."))
    exercising.pat.post(exercising.url("record_session"), exercising.whole_session(words="I was fine."))
    shared = {note.written_by: note.is_shared for note in SessionNote.objects.all()}
    assert shared == {exercising.cast.cara: True, exercising.cast.pat: False}


def test_cara_never_sees_pats_own_words(exercising: Exercising) -> None:
    exercising.pat.post(exercising.url("record_session"), exercising.whole_session(words="CANARY-7731"))
    for url in (exercising.url("record_session"), exercising.url("finish"), exercising.today_url):
        assert "CANARY-7731" not in exercising.cara.get(url).content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(exercising: Exercising, method: str) -> None:
    assert getattr(exercising.pat, method)(exercising.url("record_session")).status_code == 405


@pytest.mark.parametrize("days", [1, -8])
def test_a_day_that_is_not_open_is_not_found(exercising: Exercising, days: int) -> None:
    day = TODAY + timedelta(days=days)
    exercising.made(day)
    assert exercising.pat.get(exercising.url("record_session", day=day)).status_code == 404
    assert exercising.pat.post(exercising.url("record_session", day=day), exercising.whole_session()).status_code == 404


def test_access_taken_back_while_the_form_was_open_records_nothing(exercising: Exercising) -> None:
    assert exercising.cara.get(exercising.url("record_session")).status_code == 200
    exercising.cast.cara_for_pat.suspended_at = exercising.revision.published_at
    exercising.cast.cara_for_pat.save()
    assert exercising.cara.post(exercising.url("record_session"), exercising.whole_session()).status_code == 404
    assert live() == []


def test_a_get_writes_nothing_but_the_look(exercising: Exercising) -> None:
    with CaptureQueriesContext(connection) as asked:
        exercising.pat.get(exercising.url("record_session"))
    written = [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
    assert len(written) == 1
    assert "auditevent" in written[0]
