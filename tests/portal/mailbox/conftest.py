from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from pytest_django.fixtures import Settings

Send = Callable[..., str]


@pytest.fixture(autouse=True)
def mailbox_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    return tmp_path / "mailbox"


@pytest.fixture
def send(mailbox_dir: Path) -> Send:
    """Sends a mail as the portal would; returns its name in the mailbox."""

    def send_one(
        *,
        to: str = "Pat Green <pat@example.org>",
        subject: str = "Your exercises",
        text: str = "Text for Pat",
        html: str = "",
        bcc: str = "",
    ) -> str:
        before = set(mailbox_dir.glob("*.eml"))
        connection = get_connection("portal.mailbox.backend.EmailBackend")
        message = EmailMultiAlternatives(subject, text, to=[to], bcc=[bcc] if bcc else [], connection=connection)
        if html:
            message.attach_alternative(html, "text/html")
        assert message.send() == 1
        (path,) = set(mailbox_dir.glob("*.eml")) - before
        return path.stem

    return send_one
