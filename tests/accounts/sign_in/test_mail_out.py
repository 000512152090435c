"""Mails leave beside the request."""

import logging
import threading

import pytest
from django.db import connection
from pytest_django import Settings

from accounts.sign_in import mail_out


@pytest.fixture
def beside(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    monkeypatch.setattr(mail_out, "PAUSE_SECONDS", 0)


def test_the_answer_does_not_wait_for_the_mail(beside: None) -> None:
    go_on, threads = threading.Event(), []

    def slow_mail_server() -> None:
        threads.append(threading.current_thread().name)
        go_on.wait(5)

    sending = mail_out._threads.submit(mail_out._send, slow_mail_server)
    mail_out.send_beside(lambda: None)
    assert not sending.done()
    go_on.set()
    sending.result(5)
    assert threads[0].startswith("sign-in-mail")
    assert connection.connection is None or connection.is_usable()


def test_a_mail_that_fails_is_told_without_an_address(beside: None, caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> None:
        raise OSError("pat@example.org refused")

    with caplog.at_level(logging.ERROR):
        mail_out._threads.submit(mail_out._send, fails).result(5)
    assert "OSError" in caplog.text
    assert "pat@example.org" not in caplog.text


def test_tests_get_their_mail_at_once() -> None:
    done: list[str] = []
    mail_out.send_beside(lambda: done.append(threading.current_thread().name))
    assert done == [threading.current_thread().name]
