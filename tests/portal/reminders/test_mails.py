"""A mail lies open on a lock screen: nothing in it may say who is treated where, for what."""

import re
from email import policy
from email.parser import BytesParser
from typing import Any

import pytest

from accounts.access import Role
from exercises.models import ExerciseText
from portal.reminders.models import ReminderDelivery, ReminderPreference
from portal.reminders.pump import pump_once
from portal.routines import actions as routine_actions
from portal.routines.models import RoutineRevision
from portal.routines.publishing.actions import publish
from tests.cast import Cast, access_of
from tests.portal.reminders.conftest import NINE

# Whole words, any case.
TELLING = [
    "hip",
    "hips",
    "leg",
    "legs",
    "knee",
    "pain",
    "exercise",
    "exercises",
    "exercising",
    "routine",
    "rehab",
    "rehabilitation",
    "physio",
    "physiotherapy",
    "therapist",
    "therapy",
    "patient",
    "clinic",
    "clinical",
    "doctor",
    "surgeon",
    "surgery",
    "operation",
    "replacement",
    "hospital",
    "health",
    "medical",
    "treatment",
    "session",
    "caregiver",
    "surefoot",
]


@pytest.fixture
def mails(cast: Cast, routine: RoutineRevision, mailoutbox: list[Any]) -> list[Any]:
    """One of each kind: ready, changed, and 9:00 for Pat and for Cara."""
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=NINE)
    publish(routine_actions.open_draft(by=by), by=by)
    pump_once(NINE)
    pump_once(NINE)
    assert len(mailoutbox) == 4
    return mailoutbox


def all_words(mail: Any) -> str:
    """Everything that anybody could read on the way or on arrival, decoded."""
    message = BytesParser(policy=policy.default).parsebytes(mail.message().as_bytes())
    parts = [f"{name}: {value}" for name, value in message.items()]
    parts += [str(part.get_content()) for part in message.walk() if not part.is_multipart()]
    return "\n".join(parts)


def test_no_mail_names_a_person_a_place_or_anything_clinical(cast: Cast, mails: list[Any]) -> None:
    names = {"Pat", "Ellis", "Cara", "Tess", "Moran", "Walt", "Hanna", "Northside", "555", "0142"}
    names |= {word for one in ExerciseText.objects.all() for word in one.name.split() if len(word) > 5}
    for mail in mails:
        # The address is the one thing that must name somebody.
        words = all_words(mail).replace(mail.to[0], "")
        found = set(re.findall(r"[a-z0-9]+", re.sub(r"<style>.*?</style>", "", words, flags=re.DOTALL).lower()))
        assert found & {name.lower() for name in names} == set()
        assert found & set(TELLING) == set()


def test_the_subjects_are_these(mails: list[Any]) -> None:
    assert sorted(mail.subject for mail in mails) == [
        "A reminder for you",
        "A reminder for you",
        "Your page has something new",
        "Your page is ready",
    ]


def test_no_address_in_a_mail_leads_to_one_patient(cast: Cast, mails: list[Any]) -> None:
    tokens = {str(token) for token in ReminderPreference.objects.values_list("stop_token", flat=True)}
    for mail in mails:
        for address in re.findall(r"https?://[^\s\"<>]+", all_words(mail)):
            path = address.removeprefix("http://localhost:8000")
            assert path == "/" or path.removeprefix("/stop/").rstrip("/") in tokens


def test_each_mail_has_one_recipient_and_the_headers_that_mail_programs_want(mails: list[Any]) -> None:
    for mail in mails:
        assert len(mail.recipients()) == 1
        assert mail.from_email == "Reminders <reminders@localhost>"
        headers = mail.message()
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        preference = ReminderPreference.objects.get(recipient__email=mail.to[0])
        assert headers["List-Unsubscribe"].strip() == f"<http://localhost:8000/stop/{preference.stop_token}/>"


def test_each_copy_of_a_mail_has_the_same_message_id(mails: list[Any]) -> None:
    found = {mail.message()["Message-ID"] for mail in mails}
    assert found == {f"<{key}@localhost>" for key in ReminderDelivery.objects.values_list("public_id", flat=True)}


def test_each_mail_is_text_and_html_without_anything_remote(mails: list[Any]) -> None:
    for mail in mails:
        (html, kind) = mail.alternatives[0]
        assert kind == "text/html"
        assert mail.body.strip()
        assert not re.search(r"<(img|link|script|iframe|form|object)\b|url\(|@import|src=", html)
        for sentence in re.findall(r"<(?:h1|p)[^>]*>([^<]{12,})</", html):
            assert sentence.replace("&#x27;", "'").strip() in mail.body


def test_the_time_is_the_patients_and_only_in_the_patients_own_mail(mails: list[Any]) -> None:
    reminders = {mail.to[0]: mail.body for mail in mails if mail.subject == "A reminder for you"}
    assert "9 a.m." in reminders["pat@example.org"]
    assert "9 a.m." not in reminders["cara@example.org"]


def test_a_mail_never_orders_or_blames(mails: list[Any]) -> None:
    for mail in mails:
        assert not re.search(
            r"missed|forgot|should|must|!", re.sub(r"<style>.*?</style>|<!doctype", "", all_words(mail))
        )
