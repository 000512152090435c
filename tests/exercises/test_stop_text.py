"""The clinic's own stop-and-call text: written by staff, reviewed by a therapist by name, then read by patients."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, ClinicMember, ClinicRole
from exercises.fixed_texts import CALL_SIGNS, STOP_AND_CALL, URGENT_SIGNS
from exercises.models import Adoption, AdoptionKind, StopText
from portal.routines.publishing.hindrances import CannotPublish
from tests.cast import Cast, give_routine
from tests.conftest import SignIn

PATH = "/clinic/stop-text/en/"
OWN = {
    "call_signs": "A sound from the hip\r\n\r\n  More   pain at night \r\n",
    "urgent_signs": "Chest pain",
    "follow_note": "What Tess said comes first.",
}


@pytest.fixture
def ada(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.ada)


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def review(client: Client, version: int, language: str = "en") -> int:
    return client.post(f"/clinic/stop-text/{language}/review/", {"version": str(version)}).status_code


def pats_page(cast: Cast, signed_in: SignIn) -> str:
    return signed_in(cast.pat).get(reverse("home:today", args=[cast.pat_record.public_id])).content.decode()


def test_the_first_version_starts_from_the_portals_own(ada: Client) -> None:
    html = ada.get(PATH).content.decode()
    assert str(CALL_SIGNS[0]) in html
    assert "Your clinic has written none yet." in html


def test_patients_read_it_once_a_therapist_has_reviewed_it(
    cast: Cast, ada: Client, tess: Client, signed_in: SignIn
) -> None:
    assert ada.post(PATH, OWN).status_code == 302
    text = StopText.objects.get()
    assert text.call_signs == ["A sound from the hip", "More pain at night"]
    assert (text.version, text.written_by, text.reviewed_by) == (1, "Ada Quist", "")
    assert "A sound from the hip" not in pats_page(cast, signed_in)
    assert review(tess, 1) == 302
    page = pats_page(cast, signed_in)
    assert "A sound from the hip" in page
    assert "What Tess said comes first." in page
    assert str(CALL_SIGNS[0]) not in page
    text.refresh_from_db()
    assert text.reviewed_by == "Tess Moran"
    assert set(AuditEvent.objects.filter(action__startswith="stop_text").values_list("action", "actor_id")) == {
        ("stop_text.written", cast.ada.pk),
        ("stop_text.reviewed", cast.tess.pk),
    }


def test_a_newer_version_waits_and_the_older_one_stands(
    cast: Cast, ada: Client, tess: Client, signed_in: SignIn
) -> None:
    tess.post(PATH, OWN)
    review(tess, 1)
    ada.post(PATH, OWN | {"urgent_signs": "A fall"})
    page = pats_page(cast, signed_in)
    assert "Chest pain" in page
    assert "A fall" not in page.split("If something is wrong")[1].split("Nobody watches")[0]
    html = tess.get(PATH).content.decode()
    for words in ("Version 2 waits for review", "until then nothing changes for patients", "Version 1,"):
        assert words in html


def test_nobody_reviews_what_they_have_not_read(tess: Client) -> None:
    tess.post(PATH, OWN)
    tess.post(PATH, OWN | {"urgent_signs": "A fall"})
    for version in (1, 3, 10**30):
        review(tess, version)
    tess.post("/clinic/stop-text/en/review/", {"version": "\0"})
    assert not StopText.objects.filter(reviewed_at__isnull=False).exists()


def test_an_admin_as_such_does_not_review(cast: Cast, ada: Client) -> None:
    ada.post(PATH, OWN)
    assert review(ada, 1) == 404
    assert "I have reviewed it" not in ada.get(PATH).content.decode()
    ClinicMember.objects.create(clinic=cast.northside, user=cast.ada, role=ClinicRole.THERAPIST)
    assert "I have reviewed it" in ada.get(PATH).content.decode()
    assert review(ada, 1) == 302


def test_each_reader_reads_their_own_language(cast: Cast, tess: Client, signed_in: SignIn) -> None:
    tess.post("/clinic/stop-text/fr/", OWN | {"call_signs": "Un bruit dans la hanche"})
    review(tess, 1, "fr")
    assert "Un bruit" not in pats_page(cast, signed_in)
    cast.pat.language = "fr"
    cast.pat.save()
    assert "Un bruit dans la hanche" in pats_page(cast, signed_in)


def test_another_clinics_text_stands_nowhere_here(cast: Cast, ada: Client, signed_in: SignIn) -> None:
    otto = signed_in(cast.otto)
    otto.post(PATH, OWN)
    review(otto, 1)
    assert "A sound from the hip" not in pats_page(cast, signed_in)
    assert "A sound from the hip" not in ada.get(PATH).content.decode()


def test_the_same_words_make_no_new_version(tess: Client) -> None:
    for _twice in range(2):
        tess.post(PATH, OWN)
    assert StopText.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"call_signs": " \n \n"}, "Write at least one sign, such as: Pain"),
        ({"urgent_signs": ""}, "Write at least one sign, such as: Chest pain"),
        ({"follow_note": ""}, "Write one sentence"),
        ({"call_signs": "\n".join(f"Sign {n}" for n in range(9))}, "Keep it to 8 lines"),
        ({"call_signs": "x" * 121}, "Keep each line to 120 characters"),
        ({"call_signs": "x" * 1_000_000}, "This text is too long."),
        ({"urgent_signs": "a\0b"}, "hidden character"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(tess: Client, wrong: dict[str, str], sentence: str) -> None:
    answer = tess.post(PATH, OWN | {"follow_note": "Kept words"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ("Kept words" in answer.content.decode()) is (wrong.get("follow_note") is None)
    assert not StopText.objects.exists()


def test_only_staff_and_only_languages_of_the_portal(cast: Cast, tess: Client, signed_in: SignIn) -> None:
    for user in (cast.pat, cast.cara, cast.sam):
        assert signed_in(user).get(PATH).status_code == 404
        assert signed_in(user).post(PATH, OWN).status_code == 404
    assert tess.get("/clinic/stop-text/xx/").status_code == 404
    assert review(tess, 1, "xx") == 404
    assert not StopText.objects.exists()


def test_a_routine_needs_a_text_that_a_therapist_stands_for(cast: Cast, tess: Client, library: None) -> None:
    give_routine(cast, cast.pat_record)
    Adoption.objects.filter(kind=AdoptionKind.FIXED_TEXT, slug=STOP_AND_CALL.slug).delete()
    here = cast.walt_record.public_id
    tess.post(f"/patients/{here}/routine/start/", {"start": "blank"})
    changes = f"/patients/{here}/routine/changes/"
    assert "stop-and-call text" in tess.get(changes).content.decode()
    tess.post(PATH, OWN)
    assert "stop-and-call text has not been adopted" in tess.get(changes).content.decode()
    review(tess, 1)
    assert "stop-and-call text has not been adopted" not in tess.get(changes).content.decode()
    # Another language of the patient asks for its own.
    cast.walt_record.language = "fr"
    cast.walt_record.save()
    assert "stop-and-call text has not been adopted" in tess.get(changes).content.decode()


@pytest.mark.parametrize("missing", ["phone", "emergency_number"])
def test_a_routine_needs_the_numbers(cast: Cast, library: None, missing: str) -> None:
    setattr(cast.northside, missing, " ")
    cast.northside.save()
    cast.pat_record.refresh_from_db()
    with pytest.raises(CannotPublish):
        give_routine(cast, cast.pat_record)


def test_a_review_names_somebody(cast: Cast, tess: Client) -> None:
    tess.post(PATH, OWN)
    with pytest.raises(IntegrityError), transaction.atomic():
        StopText.objects.update(reviewed_by="Nobody")


def test_the_signs_are_on_the_page_whatever_the_clinic_wrote(cast: Cast, signed_in: SignIn) -> None:
    page = pats_page(cast, signed_in)
    assert str(URGENT_SIGNS[0]) in page
    assert cast.northside.emergency_number in page
