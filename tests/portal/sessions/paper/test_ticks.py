"""Ticks from paper: once, marked so, never over what stands already, and only where something was due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from portal.caseload.models import CaseloadRow
from portal.routines.models import PrescribedExercise
from portal.routines.sheet_codes import spoken
from portal.sessions.models import ExerciseResult, ExerciseSession, Outcome, RecordSource, SessionStatus
from tests.cast import Cast, give_routine
from tests.portal.sessions.exercising import NOW, TODAY, Exercising, live, yesterday


def url(exercising: Exercising) -> str:
    return reverse("sessions:paper_ticks", args=[exercising.patient.public_id])


def box(one: PrescribedExercise, day: date = TODAY, side: str = "both", slot: int = 1) -> str:
    return f"{day}.{slot}.{one.public_id}.{side}"


def send(client: Client, exercising: Exercising, *ticks: str, **more: object) -> HttpResponse:
    return client.post(url(exercising), {"tick": list(ticks), **more})  # type: ignore[return-value]


def since(exercising: Exercising, days: int) -> None:
    """The routine has run for so many days, and the pump has made the sessions."""
    first = TODAY - timedelta(days=days)
    exercising.revision.effective_on = first
    exercising.revision.save()
    routine = exercising.revision.routine
    routine.starts_on, routine.sessions_until_on = first, TODAY
    routine.save()
    for back in range(days + 1):
        exercising.made(TODAY - timedelta(days=back))


def test_the_desk_types_in_two_days_and_the_record_says_from_paper(
    exercising: Exercising, signed_in, cast: Cast
) -> None:  # type: ignore[no-untyped-def]
    since(exercising, 10)
    old = TODAY - timedelta(days=9)  # longer ago than a page may be corrected
    first, *_others = exercising.prescribed
    tess = signed_in(cast.tess)
    response = send(tess, exercising, box(first, old), all=[yesterday().isoformat()])
    assert response.status_code == 302
    assert {one.source for one in live()} == {RecordSource.PAPER}
    assert {(one.recorded_by, one.on_behalf_of) for one in live()} == {(cast.tess, exercising.patient)}
    statuses = dict(ExerciseSession.objects.filter(status__in=["done", "partly"]).values_list("local_date", "status"))
    assert statuses == {old: SessionStatus.PARTLY, yesterday(): SessionStatus.DONE}
    assert CaseloadRow.objects.get(patient=exercising.patient).last_recorded_on == yesterday()
    assert AuditEvent.objects.filter(action="session.typed_from_paper").count() == 2
    page = tess.get(response.headers["Location"]).content.decode()
    assert "4 ticks are recorded, marked as from paper." in page


def test_sent_twice_or_by_two_it_stays_one_record(exercising: Exercising) -> None:
    first = exercising.prescribed[0]
    for client in (exercising.pat, exercising.pat, exercising.cara):
        assert send(client, exercising, box(first)).status_code == 302
    [result] = ExerciseResult.objects.all()
    assert (result.recorded_by, result.on_behalf_of) == (exercising.cast.pat, None)


def test_what_stands_already_is_shown_and_not_changed(exercising: Exercising) -> None:
    first, second, _third = exercising.prescribed
    exercising.pat.post(exercising.url("not_today", of=first), {"reason": "pain"})
    send(exercising.cara, exercising, all=[TODAY.isoformat()])
    [kept] = [one for one in live() if one.prescribed_exercise_id == first.pk]
    assert (kept.outcome, kept.reason, kept.source) == (Outcome.NOT_DONE, "pain", RecordSource.PAGE)
    page = exercising.cara.get(url(exercising)).content.decode()
    assert page.count("19 November: recorded as done") == 2
    assert page.count("19 November: recorded as not done") == 1
    assert box(second) not in page


def test_left_and_right_are_ticked_apart(exercising: Exercising) -> None:
    clam = exercising.prescribed[1]
    clam.side = "each_side"
    clam.save()
    send(exercising.pat, exercising, box(clam, side="left"))
    assert [one.side for one in live()] == ["left"]
    send(exercising.pat, exercising, box(clam, side="left"), box(clam, side="right"))
    assert sorted(one.side for one in live()) == ["left", "right"]


@pytest.mark.parametrize(
    ("ticked", "says"),
    [
        ("{tomorrow}.1.{first}.both", "not all of what you ticked was due on Friday 20 November"),
        ("{before}.1.{first}.both", "not all of what you ticked was due on Sunday 1 November"),
        ("{today}.2.{first}.both", "not all of what you ticked was due on Thursday 19 November"),
        ("{today}.1.{first}.left", "not all of what you ticked was due on Thursday 19 November"),
        ("nonsense\x00", "Nothing was saved: the routine changed"),
    ],
)
def test_what_was_not_due_is_refused_with_a_sentence_and_nothing_is_lost(
    exercising: Exercising, ticked: str, says: str
) -> None:
    first, second, _third = exercising.prescribed
    names = {
        "tomorrow": TODAY + timedelta(days=1),
        "before": date(2026, 11, 1),
        "today": TODAY,
        "first": first.public_id,
    }
    response = send(exercising.pat, exercising, box(second, side="left"), ticked.format(**names))
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert f'value="{box(second, side="left")}"' in page.split(" checked")[0].rsplit("<input", 1)[1]
    assert not live()


def test_nothing_ticked_is_told(exercising: Exercising) -> None:
    response = send(exercising.pat, exercising)
    assert response.status_code == 422
    assert "No box is ticked yet." in response.content.decode()


def test_two_sheets_back_and_no_further(exercising: Exercising) -> None:
    since(exercising, 40)
    first = exercising.prescribed[0]
    page = exercising.pat.get(url(exercising), {"days": "earlier"}).content.decode()
    assert box(first, TODAY - timedelta(days=27)) in page
    assert box(first, TODAY - timedelta(days=28)) not in page
    assert send(exercising.pat, exercising, box(first, TODAY - timedelta(days=20)), days="earlier").status_code == 302
    assert send(exercising.pat, exercising, box(first, TODAY - timedelta(days=28)), days="earlier").status_code == 422


def test_an_older_sheet_counts_for_what_stands_on_it(exercising: Exercising) -> None:
    """The routine changed yesterday; she went on with the old sheet. Days before its revision show the one before."""
    since(exercising, 5)
    old = exercising.revision
    new = give_routine(exercising.cast, exercising.patient, ("heel-slide",), now=datetime(2026, 11, 18, 9, tzinfo=UTC))
    on_old, on_new = old.prescribed.get(exercise__slug="clamshell"), new.prescribed.get(exercise__slug="heel-slide")
    newest = exercising.pat.get(url(exercising)).content.decode()
    assert box(on_new, yesterday(), on_new_side(on_new)) in newest
    assert box(on_old, yesterday(), "left") not in newest
    assert box(on_old, TODAY - timedelta(days=3), "left") in newest
    code = spoken(old.sheet_code or "")
    assert box(on_old, yesterday(), "left") in exercising.pat.get(url(exercising), {"code": code}).content.decode()
    assert send(exercising.pat, exercising, code=code, all=[yesterday().isoformat()]).status_code == 302
    session = ExerciseSession.objects.get(local_date=yesterday())
    assert (session.status, session.revision) == (SessionStatus.DONE, old)


def on_new_side(one: PrescribedExercise) -> str:
    return {"left": "left", "right": "right"}.get(one.side, "left" if one.side == "each_side" else "both")


def test_several_times_a_day_have_their_own_boxes(exercising: Exercising) -> None:
    exercising.revision.routine.times.create(slot=2, local_time=time(18))
    first = exercising.prescribed[0]
    assert send(exercising.pat, exercising, box(first, slot=2)).status_code == 302
    assert ExerciseSession.objects.get().slot == 2


def test_a_code_of_another_patient_is_not_known_here(exercising: Exercising) -> None:
    other = give_routine(exercising.cast, exercising.cast.walt_record, now=NOW)
    page = exercising.pat.get(url(exercising), {"code": other.sheet_code}).content.decode()
    assert "This is not a code of this routine." in page


def test_reading_costs_the_same_for_one_day_and_for_many(exercising: Exercising, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    exercising.pat.get(url(exercising))
    with django_assert_num_queries(8):
        exercising.pat.get(url(exercising))
    since(exercising, 20)
    with django_assert_num_queries(8):
        exercising.pat.get(url(exercising))


def test_from_paper_stands_beside_it_wherever_it_is_shown(exercising: Exercising, signed_in, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    send(exercising.cara, exercising, all=[TODAY.isoformat()])
    today = exercising.pat.get(exercising.today_url).content.decode()
    assert today.count("From paper, typed in by Cara") == 3
    of_staff = reverse("progress:patient", args=[exercising.patient.public_id])
    assert "Cara for Pat, from paper" in signed_in(cast.tess).get(of_staff).content.decode()
