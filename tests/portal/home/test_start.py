"""The first page after signing in: straight to where one has something to do."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Scope
from accounts.models import Patient
from tests.cast import Cast, a_grant, a_patient, give_routine
from tests.conftest import SignIn
from tests.portal.sessions.exercising import Exercising


def today_url(patient: Patient) -> str:
    return reverse("home:today", args=[patient.public_id])


def start(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 302
    return str(response.url)


def test_tess_starts_at_her_caseload(cast: Cast, signed_in: SignIn) -> None:
    assert start(signed_in(cast.tess)) == reverse("home:caseload")


def test_pat_starts_at_today(cast: Cast, signed_in: SignIn) -> None:
    assert start(signed_in(cast.pat)) == today_url(cast.pat_record)


def test_cara_with_two_people_chooses(cast: Cast, signed_in: SignIn) -> None:
    assert start(signed_in(cast.cara)) == reverse("home:choose_patient")


def test_cara_with_one_person_starts_there(cast: Cast, signed_in: SignIn) -> None:
    cast.cara_for_walt.delete()
    assert start(signed_in(cast.cara)) == today_url(cast.pat_record)


def test_cara_who_is_a_patient_too_chooses(cast: Cast, signed_in: SignIn) -> None:
    cast.cara_for_walt.delete()
    a_patient(cast.northside, "Cara Ellis", cast.pat_record.born_on, user=cast.cara)
    client = signed_in(cast.cara)
    assert start(client) == reverse("home:choose_patient")
    page = client.get(reverse("home:choose_patient")).content.decode()
    assert "<b>You</b>" in page
    assert "<b>Pat Ellis</b>" in page


def test_who_has_nobody_is_told_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    user = cast.sam
    for url in ("/", reverse("home:choose_patient")):
        response = signed_in(user).get(url)
        assert response.status_code == 200
        assert "Ask the clinic" in response.content.decode()
        assert user.email in response.content.decode()


def test_a_grant_that_does_not_show_the_routine_leads_nowhere(cast: Cast, signed_in: SignIn) -> None:
    cast.cara_for_pat.delete()
    cast.cara_for_walt.scopes = [Scope.MESSAGES.value]
    cast.cara_for_walt.save()
    assert "Ask the clinic" in signed_in(cast.cara).get("/").content.decode()


def test_a_suspended_grant_is_not_listed(cast: Cast, signed_in: SignIn) -> None:
    cast.cara_for_walt.suspended_at = cast.cara_for_walt.decided_at
    cast.cara_for_walt.save()
    assert "Walt" not in signed_in(cast.cara).get(reverse("home:choose_patient")).content.decode()


def test_the_cards_say_how_far_each_one_is(exercising: Exercising) -> None:
    exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0]))
    page = exercising.cara.get(reverse("home:choose_patient")).content.decode()
    assert "1 of 3 done today" in page
    assert "No exercises yet" in page  # Walt
    for one in exercising.prescribed:
        exercising.cara.post(exercising.url("tick", of=one))
    assert "3 of 3 done today" in exercising.cara.get(reverse("home:choose_patient")).content.decode()


def test_the_cards_agree_with_today_after_a_change(exercising: Exercising) -> None:
    exercising.cara.post(exercising.url("tick", of=exercising.prescribed[0]))
    give_routine(exercising.cast, exercising.patient, ["sit-to-stand"])
    part = exercising.cara.get(exercising.today_url).context["page"].current
    page = exercising.cara.get(reverse("home:choose_patient")).content.decode()
    assert f"{part.done} of {part.total} done today" in page


def test_many_people_cost_no_more_than_two(exercising: Exercising) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            exercising.cara.get(reverse("home:choose_patient"))
        return len(asked)

    give_routine(exercising.cast, exercising.cast.walt_record)
    statements()  # the first look is stamped on the session
    for_two = statements()
    for number in range(5):
        other = a_patient(
            exercising.cast.northside, f"Other {number}", exercising.patient.born_on, therapist=exercising.cast.tess
        )
        a_grant(other, exercising.cast.cara)
        give_routine(exercising.cast, other)
    assert statements() == for_two


def test_the_list_of_people_shows_nobody_elses(exercising: Exercising) -> None:
    other = a_patient(exercising.cast.northside, "Canary Person", exercising.patient.born_on)
    page = exercising.cara.get(reverse("home:choose_patient")).content.decode()
    assert other.name not in page


def test_signed_out_people_are_asked_to_sign_in(db: None) -> None:
    assert Client().get("/").status_code == 302
    assert Client().get(reverse("home:choose_patient")).status_code == 302
