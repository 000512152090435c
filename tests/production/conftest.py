import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import redis
from aiosmtpd.controller import Controller
from celery import Celery
from django.db import connection

from tests.portal.reminders.copied_database import copy_database

TICK = "portal.reminders.tasks.tick"
# The queue is the same for whoever knows the address; a database of Redis that nobody else uses is needed.
REDIS_URL = os.environ.get("REDIS_URL", "")


# It writes down each word of each conversation.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class MailServer:
    """Takes every mail over real SMTP and keeps it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.envelopes.append(list(envelope.rcpt_tos))
        return "250 OK"

    def recipients(self) -> list[str]:
        return [address for envelope in self.envelopes for address in envelope]


@pytest.fixture(autouse=True)
def _servers_are_there() -> None:
    if not REDIS_URL or connection.vendor != "postgresql":
        pytest.skip("Set DATABASE_URL to a PostgreSQL server and REDIS_URL to an empty database of Redis.")


@pytest.fixture
def mail_server() -> Iterator[tuple[MailServer, int]]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield server, port
    controller.stop()


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(REDIS_URL)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture
def wake() -> Iterator[Callable[[], None]]:
    """Puts a tick into the queue, as beat does."""
    with Celery(broker=REDIS_URL, set_as_current=False) as app:
        yield lambda: app.send_task(TICK, expires=25)


@pytest.fixture
def program(
    transactional_db: None, mail_server: tuple[MailServer, int], queue: redis.Redis, tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts Celery programs on the test's own database, with production settings."""
    environment = copy_database(tmp_path) | {
        "DJANGO_SETTINGS_MODULE": "tests.production.settings",
        "DEMO": "0",
        "DEBUG": "0",
        "SECRET_KEY": "only-for-this-test-" + "x" * 40,
        "SITE_URL": "https://portal.example.org",
        "ALLOWED_HOSTS": "portal.example.org",
        "TRUSTED_PROXY_COUNT": "1",
        "DEFAULT_FROM_EMAIL": "Reminders <reminders@portal.example.org>",
        "REDIS_URL": REDIS_URL,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_server[1]),
        "EMAIL_USE_TLS": "0",
        "MAIL_MAX_PER_MINUTE": "0",
        "LOG_LEVEL": "INFO",
    }
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"{len(running)}-{arguments[0]}.log").open("wb")
        command = [sys.executable, "-m", "celery", "--app=portal.celery", *arguments]
        # A group of its own: the signal for the worker must not also reach its pool.
        one = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        log.close()
        running.append(one)
        return one

    yield start
    for one in running:
        stop(one)
    for path in sorted(tmp_path.glob("*.log")):
        print(f"--- {path.name}\n{path.read_text(errors='replace')}")


def stop(one: "subprocess.Popen[bytes]", seconds: float = 40) -> int:
    if one.poll() is None:
        one.terminate()
    try:
        return one.wait(seconds)
    except subprocess.TimeoutExpired:
        one.kill()
        return one.wait()


def wait_until(is_true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.05)
