"""Nobody works on under terms they have not agreed to; asked again when the version rises; nothing typed is lost."""

from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import AuditEvent, KeptForm, TermsAcceptance
from accounts.terms.text import EXAMPLE_FILE, BadTerms, read_terms
from tests.cast import Cast
from tests.conftest import SignIn

ACCEPT = "/terms/accept/"
LANGUAGES = ("en", "es", "fr")


def own_terms(folder: Path, **changes: object) -> str:
    content = yaml.safe_load(EXAMPLE_FILE.read_text()) | changes
    file = folder / f"terms-{len(list(folder.iterdir()))}.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True))
    return str(file)


@pytest.fixture
def version_2(settings: Settings, tmp_path: Path) -> None:
    settings.TERMS_FILE = own_terms(tmp_path, version=2, is_example=False)


@pytest.mark.parametrize("who", ["pat", "cara", "tess", "ada", "sam"])
def test_who_has_not_agreed_is_asked_first(cast: Cast, signed_in: SignIn, version_2: None, who: str) -> None:
    person = getattr(cast, who)
    client = signed_in(person)
    asked = client.get("/people/")
    assert asked.headers["Location"] == f"{ACCEPT}?next=%2Fpeople%2F"
    page = client.get(asked.headers["Location"]).content.decode()
    assert "have changed since you agreed" in page
    assert 'name="version" value="2"' in page
    answer = client.post(ACCEPT, {"version": "2", "next": "/people/"})
    assert answer.headers["Location"] == "/people/"
    assert client.get("/people/").status_code == 200
    kept = TermsAcceptance.objects.get(user=person, version=2)
    assert kept.language == "en"
    assert AuditEvent.objects.filter(action="terms.accepted", actor_id=person.pk).count() == 1


def test_agreeing_twice_is_once(cast: Cast, signed_in: SignIn, version_2: None) -> None:
    client = signed_in(cast.pat)
    for _ in range(2):
        assert client.post(ACCEPT, {"version": "2"}).status_code == 302
    assert TermsAcceptance.objects.filter(user=cast.pat, version=2).count() == 1
    assert AuditEvent.objects.filter(action="terms.accepted").count() == 1


@pytest.mark.parametrize("version", ["1", "", "3", "x\x00"])
def test_only_what_was_shown_can_be_agreed_to(cast: Cast, signed_in: SignIn, version_2: None, version: str) -> None:
    answer = signed_in(cast.pat).post(ACCEPT, {"version": version})
    assert answer.status_code == 409
    assert "read them once more" in answer.content.decode()
    assert not TermsAcceptance.objects.filter(user=cast.pat, version=2).exists()


def test_leaving_and_reading_stay_open(cast: Cast, signed_in: SignIn, version_2: None) -> None:
    client = signed_in(cast.pat)
    assert client.get("/terms/").status_code == 200
    assert client.get(reverse("signed_in:left")).status_code == 200
    for name in ("home:set_language", "home:text_size", "signed_in:stay", "account_logout"):
        answer = client.post(reverse(name), {"language": "fr", "text_size": "large", "next": "/terms/"})
        assert not answer.headers["Location"].startswith(ACCEPT), name


def test_what_was_being_sent_waits_behind_the_question(cast: Cast, signed_in: SignIn, version_2: None) -> None:
    client = signed_in(cast.pat)
    asked = client.post(reverse("reminders:pause", args=[cast.pat_record.public_id]), {"words": "Two weeks by the sea"})
    kept = KeptForm.objects.get()
    assert str(kept.public_id) in asked.headers["Location"]
    onward = client.post(ACCEPT, {"version": "2", "next": reverse("signed_in:kept", args=[kept.public_id])})
    assert "Two weeks by the sea" in client.get(onward.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\x00/"]
)
def test_the_way_on_never_leads_elsewhere(cast: Cast, signed_in: SignIn, version_2: None, wanted: str) -> None:
    answer = signed_in(cast.pat).post(ACCEPT, {"version": "2", "next": wanted})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "What a caregiver promises"), ("fr", "Ce qu’un aidant promet"), ("es", "cuidador")]
)
def test_anybody_may_read_them_in_their_language(db: None, language: str, words: str) -> None:
    page = Client().get("/terms/", headers={"Accept-Language": language}).content.decode()
    assert words in page


def test_the_example_says_that_it_is_one(db: None, settings: Settings, tmp_path: Path) -> None:
    assert "This is an example" in Client().get("/terms/").content.decode()
    settings.TERMS_FILE = own_terms(tmp_path, is_example=False)
    assert "This is an example" not in Client().get("/terms/").content.decode()


def test_every_language_says_the_same_things() -> None:
    texts = read_terms(str(EXAMPLE_FILE), LANGUAGES).texts
    shapes = {tuple(len(section.points) for section in text.sections) for text in texts.values()}
    assert len(shapes) == 1


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"version": 0}, "whole number"),
        ({"version": "two"}, "whole number"),
        ({"version": True}, "whole number"),
        ({"effective_on": "soon"}, "must be a day"),
        ({"texts": None}, "one text for each language"),
        ({"texts": {"en": {"intro": "x", "sections": []}}}, "text in en"),
        ({"texts": {"en": {"intro": "x", "sections": [{"heading": "x", "points": [1]}]}}}, "text in en"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_change(
    tmp_path: Path, changes: dict[str, object], complaint: str
) -> None:
    with pytest.raises(BadTerms, match=complaint):
        read_terms(own_terms(tmp_path, **changes), LANGUAGES)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[", b"- a list"])
def test_what_is_no_such_file_at_all(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "terms.yaml"
    file.write_bytes(content)
    with pytest.raises(BadTerms):
        read_terms(str(file), LANGUAGES)
    with pytest.raises(BadTerms, match="cannot be read"):
        read_terms(str(tmp_path / "gone.yaml"), LANGUAGES)
