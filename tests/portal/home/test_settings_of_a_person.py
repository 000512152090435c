"""Text size and language: kept with the person, or with the device before sign-in; never a way to another site."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import SignIn


def test_pats_text_size_stays_with_pat(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    response = client.post(reverse("home:text_size"), {"text_size": "largest", "next": "/people/"})
    assert response.url == "/people/"
    cast.pat.refresh_from_db()
    assert cast.pat.text_size == "largest"
    assert 'data-text="largest"' in client.get(reverse("home:choose_patient")).content.decode()


def test_before_signing_in_it_stays_with_the_device(db: None) -> None:
    client = Client()
    client.post(reverse("home:text_size"), {"text_size": "large"})
    assert client.cookies["text_size"].value == "large"
    assert client.cookies["text_size"]["httponly"]


@pytest.mark.parametrize("size", ["", "huge", "large\x00", "x" * 10_000])
def test_an_unknown_size_changes_nothing(cast: Cast, signed_in: SignIn, size: str) -> None:
    assert signed_in(cast.pat).post(reverse("home:text_size"), {"text_size": size}).status_code == 302
    cast.pat.refresh_from_db()
    assert cast.pat.text_size == "standard"


def test_pats_language_stays_with_pat(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    client.post(reverse("home:set_language"), {"language": "fr"})
    cast.pat.refresh_from_db()
    assert cast.pat.language == "fr"
    assert '<html lang="fr"' in client.get(reverse("home:choose_patient")).content.decode()


def test_before_signing_in_the_language_is_a_cookie(db: None) -> None:
    client = Client()
    client.post(reverse("home:set_language"), {"language": "fr"})
    assert client.cookies["django_language"].value == "fr"


@pytest.mark.parametrize("language", ["", "xx", "../../etc", "fr\x00"])
def test_an_unknown_language_changes_nothing(cast: Cast, signed_in: SignIn, language: str) -> None:
    client = signed_in(cast.pat)
    assert client.post(reverse("home:set_language"), {"language": language}).status_code == 302
    cast.pat.refresh_from_db()
    assert cast.pat.language == "en"
    assert "django_language" not in client.cookies


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", "/a\r\nX: y", "\x00", ""]
)
@pytest.mark.parametrize("view", ["home:text_size", "home:set_language"])
def test_it_never_leads_to_another_site(db: None, view: str, wanted: str) -> None:
    response = Client().post(reverse(view), {"next": wanted})
    assert response.status_code == 302
    assert response.url == "/" or response.url.startswith("/a%0D%0A")
    assert "X" not in response.headers


@pytest.mark.parametrize("view", ["home:text_size", "home:set_language"])
def test_a_link_cannot_change_it(db: None, view: str) -> None:
    assert Client().get(reverse(view)).status_code == 405
