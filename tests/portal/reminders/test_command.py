import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.reminders.tasks import tick
from tests.portal.reminders.copied_database import copy_database
from tests.portal.reminders.crowd import gather_crowd, noon_zone


def test_once_sends_what_is_due(db: None, mailoutbox: list[Any]) -> None:
    gather_crowd(3, timezone.now(), zone=noon_zone(timezone.now()))
    out = StringIO()
    call_command("reminders", "--once", stdout=out)
    assert len(mailoutbox) == 3
    assert "sent 3" in out.getvalue()
    call_command("reminders", "--once", stdout=out)
    assert "nothing to do" in out.getvalue()


def test_it_wants_to_know_how_often(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("reminders")


def test_the_task_of_the_queue_is_the_same_pump(db: None, mailoutbox: list[Any], settings: Any) -> None:
    assert tick.name == settings.CELERY_BEAT_SCHEDULE["reminders"]["task"]
    gather_crowd(3, timezone.now(), zone=noon_zone(timezone.now()))
    tick.delay()
    assert len(mailoutbox) == 3


@pytest.mark.django_db(transaction=True)
def test_the_loop_sends_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    gather_crowd(5, timezone.now(), zone=noon_zone(timezone.now()))
    environment = copy_database(tmp_path)
    loop = subprocess.Popen(
        [sys.executable, "-m", "tests.portal.reminders.manage_counting", "reminders", "--loop", "--every", "0.2"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    mails = Path(environment["COUNTED_MAILS"])
    try:
        wait_until(lambda: mails.exists() and len(mails.read_text().splitlines()) == 5)
        os.kill(loop.pid, signal.SIGTERM)
        output, _errors = loop.communicate(timeout=10)
    finally:
        loop.kill()
    assert loop.returncode == 0
    assert "sent 5" in output
    assert len(mails.read_text().splitlines()) == 5


def wait_until(is_true: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.05)
