"""What a mail server's answers mean, against a server that speaks the real protocol and gives the answer we want."""

import asyncio
import itertools
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from portal.reminders import ledger, mailer
from portal.reminders.models import (
    AttemptOutcome,
    DeliveryAttempt,
    DeliveryState,
    MailBlock,
    PumpHeartbeat,
    Reason,
    ReminderDelivery,
)
from portal.reminders.pump import pump_once
from tests.portal.reminders.conftest import NINE
from tests.portal.reminders.crowd import gather_crowd

# It writes down each word of each conversation.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Answers:
    """Answers each mail as told; counts connections and mails."""

    def __init__(self) -> None:
        self.connections = 0
        self.taken: list[str] = []
        self.mail: Callable[[str], str | None] = lambda sender: None
        self.rcpt: Callable[[str], str | None] = lambda address: None
        self.data: Callable[[str], str | None] = lambda address: None

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.mail(address) or "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.rcpt(address) or "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        answer = self.data(envelope.rcpt_tos[0]) or "250 OK"
        if answer == "silence":
            await asyncio.sleep(30)
        if answer.startswith("250"):
            self.taken.append(envelope.rcpt_tos[0])
        return answer

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def use_smtp(settings: Any) -> Callable[[int], None]:
    def use(port: int) -> None:
        settings.EMAIL_BACKEND = mailer.SMTP_BACKEND
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 1

    return use


@pytest.fixture
def server(use_smtp: Callable[[int], None]) -> Iterator[Answers]:
    answers = Answers()
    port = free_port()
    controller = Controller(answers, hostname="127.0.0.1", port=port)
    controller.start()
    use_smtp(port)
    yield answers
    controller.stop()


@pytest.fixture
def crowd(db: None) -> None:
    gather_crowd(5, NINE)


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in ReminderDelivery.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_one_connection_serves_the_whole_run(crowd: None, server: Answers) -> None:
    assert pump_once(NINE).sent == 5
    assert len(server.taken) == 5
    assert server.connections == 1


def test_a_recipient_refused_for_good_fails_and_the_others_are_sent(crowd: None, server: Answers) -> None:
    server.rcpt = lambda address: "550 5.1.1 no such user" if address.startswith("person2") else None
    assert pump_once(NINE).sent == 4
    failed = ReminderDelivery.objects.get(state=DeliveryState.FAILED)
    assert failed.reason == Reason.REFUSED
    assert DeliveryAttempt.objects.get(delivery=failed).smtp_code == 550
    assert MailBlock.objects.count() == 1


def test_a_full_mailbox_blocks_no_address(crowd: None, server: Answers) -> None:
    server.rcpt = lambda address: "552 5.2.2 mailbox full" if address.startswith("person2") else None
    pump_once(NINE)
    assert not MailBlock.objects.exists()


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_not_now_is_tried_again_and_not_beyond_the_end(crowd: None, server: Answers, stage: str) -> None:
    setattr(server, stage, lambda address: "451 4.7.1 try later" if address.startswith("person2") else None)
    tried = set()
    for minute in range(200):
        pump_once(NINE + timedelta(minutes=minute))
        tried.add(ReminderDelivery.objects.get(recipient__email="person2@example.org").attempts)
    never = ReminderDelivery.objects.get(recipient__email="person2@example.org")
    assert (never.state, never.reason, never.attempts) == (DeliveryState.FAILED, Reason.NOT_TAKEN, 5)
    times = [one.started_at for one in DeliveryAttempt.objects.filter(delivery=never).order_by("pk")]
    waits = [(b - a).total_seconds() / 60 for a, b in itertools.pairwise(times)]
    for wait, meant in zip(waits, ledger.RETRY_AFTER_MINUTES, strict=True):
        assert meant * 0.75 <= wait <= meant * 1.25 + 1
    assert len(server.taken) == 4


@pytest.mark.parametrize("answer", ["550 5.7.1 sender rejected", "451 sender not now"])
def test_a_refused_sender_stops_everything_and_counts_for_nobody(crowd: None, server: Answers, answer: str) -> None:
    server.mail = lambda sender: answer
    assert pump_once(NINE).is_broken
    assert {one.attempts for one in ReminderDelivery.objects.all()} == {0}
    assert DeliveryAttempt.objects.get().outcome == AttemptOutcome.SERVER_REFUSED_US
    heartbeat = PumpHeartbeat.objects.get()
    assert heartbeat.broken_until == NINE + timedelta(minutes=5)
    assert "SMTPSenderRefused" in heartbeat.trouble


def test_nobody_there_breaks_for_longer_each_time_and_heals(
    crowd: None, use_smtp: Callable[[int], None], server: Answers, settings: Any
) -> None:
    working = settings.EMAIL_PORT
    use_smtp(free_port())
    now, pauses = NINE, []
    for _failure in range(6):
        assert pump_once(now).is_broken
        until = PumpHeartbeat.objects.get().broken_until
        assert until is not None
        pauses.append((until - now).total_seconds() / 60)
        assert pump_once(until - timedelta(seconds=1)).is_broken
        now = until
    assert pauses == [5, 10, 20, 40, 60, 60]
    assert states() == {DeliveryState.EXPIRED: 5}
    assert not DeliveryAttempt.objects.exists()
    use_smtp(working)
    gather_again = ReminderDelivery.objects.first()
    assert gather_again is not None
    ReminderDelivery.objects.filter(pk=gather_again.pk).update(
        state=DeliveryState.PLANNED, next_attempt_at=now, expires_at=now + timedelta(hours=1)
    )
    pump_once(now)
    assert PumpHeartbeat.objects.get().failures_in_a_row == 0
    assert len(server.taken) == 1


def test_after_a_short_outage_everything_is_sent(
    crowd: None, use_smtp: Callable[[int], None], server: Answers, settings: Any
) -> None:
    working = settings.EMAIL_PORT
    use_smtp(free_port())
    pump_once(NINE)
    use_smtp(working)
    assert pump_once(NINE + timedelta(minutes=4)).sent == 0
    assert pump_once(NINE + timedelta(minutes=5)).sent == 5


def test_a_wrong_password_stops_everything(crowd: None, server: Answers, settings: Any) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    assert pump_once(NINE).is_broken
    assert states() == {DeliveryState.PLANNED: 5}


def test_a_server_that_never_answers_does_not_hang_us(crowd: None, use_smtp: Callable[[int], None]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        use_smtp(mute.getsockname()[1])
        begun = time.monotonic()
        assert pump_once(NINE).is_broken
    assert time.monotonic() - begun < 5
    assert {one.attempts for one in ReminderDelivery.objects.all()} == {0}


def test_a_server_that_falls_silent_over_a_mail_does_not_hang_us(crowd: None, server: Answers) -> None:
    server.data = lambda address: "silence"
    begun = time.monotonic()
    assert pump_once(NINE).is_broken
    assert time.monotonic() - begun < 10
    assert DeliveryAttempt.objects.filter(outcome=AttemptOutcome.TRY_AGAIN).count() == 1


def test_a_server_that_drips_is_cut_off(
    crowd: None, use_smtp: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "HARD_LIMIT_SECONDS", 1.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as dripping:
        use_smtp(dripping.getsockname()[1])
        threading.Thread(target=drip, args=(dripping,), daemon=True).start()
        begun = time.monotonic()
        assert pump_once(NINE).is_broken
    assert time.monotonic() - begun < 6


def drip(listening: socket.socket) -> None:
    connection, _address = listening.accept()
    with closing(connection):
        try:
            while True:
                connection.sendall(b"2")
                time.sleep(0.3)
        except OSError:
            return
