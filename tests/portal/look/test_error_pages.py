import pytest
from django.template.loader import render_to_string
from django.test import Client

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]

pytestmark = pytest.mark.urls("tests.portal.look.stub_urls")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_can_be_drawn_when_nothing_else_works(name: str) -> None:
    """Django draws 400 and 500 without a request: no user, no session, no context."""
    html = render_to_string(name)
    assert 'href="/"' in html
    assert "<form" not in html


def test_a_stranger_learns_nothing_from_a_missing_page(client: Client) -> None:
    response = client.get("/p/not-a-number/")
    assert response.status_code == 404
    assert "not-a-number" not in response.content.decode().replace('value="/p/not-a-number/"', "")


def test_a_page_that_was_open_too_long_gets_a_sentence() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()
