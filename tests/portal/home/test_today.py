"""Today: what to do now, in words that are true for whoever reads them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Role
from accounts.models import AuditEvent, Patient
from exercises import words
from exercises.models import Exercise
from portal.routines import actions as routine_actions
from portal.routines.course import actions as course
from portal.routines.models import PrescribedExercise, Routine, RoutinePause, RoutineRevision
from portal.sessions.models import ExerciseSession, SessionStatus
from tests.cast import Cast, access_of, give_routine
from tests.portal.sessions.exercising import NOW, TODAY, Exercising, yesterday

# The ninth asks whether the clinic has a stop-and-call text of its own.
MOST_STATEMENTS = 9
TWELVE = [
    "glute-bridge",
    "clamshell",
    "side-lying-leg-raise",
    "standing-hip-abduction",
    "seated-march",
    "mini-squat",
    "sit-to-stand",
    "heel-slide",
    "standing-hip-extension",
    "heel-raise",
    "ankle-pumps",
    "quad-set",
]


def today_url(patient: Patient) -> str:
    return reverse("home:today", args=[patient.public_id])


def statements(client: Client, url: str, *, is_first: bool = True) -> int:
    """`is_first`: as in a process that has shown nobody these exercises yet."""
    client.get(url)
    if is_first:
        words._kept.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def page_of(client: Client, patient: Patient) -> str:
    response = client.get(today_url(patient))
    assert response.status_code == 200
    return response.content.decode()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


class TestStatements:
    @pytest.mark.parametrize("is_made", [True, False])
    def test_pat_needs_nine_for_one_exercise_and_for_twelve(
        self, at_ten: None, cast: Cast, library: None, is_made: bool
    ) -> None:
        counted = []
        for patient, slugs in ((cast.pat_record, TWELVE), (_another(cast), TWELVE[:1])):
            revision = give_routine(cast, patient, slugs)
            if is_made:
                _make(revision.routine, TODAY)
            client = Client()
            client.force_login(patient.user)  # type: ignore[arg-type]
            for one in revision.prescribed.all():
                client.post(reverse("sessions:tick", args=[patient.public_id, TODAY, 1, one.public_id]))
            counted.append(statements(client, today_url(patient)))
        assert counted == [MOST_STATEMENTS, MOST_STATEMENTS]

    def test_words_that_are_known_are_not_asked_for_again(self, exercising: Exercising) -> None:
        exercising.pat.get(exercising.today_url)
        assert statements(exercising.pat, exercising.today_url, is_first=False) == MOST_STATEMENTS - 1

    def test_cara_needs_two_more(self, exercising: Exercising) -> None:
        """Her grant, and whom else she helps."""
        assert statements(exercising.cara, exercising.today_url) == MOST_STATEMENTS + 2

    def test_a_week_of_gaps_costs_no_more(self, exercising: Exercising) -> None:
        for days in range(1, 8):
            exercising.made(TODAY - timedelta(days=days))
        assert statements(exercising.pat, exercising.today_url) == MOST_STATEMENTS

    def test_a_look_writes_nothing_but_that_pat_looked(self, exercising: Exercising) -> None:
        with CaptureQueriesContext(connection) as asked:
            exercising.pat.get(exercising.today_url)
        written = [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
        assert len(written) == 1
        assert AuditEvent.objects.get(action="opened.home:today").actor_id == exercising.cast.pat.pk
        assert ExerciseSession.objects.count() == 0


class TestNow:
    def test_the_next_exercise_stands_first(self, exercising: Exercising) -> None:
        page = page_of(exercising.pat, exercising.patient)
        assert "Good morning, Pat" in page
        assert "Thursday 19 November" in page
        assert "0 of 3 done" in page
        assert "Start number 1" in page
        exercising.pat.post(exercising.url("tick", of=exercising.prescribed[0]))
        page = page_of(exercising.pat, exercising.patient)
        assert "1 of 3 done" in page
        assert "Start number 2" in page
        assert "Undo: Glute bridge is done" in page

    @pytest.mark.parametrize(
        ("hour", "words"), [(0, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
    )
    def test_the_greeting_follows_the_clock_where_pat_lives(
        self, exercising: Exercising, hour: int, words: str
    ) -> None:
        exercising.patient.time_zone = "America/New_York"
        exercising.patient.save()
        with at(datetime(2026, 11, 19, hour + 5 if hour < 19 else hour, 30, tzinfo=UTC)):
            exercising.pat.force_login(exercising.cast.pat)
            assert f"{words}, Pat" in page_of(exercising.pat, exercising.patient)

    def test_today_is_the_day_where_pat_lives(self, exercising: Exercising) -> None:
        exercising.patient.time_zone = "Pacific/Auckland"
        exercising.patient.save()
        with at(datetime(2026, 11, 19, 12, 0, tzinfo=UTC)):
            exercising.pat.force_login(exercising.cast.pat)
            assert "Friday 20 November" in page_of(exercising.pat, exercising.patient)

    def test_after_the_last_tick_pat_is_thanked_and_asked(self, exercising: Exercising) -> None:
        for one in exercising.prescribed:
            exercising.pat.post(exercising.url("tick", of=one))
        page = page_of(exercising.pat, exercising.patient)
        assert "That is today done. Thank you, Pat." in page
        assert "Say how it went" in page
        assert exercising.url("finish") in page
        exercising.pat.post(exercising.url("finish"), {"pain": "2"})
        assert "Change what you said" in page_of(exercising.pat, exercising.patient)

    def test_what_comes_next_is_said(self, exercising: Exercising) -> None:
        assert "Tomorrow at 9 a.m." in page_of(exercising.pat, exercising.patient)

    def test_whom_to_call_is_always_there(self, exercising: Exercising) -> None:
        page = page_of(exercising.pat, exercising.patient)
        assert page.count("555 0142") >= 2
        assert 'href="tel:911"' in page
        assert "Nobody watches this page around the clock" in page
        assert "The therapist, Tess Moran, reads notes at the next review." in page


class TestSeveralTimesADay:
    def test_the_first_open_one_is_large_and_the_other_is_one_line(
        self, at_ten: None, cast: Cast, library: None
    ) -> None:
        give_routine(cast, cast.pat_record, ["glute-bridge"], times=["09:00", "17:00"])
        client = Client()
        client.force_login(cast.pat)
        page = client.get(today_url(cast.pat_record)).context["page"]
        assert page.current.time == "9 a.m."
        assert [(one.time, one.words) for one in page.others] == [("5 p.m.", "0 of 1 done")]

    def test_after_the_first_the_second_is_large(self, at_ten: None, cast: Cast, library: None) -> None:
        revision = give_routine(cast, cast.pat_record, ["glute-bridge"], times=["09:00", "17:00"])
        client = Client()
        client.force_login(cast.pat)
        one = revision.prescribed.get()
        client.post(reverse("sessions:tick", args=[cast.pat_record.public_id, TODAY, 1, one.public_id]))
        page = client.get(today_url(cast.pat_record)).context["page"]
        assert page.current.time == "5 p.m."
        assert page.thanks is None

    @pytest.mark.parametrize("asked", ["2", "1"])
    def test_any_of_them_can_be_opened(self, at_ten: None, cast: Cast, library: None, asked: str) -> None:
        give_routine(cast, cast.pat_record, ["glute-bridge"], times=["09:00", "17:00"])
        client = Client()
        client.force_login(cast.pat)
        page = client.get(today_url(cast.pat_record), {"slot": asked}).context["page"]
        assert page.current.time == {"1": "9 a.m.", "2": "5 p.m."}[asked]

    @pytest.mark.parametrize("asked", ["0", "999", "-1", "two", "\x00", "²", "9" * 500])
    def test_a_slot_that_is_not_there_is_not_minded(self, exercising: Exercising, asked: str) -> None:
        assert exercising.pat.get(exercising.today_url, {"slot": asked}).status_code == 200

    def test_a_tick_comes_back_to_the_same_session(self, at_ten: None, cast: Cast, library: None) -> None:
        revision = give_routine(cast, cast.pat_record, ["glute-bridge"], times=["09:00", "17:00"])
        client = Client()
        client.force_login(cast.pat)
        one = revision.prescribed.get()
        response = client.post(reverse("sessions:tick", args=[cast.pat_record.public_id, TODAY, 2, one.public_id]))
        assert response.url == f"{today_url(cast.pat_record)}?slot=2#row-{one.public_id}"


class TestNothingToDo:
    def test_an_empty_day_says_when_it_goes_on(self, exercising: Exercising) -> None:
        PrescribedExercise.objects.update(weekdays=0b0100000)  # Saturdays
        page = page_of(exercising.pat, exercising.patient)
        assert "Nothing to do today" in page
        assert "The next exercises are on Saturday 21 November." in page

    def test_a_pause_says_until_when(self, exercising: Exercising) -> None:
        _pause(exercising, TODAY, date(2026, 11, 25))
        page = page_of(exercising.pat, exercising.patient)
        assert "There is a pause until Wednesday 25 November." in page
        assert "The next exercises are on Thursday 26 November." in page

    def test_a_pause_hides_what_the_pump_has_not_withdrawn_yet(self, exercising: Exercising) -> None:
        exercising.made(TODAY)
        _pause(exercising, TODAY, TODAY)
        assert "Start number 1" not in page_of(exercising.pat, exercising.patient)

    def test_what_was_ticked_before_the_pause_stays_in_sight(self, exercising: Exercising) -> None:
        exercising.pat.post(exercising.url("tick", of=exercising.prescribed[0]))
        _pause(exercising, TODAY, TODAY)
        assert "1 of 3 done" in page_of(exercising.pat, exercising.patient)

    def test_without_a_routine_it_says_whom_to_call(self, at_ten: None, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.pat)
        page = page_of(client, cast.pat_record)
        assert "No exercises yet" in page
        assert "Tess will choose them. If you expected some, call Northside Clinic: 555 0142." in page

    def test_an_ended_routine_is_no_routine(self, exercising: Exercising) -> None:
        tess = access_of(exercising.cast.tess, exercising.patient, Role.THERAPIST, now=NOW)
        course.end_routine(exercising.revision.routine, by=tess)
        page = page_of(exercising.pat, exercising.patient)
        assert "They ended on Thursday 19 November. If you have a question, call Northside Clinic: 555 0142." in page
        assert "Start number 1" not in page

    def test_a_draft_is_not_shown(self, at_ten: None, cast: Cast, library: None) -> None:
        tess = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NOW)
        draft = routine_actions.open_draft(by=tess)
        routine_actions.add_exercise(draft, Exercise.objects.get(slug="clamshell"), by=tess)
        client = Client()
        client.force_login(cast.pat)
        assert "Clamshell" not in page_of(client, cast.pat_record)


class TestEarlierDays:
    def test_yesterday_is_still_open_to_record(self, exercising: Exercising) -> None:
        exercising.made(yesterday())
        page = exercising.pat.get(exercising.today_url).context["page"]
        assert [(gap.words, gap.href) for gap in page.yesterday] == [
            ("Yesterday, 9 a.m.", exercising.url("record_session", day=yesterday()))
        ]

    def test_earlier_days_are_open_for_a_week(self, exercising: Exercising) -> None:
        for days in (2, 7, 8):
            exercising.made(TODAY - timedelta(days=days))
        page = exercising.pat.get(exercising.today_url).context["page"]
        assert [gap.words for gap in page.earlier] == ["Thursday 12 November, 9 a.m.", "Tuesday 17 November, 9 a.m."]

    @pytest.mark.parametrize("status", [SessionStatus.DONE, SessionStatus.SKIPPED, SessionStatus.WITHDRAWN])
    def test_what_is_recorded_or_not_due_is_no_gap(self, exercising: Exercising, status: str) -> None:
        exercising.made(yesterday(), status=status)
        page = exercising.pat.get(exercising.today_url).context["page"]
        assert (page.yesterday, page.earlier) == ([], [])


class TestChange:
    def test_the_first_routine_is_no_change(self, exercising: Exercising) -> None:
        assert "Tess changed" not in page_of(exercising.pat, exercising.patient)

    def test_words_with_the_first_routine_are_a_note_for_a_week(self, exercising: Exercising) -> None:
        RoutineRevision.objects.filter(pk=exercising.revision.pk).update(change_notice="Small and often.")
        text = page_of(exercising.pat, exercising.patient)
        assert "Tess wrote to you today" in text
        assert "Small and often." in text
        assert "Tess wrote to Pat today" in page_of(exercising.cara, exercising.patient)
        with at(NOW + timedelta(days=7)):
            exercising.pat.force_login(exercising.cast.pat)
            assert "Small and often." not in page_of(exercising.pat, exercising.patient)

    def test_a_first_routine_without_words_says_nothing(self, exercising: Exercising) -> None:
        RoutineRevision.objects.filter(pk=exercising.revision.pk).update(change_notice="")
        assert "Tess wrote" not in page_of(exercising.pat, exercising.patient)

    def test_a_finished_session_stays_as_it_was(self, exercising: Exercising) -> None:
        for one in exercising.prescribed:
            exercising.pat.post(exercising.url("tick", of=one))
        give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
        assert exercising.pat.get(exercising.today_url).context["page"].current.total == 3


class TestCara:
    def test_cara_reads_about_pat(self, exercising: Exercising) -> None:
        page = page_of(exercising.cara, exercising.patient)
        assert "You are helping Pat" in page
        assert "Pat’s exercises today" in page
        assert "How to help safely" in page
        assert "Good morning" not in page

    def test_pat_sees_that_cara_ticked(self, exercising: Exercising) -> None:
        exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0]))
        exercising.pat.post(exercising.url("tick", of=exercising.prescribed[1]))
        page = page_of(exercising.pat, exercising.patient)
        assert "Ticked by Cara, 10 a.m." in page
        assert page.count("Ticked by") == 1

    def test_cara_sees_who_ticked(self, exercising: Exercising) -> None:
        exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0]))
        exercising.pat.post(exercising.url("tick", of=exercising.prescribed[1]))
        page = page_of(exercising.cara, exercising.patient)
        assert "Ticked by you, 10 a.m." in page
        assert "Ticked by Pat, 10 a.m." in page

    def test_cara_is_told_when_the_clock_is_another_one(self, exercising: Exercising) -> None:
        assert "Times are where Pat lives." not in page_of(exercising.cara, exercising.patient)
        exercising.cast.cara.time_zone = "Europe/Paris"
        exercising.cast.cara.save()
        assert "Times are where Pat lives." in page_of(exercising.cara, exercising.patient)

    @pytest.mark.parametrize("who", ["sam", "otto", "ada"])
    def test_nobody_else_can_look(self, exercising: Exercising, who: str) -> None:
        exercising.cara.force_login(getattr(exercising.cast, who))
        assert exercising.cara.get(exercising.today_url).status_code == 404

    def test_without_signing_in_there_is_only_the_door(self, exercising: Exercising) -> None:
        assert Client().get(exercising.today_url).status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_today_is_only_read(exercising: Exercising, method: str) -> None:
    send: Callable[[str], object] = getattr(exercising.pat, method)
    assert send(exercising.today_url).status_code == 405  # type: ignore[attr-defined]


def _another(cast: Cast) -> Patient:
    cast.walt_record.user = cast.sam
    cast.walt_record.save()
    return cast.walt_record


def _make(routine: Routine, day: date) -> None:
    """As the pump does."""
    ExerciseSession.objects.create(
        routine=routine,
        revision=routine.revisions.latest("number"),
        local_date=day,
        slot=1,
        due_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
    )
    routine.sessions_until_on = day + timedelta(days=1)
    routine.save()


def _pause(exercising: Exercising, starts_on: date, ends_on: date) -> None:
    RoutinePause.objects.create(routine=exercising.revision.routine, starts_on=starts_on, ends_on=ends_on)
