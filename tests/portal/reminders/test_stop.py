from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from portal.reminders.models import ReminderPreference
from tests.cast import Cast
from tests.conftest import SignIn


@pytest.fixture
def pats(cast: Cast) -> ReminderPreference:
    return ReminderPreference.objects.create(patient=cast.pat_record, recipient=cast.pat)


def link(preference: ReminderPreference) -> str:
    return reverse("reminders:stop", args=[preference.stop_token])


def is_stopped(preference: ReminderPreference) -> bool:
    preference.refresh_from_db()
    return preference.stopped_at is not None


def test_opening_the_link_changes_nothing(pats: ReminderPreference) -> None:
    for _scanner in range(3):
        response = Client().get(link(pats))
        assert response.status_code == 200
        assert "Stop these e-mails?" in response.text
    Client().head(link(pats))
    assert not is_stopped(pats)


def test_pressing_the_button_stops(pats: ReminderPreference) -> None:
    response = Client(enforce_csrf_checks=True).post(link(pats))
    assert response.status_code == 200
    assert "These e-mails are stopped" in response.text
    assert is_stopped(pats)


def test_a_mail_program_stops_with_one_click_and_no_redirect(pats: ReminderPreference) -> None:
    one_click = {"List-Unsubscribe": "One-Click"}
    response = Client(enforce_csrf_checks=True).post(link(pats), one_click)
    assert response.status_code == 200
    assert is_stopped(pats)


def test_twice_is_harmless(pats: ReminderPreference) -> None:
    Client().post(link(pats))
    assert is_stopped(pats)
    first = pats.stopped_at
    assert Client().post(link(pats)).status_code == 200
    pats.refresh_from_db()
    assert pats.stopped_at == first
    assert AuditEvent.objects.filter(action="reminders.stopped_by_link").count() == 1


def test_it_stops_one_person_about_one_patient(cast: Cast, pats: ReminderPreference) -> None:
    others = [
        ReminderPreference.objects.create(patient=cast.pat_record, recipient=cast.cara),
        ReminderPreference.objects.create(patient=cast.walt_record, recipient=cast.cara),
    ]
    Client().post(link(others[0]))
    assert is_stopped(others[0])
    assert not is_stopped(others[1])
    assert not is_stopped(pats)


def test_whoever_has_the_link_learns_nothing(cast: Cast, pats: ReminderPreference) -> None:
    for response in (Client().get(link(pats)), Client().post(link(pats))):
        for word in ("Pat", "Ellis", "example.org", "Northside", "Tess", "exercise", "therapist"):
            assert word not in response.text
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]


def test_a_link_that_is_none_is_not_found(db: None) -> None:
    address = reverse("reminders:stop", args=[uuid4()])
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404


def test_pat_reads_that_they_are_stopped_and_switches_them_on(
    cast: Cast, pats: ReminderPreference, signed_in: SignIn
) -> None:
    ReminderPreference.objects.update(stopped_at=timezone.now())
    pat = signed_in(cast.pat)
    page = pat.get(reverse("reminders:preferences", args=[cast.pat_record.public_id])).text
    assert "stopped with the link in an e-mail" in page
    pat.post(reverse("reminders:switch", args=[cast.pat_record.public_id]), {"wanted": "on"})
    assert not is_stopped(pats)


def test_the_words_are_in_the_language_of_the_person(cast: Cast, pats: ReminderPreference) -> None:
    cast.pat.language = "fr"
    cast.pat.save()
    assert '<html lang="fr"' in Client().get(link(pats)).text
