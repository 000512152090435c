import pytest
from django.test import Client
from django.urls import reverse

from portal.mailbox.views import with_links_in_whole_window
from tests.portal.mailbox.conftest import Send

pytestmark = pytest.mark.django_db

HTML = "<!doctype html><html><head><style>p { color: teal }</style></head><body><p>Page</p></body></html>"


def test_the_page_of_a_mail_is_shown_as_sent(client: Client, send: Send) -> None:
    response = client.get(reverse("mailbox:mail_html", args=[send(html=HTML)]))
    assert response.content.decode().rstrip() == HTML.replace("<head>", '<head><base target="_top">')


def test_the_page_of_a_mail_may_run_and_load_nothing(client: Client, send: Send) -> None:
    response = client.get(reverse("mailbox:mail_html", args=[send(html=HTML)]))
    directives = dict(
        part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert directives["default-src"] == "'none'"
    assert "script-src" not in directives
    assert directives["form-action"] == "'none'"
    assert directives["frame-ancestors"] == "'self'"
    assert "allow-scripts" not in directives["sandbox"]
    assert "allow-same-origin" not in directives["sandbox"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_without_a_head_gets_the_same_links() -> None:
    assert with_links_in_whole_window("<p>Page</p>") == '<base target="_top"><p>Page</p>'
    assert with_links_in_whole_window("<header>Page</header>") == '<base target="_top"><header>Page</header>'
