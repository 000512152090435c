import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.portal.mailbox.conftest import Send

pytestmark = pytest.mark.django_db


def test_anyone_at_this_machine_sees_every_mail_newest_first(client: Client, send: Send) -> None:
    send(to="pat@example.org", subject="The first one")
    send(to="cara@example.org", subject="The second one")
    page = client.get(reverse("mailbox:mailbox")).content.decode()
    assert page.index("The second one") < page.index("The first one")
    assert "pat@example.org" in page
    assert "cara@example.org" in page


def test_a_search_shows_the_mail_of_one_person(client: Client, send: Send) -> None:
    send(to="Pat Green <pat@example.org>", subject="For the patient")
    send(to="cara@example.org", subject="For the caregiver")
    page = client.get(reverse("mailbox:mailbox"), {"person": " PAT@ "}).content.decode()
    assert "For the patient" in page
    assert "For the caregiver" not in page


@pytest.mark.parametrize("person", ["nobody", "\0", "x" * 100_000, "<script>"])
def test_a_search_that_finds_nothing_says_so(client: Client, send: Send, person: str) -> None:
    send()
    response = client.get(reverse("mailbox:mailbox"), {"person": person})
    assert response.status_code == 200
    assert "No mail to this person yet" in response.content.decode()
    assert "<script>" not in response.content.decode().replace("<script type", "")


def test_an_empty_mailbox_says_what_to_do(client: Client) -> None:
    assert "Ask for a sign-in code" in client.get(reverse("mailbox:mailbox")).content.decode()


def test_older_mails_stand_on_the_next_page(client: Client, send: Send) -> None:
    for number in range(51):
        send(subject=f"Mail number {number:02}", to="pat@example.org")
    first = client.get(reverse("mailbox:mailbox"), {"person": "pat"}).content.decode()
    second = client.get(reverse("mailbox:mailbox"), {"person": "pat", "page": "2"}).content.decode()
    assert "Mail number 50" in first
    assert "Mail number 00" not in first
    assert "Mail number 00" in second
    assert "person=pat&amp;page=2" in first


def test_nobody_sees_the_mailbox_in_production(client: Client, send: Send, settings: Settings) -> None:
    name = send()
    settings.DEVELOPMENT_PAGES = False
    pages = [
        reverse("mailbox:mailbox"),
        reverse("mailbox:mail", args=[name]),
        reverse("mailbox:mail_html", args=[name]),
    ]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_the_mailbox_cannot_be_written_to(client: Client) -> None:
    assert client.post(reverse("mailbox:mailbox")).status_code == 405
