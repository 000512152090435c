from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

from portal.mailbox.backend import store
from portal.mailbox.stored_mail import find, newest_first
from tests.portal.mailbox.conftest import Send


def test_a_thousand_mails_of_one_moment_are_a_thousand_files(mailbox_dir: Path) -> None:
    moment = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    message = EmailMessage("Your exercises", "Text", to=["pat@example.org"])
    names = {store(message, sent_at=moment) for _ in range(1000)}
    assert len(names) == 1000
    assert len(list(mailbox_dir.glob("*.eml"))) == 1000
    assert not list(mailbox_dir.glob("*.part"))


def test_a_mail_is_read_back_as_it_was_written(send: Send, mailbox_dir: Path) -> None:
    name = send(subject="Séance du matin", text="Bonjour Pat,\nà bientôt", html="<p>Bonjour <b>Pat</b></p>")
    mail = find(mailbox_dir, name)
    assert mail is not None
    assert mail.subject == "Séance du matin"
    assert mail.recipients == "pat@example.org" or "Pat Green" in mail.recipients
    assert mail.text.rstrip() == "Bonjour Pat,\nà bientôt"
    assert mail.html.rstrip() == "<p>Bonjour <b>Pat</b></p>"


def test_a_blind_copy_is_on_the_list_of_recipients(send: Send, mailbox_dir: Path) -> None:
    mail = find(mailbox_dir, send(bcc="cara@example.org"))
    assert mail is not None
    assert "cara@example.org" in mail.recipients
    assert "Bcc" not in dict(mail.headers)


def test_the_newest_mail_comes_first(mailbox_dir: Path) -> None:
    for minute in (5, 30, 15):
        message = EmailMessage(f"At {minute}", "Text", to=["pat@example.org"])
        store(message, sent_at=datetime(2026, 11, 20, 9, minute, tzinfo=UTC))
    assert [mail.subject for mail in newest_first(mailbox_dir)] == ["At 30", "At 15", "At 5"]


def test_a_mail_to_nobody_is_not_sent(mailbox_dir: Path) -> None:
    assert get_connection("portal.mailbox.backend.EmailBackend").send_messages([EmailMessage("Hello", "Text")]) == 0
    assert not list(mailbox_dir.glob("*"))


def test_a_subject_with_a_line_end_is_refused(send: Send) -> None:
    with pytest.raises(ValueError, match="newline"):
        send(subject="Hello\nBcc: everyone@example.org")
