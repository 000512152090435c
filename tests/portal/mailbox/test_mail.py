import pytest
from django.test import Client
from django.urls import reverse

from tests.portal.mailbox.conftest import Send

pytestmark = pytest.mark.django_db


def test_a_reader_sees_text_and_page_with_links_that_work(client: Client, send: Send) -> None:
    name = send(text="Open http://localhost:8000/p/1234/ to see it.", html="<p>Page</p>")
    page = client.get(reverse("mailbox:mail", args=[name])).content.decode()
    assert 'href="http://localhost:8000/p/1234/"' in page
    assert f'src="{reverse("mailbox:mail_html", args=[name])}"' in page
    assert "X-Envelope-To" in page


def test_a_mail_without_a_page_has_no_frame(client: Client, send: Send) -> None:
    assert "<iframe" not in client.get(reverse("mailbox:mail", args=[send()])).content.decode()


def test_text_that_looks_like_html_stays_text(client: Client, send: Send) -> None:
    name = send(text="<script>alert(1)</script>", subject="<b>bold</b>")
    page = client.get(reverse("mailbox:mail", args=[name])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>bold</b>" not in page


def test_the_page_around_a_mail_may_frame_only_this_portal(client: Client, send: Send) -> None:
    policy = client.get(reverse("mailbox:mail", args=[send()])).headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize("name", ["20261120T090000.000000Z-00000000", "..%2F..%2Fsettings", "20261120T090000Z"])
def test_a_mail_that_is_not_there_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/mailbox/{name}/").status_code == 404
