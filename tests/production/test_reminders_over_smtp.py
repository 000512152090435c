"""Real workers, a real beat, a real mail server, PostgreSQL and Redis."""

import os
import subprocess
import time
from collections.abc import Callable

import pytest
import redis
from django.utils import timezone

from portal.reminders.models import DeliveryKind, DeliveryState, ReminderDelivery
from portal.routines.models import RoutineTime
from tests.cast import Cast, give_routine
from tests.portal.reminders.crowd import gather_crowd, noon_zone
from tests.production.conftest import MailServer, stop, wait_until

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

Start = Callable[..., "subprocess.Popen[bytes]"]
WORKER = ("worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle")
BEAT = ("beat", "--scheduler=celery.beat.Scheduler", "--pidfile=", "--loglevel=INFO")


def gather(number: int) -> None:
    now = timezone.now()
    gather_crowd(number, now, zone=noon_zone(now))


def all_sent(number: int) -> Callable[[], bool]:
    return lambda: ReminderDelivery.objects.filter(state=DeliveryState.SENT).count() == number


def test_each_reminder_arrives_once_with_two_workers_and_a_repeated_tick(
    program: Start, mail_server: tuple[MailServer, int], wake: Callable[[], None]
) -> None:
    gather(60)
    for number in (1, 2):
        program(*WORKER, f"--hostname=worker{number}@%h")
    for _tick in range(8):
        wake()
    wait_until(all_sent(60))
    for _tick in range(4):
        wake()
    time.sleep(2)
    assert sorted(mail_server[0].recipients()) == sorted(f"person{one}@example.org" for one in range(60))


def test_pats_reminder_comes_over_smtp_as_it_should_look(
    cast: Cast, library: None, program: Start, mail_server: tuple[MailServer, int], wake: Callable[[], None]
) -> None:
    now = timezone.now()
    zone = noon_zone(now)
    type(cast.pat_record).objects.filter(pk=cast.pat_record.pk).update(time_zone=zone)
    cast.pat_record.refresh_from_db()
    local = now.astimezone(cast.pat_record.zone)
    revision = give_routine(cast, cast.pat_record, times=[f"{local:%H:%M}"], now=now.replace(second=0, microsecond=0))
    assert RoutineTime.objects.get(routine=revision.routine)
    program(*WORKER)
    wake()
    reminders = ReminderDelivery.objects.filter(kind=DeliveryKind.SESSION_DUE, state=DeliveryState.SENT)
    wait_until(lambda: reminders.count() == 2)
    server = mail_server[0]
    pats = next(mail for mail in server.mails if mail["To"] == "pat@example.org" and "reminder" in mail["Subject"])
    assert pats["From"] == "Reminders <reminders@portal.example.org>"
    assert pats["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert pats["List-Unsubscribe"].strip().startswith("<https://portal.example.org/stop/")
    assert pats["Message-ID"].endswith("@portal.example.org>")
    body = pats.get_body(("plain",))
    assert body is not None
    assert "https://portal.example.org/" in body.get_content()
    assert all(len(envelope) == 1 for envelope in server.envelopes)


def test_an_emptied_redis_changes_nothing(
    program: Start, mail_server: tuple[MailServer, int], queue: redis.Redis
) -> None:
    program(*WORKER)
    program(*BEAT)
    gather(20)
    wait_until(all_sent(20))
    queue.flushdb()
    more = timezone.now()
    ReminderDelivery.objects.all().delete()
    wait_until(all_sent(20), seconds=120)
    assert timezone.now() > more
    arrived = mail_server[0].recipients()
    assert {arrived.count(f"person{one}@example.org") for one in range(20)} == {2}


def test_two_beats_are_harmless(program: Start, mail_server: tuple[MailServer, int]) -> None:
    gather(30)
    program(*BEAT)
    program(*BEAT)
    program(*WORKER)
    wait_until(all_sent(30))
    time.sleep(3)
    assert len(mail_server[0].mails) == 30


def test_a_worker_that_is_stopped_finishes_what_it_began(
    program: Start, mail_server: tuple[MailServer, int], wake: Callable[[], None]
) -> None:
    gather(400)
    worker = program("worker", "--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle")
    wake()
    wait_until(lambda: len(mail_server[0].mails) >= 20)
    begun = time.monotonic()
    stop(worker)
    assert time.monotonic() - begun < 10
    sent = ReminderDelivery.objects.filter(state=DeliveryState.SENT).count()
    assert sent == len(mail_server[0].mails) < 400
    assert not ReminderDelivery.objects.filter(state=DeliveryState.SENDING).exists()


def test_a_killed_worker_leaves_nothing_that_the_next_one_does_not_send(
    program: Start, mail_server: tuple[MailServer, int], wake: Callable[[], None]
) -> None:
    gather(100)
    worker = program("worker", "--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle")
    wake()
    wait_until(lambda: len(mail_server[0].mails) >= 10)
    os.kill(worker.pid, 9)
    worker.wait()
    # What was claimed just then waits for the end of its lease; time is short here, so its end is brought forward.
    ReminderDelivery.objects.filter(state=DeliveryState.SENDING).update(lease_until=timezone.now())
    program(*WORKER)
    wake()
    wait_until(all_sent(100))
    arrived = mail_server[0].recipients()
    assert set(arrived) == {f"person{one}@example.org" for one in range(100)}
    assert len(arrived) <= 101
