"""What is stopped is stopped on the next request, whatever was open; and looks like what was never there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import PatientAccess, Role
from accounts.grants import actions
from accounts.models import CareGrant, Suspension
from portal.reminders.models import ReminderPreference
from portal.sessions.models import ExerciseResult, SessionNote
from tests.cast import a_grant, access_of
from tests.conftest import SignIn
from tests.portal.sessions.exercising import NOW, TODAY, Exercising, live

CANARY = "Quetzalcoatl"


def revoke(exercising: Exercising) -> None:
    actions.end_grant(exercising.cast.cara_for_pat, at=NOW, by=_by(exercising))


def suspend(exercising: Exercising) -> None:
    actions.suspend_grant(exercising.cast.cara_for_pat, why=Suspension.PATIENT, at=NOW, by=_by(exercising))


def expire(exercising: Exercising) -> None:
    CareGrant.objects.filter(patient=exercising.patient).update(expires_on=TODAY - timedelta(days=1))


def narrow(exercising: Exercising) -> None:
    CareGrant.objects.filter(patient=exercising.patient).update(scopes=["view_routine"])


def _by(exercising: Exercising) -> PatientAccess:
    return access_of(exercising.cast.pat, exercising.patient, Role.PATIENT, now=NOW)


STOPS = [revoke, suspend, expire]
Stop = Callable[[Exercising], None]


@pytest.mark.parametrize("stop", [*STOPS, narrow])
def test_a_form_that_was_open_writes_nothing(exercising: Exercising, stop: Stop) -> None:
    first = exercising.prescribed[0]
    assert exercising.cara.get(exercising.url("exercise", of=first)).status_code == 200
    assert exercising.cara.get(exercising.url("record_session")).status_code == 200
    stop(exercising)
    posts = {
        exercising.url("tick", of=first): {},
        exercising.url("untick", of=first): {},
        exercising.url("record_session"): exercising.whole_session(),
        exercising.url("finish"): {"pain": "3", "words": CANARY},
        exercising.url("not_today", of=first): {"reason": "tired"},
        reverse("reminders:switch", args=[exercising.patient.public_id]): {"wanted": "off"},
    }
    for address, data in posts.items():
        assert exercising.cara.post(address, data).status_code == 404, address
    assert not ExerciseResult.objects.exists()
    assert not SessionNote.objects.exists()
    assert not ReminderPreference.objects.exists()


@pytest.mark.parametrize("stop", STOPS)
def test_every_end_looks_the_same_and_like_nothing(exercising: Exercising, signed_in: SignIn, stop: Stop) -> None:
    stop(exercising)
    answer = exercising.cara.get(exercising.today_url)
    strangers = signed_in(exercising.cast.sam).get(exercising.today_url)
    assert answer.status_code == strangers.status_code == 404
    page = main_of(answer.content.decode())
    assert page == main_of(strangers.content.decode())
    assert "This page is not available to you." in page
    assert "Pat" not in answer.content.decode()


@pytest.mark.parametrize("stop", STOPS)
def test_who_helps_nobody_any_more_starts_where_everybody_without_a_link_starts(
    exercising: Exercising, signed_in: SignIn, stop: Stop
) -> None:
    exercising.cast.cara_for_walt.delete()
    stop(exercising)
    page = exercising.cara.get("/").content.decode()
    assert "there is nothing here for you now" in page
    strangers = signed_in(exercising.cast.sam).get("/").content.decode()
    assert main_of(page).replace("Cara", "Sam").replace("cara@", "sam@") == main_of(strangers)


def main_of(html: str) -> str:
    return re.sub(r"\s+", " ", html[html.index("<main") : html.index("</main>")])


def test_a_tick_goes_to_the_patient_in_the_address_only(exercising: Exercising) -> None:
    first = exercising.prescribed[0]
    walts = exercising.url("tick", of=first).replace(
        str(exercising.patient.public_id), str(exercising.cast.walt_record.public_id)
    )
    assert exercising.cara.post(walts, {"patient": str(exercising.patient.public_id)}).status_code == 404
    assert live() == []
    data = {"patient": str(exercising.cast.walt_record.public_id), "patient_id": exercising.cast.walt_record.pk}
    exercising.cara.post(exercising.url("tick", of=first), data)
    (result,) = live()
    assert result.exercise_session.routine.patient == exercising.patient
    assert result.on_behalf_of == exercising.patient


@pytest.mark.parametrize("scopes", [["view_routine", "record", "view_history"], None, "all"])
def test_no_caregiver_reads_a_private_note_anywhere(
    exercising: Exercising, signed_in: SignIn, scopes: list[str] | None
) -> None:
    grants = CareGrant.objects.filter(pk=exercising.cast.cara_for_pat.pk)
    if scopes is not None:
        every = ["view_routine", "record", "view_history", "view_shared_notes", "messages", "reminders"]
        grants.update(scopes=every if scopes == "all" else scopes)
    exercising.pat.post(exercising.url("record_session"), exercising.whole_session())
    exercising.pat.post(exercising.url("finish"), {"pain": "9", "words": CANARY})
    note = SessionNote.objects.get()
    assert (note.words, note.is_shared) == (CANARY, False)
    for address in pages_of(exercising):
        assert CANARY not in exercising.cara.get(address, follow=True).content.decode(), address
    assert (
        CANARY in exercising.pat.get(reverse("progress:history", args=[exercising.patient.public_id])).content.decode()
    )


def test_a_shared_note_is_for_whoever_may_read_shared_notes(exercising: Exercising) -> None:
    exercising.pat.post(exercising.url("record_session"), exercising.whole_session())
    exercising.pat.post(exercising.url("finish"), {"words": CANARY, "is_shared": "on"})
    history = reverse("progress:history", args=[exercising.patient.public_id])
    assert CANARY not in exercising.cara.get(history).content.decode()
    grants = CareGrant.objects.filter(pk=exercising.cast.cara_for_pat.pk)
    grants.update(scopes=["view_routine", "view_history", "view_shared_notes"])
    assert CANARY in exercising.cara.get(history).content.decode()


def pages_of(exercising: Exercising) -> list[str]:
    here = [exercising.patient.public_id]
    names = ("home:today", "home:more", "progress:history", "reminders:preferences", "learn:pages")
    own = [reverse(name, args=here) for name in names]
    return [
        "/",
        reverse("home:choose_patient"),
        *own,
        *(exercising.url(view) for view in ("record_session", "finish")),
        *(exercising.url(view, of=one) for view in ("exercise", "not_today") for one in exercising.prescribed),
    ]


@pytest.mark.parametrize(
    "name", ["grants:helpers", "figure:patient", "privacy:my_data", "privacy:looked", "invitations:invite_caregiver"]
)
def test_what_is_the_patients_own_is_not_a_caregivers(exercising: Exercising, name: str) -> None:
    address = reverse(name, args=[exercising.patient.public_id])
    assert exercising.pat.get(address).status_code in {200, 302}
    assert exercising.cara.get(address).status_code == 404
    assert exercising.cara.post(address, {}).status_code in {404, 405}


def test_two_caregivers_do_not_see_each_other(exercising: Exercising, signed_in: SignIn) -> None:
    a_grant(exercising.patient, exercising.cast.sam, relation=CANARY)
    for address in pages_of(exercising):
        page = exercising.cara.get(address, follow=True).content.decode()
        assert CANARY not in page
        assert "Sam Reyes" not in page


def test_leaving_quickly_signs_out_and_tells_nothing(exercising: Exercising) -> None:
    answer = exercising.pat.post(reverse("home:quick_exit"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/calendar/", 302)]
    assert "November 2026" in page
    for telling in ("Pat", "Surefoot", "surefoot.css", "Northside", "exercise"):
        assert telling not in page
    assert exercising.pat.get(exercising.today_url).status_code == 302
    assert Client().post(reverse("home:quick_exit")).status_code == 302
