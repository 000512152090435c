"""One round: a crowd is due, senders send, senders are stopped at random moments, and the ledger is compared with the mail."""

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

# Short, so that a round does not wait five minutes for each kill.
LEASE = timedelta(seconds=3)


@dataclass(frozen=True)
class Result:
    signal: str
    due: int
    stops: int
    seconds: float
    sent: int
    lost: int
    failed: int
    reasons: str
    extra: int
    most_copies: int


def say(name: str, result: Result) -> None:
    print(
        f"{name:<11} SIG{result.signal:<5} {result.due:>6} due, {result.stops:>4} stops in {result.seconds:4.0f} s: "
        f"{result.lost} lost, {result.extra} extra copies (at most {result.most_copies} of one), "
        f"{result.failed} visibly failed{result.reasons}, {result.sent} sent",
        flush=True,
    )


def killed_round(word: str, folder: Path, wanted: argparse.Namespace) -> Result:
    mails = folder / f"mails-{word}"
    os.environ["COUNTED_MAILS"] = str(mails)
    prepare(wanted.number)
    moments = moments_of_kills(wanted)
    begun = time.monotonic()
    senders = {start_sender() for _one in range(wanted.senders)}
    stops = 0
    while senders:
        reap(senders, wanted.senders)
        if moments and lines_in(mails) >= moments[0] and senders:
            moments.pop(0)
            # Anywhere between claiming, sending and writing down.
            time.sleep(random.uniform(0, 0.01))  # noqa: S311
            stops += stop_one(senders, getattr(signal, f"SIG{word}"))
        time.sleep(0.001)
    return compare(word, mails, stops, time.monotonic() - begun)


def prepare(number: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections
    from django.utils import timezone

    from accounts.record import guard
    from portal.reminders import ledger
    from portal.reminders.models import ReminderDelivery
    from tests.portal.reminders.counting import BACKEND
    from tests.portal.reminders.crowd import gather_crowd, noon_zone

    settings.EMAIL_BACKEND = BACKEND
    settings.MAIL_MAX_PER_MINUTE = 0
    ledger.LEASE = LEASE
    # The database itself refuses to empty the record of who looked.
    with guard.lifted(connection) if has_tables() else nullcontext():
        call_command("flush" if has_tables() else "migrate", verbosity=0, interactive=False)
    now = timezone.now()
    gather_crowd(number, now, zone=noon_zone(now))
    assert not ReminderDelivery.objects.exists()
    # What is forked must not share a connection, nor a pool of them.
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def has_tables() -> bool:
    from django.db import connection

    return bool(connection.introspection.table_names())


def moments_of_kills(wanted: argparse.Namespace) -> list[int]:
    random.seed(wanted.seed)
    # Not at the very end: there the same last rows would be hit again and again.
    return sorted(random.sample(range(1, wanted.number * 19 // 20), wanted.kills))


def start_sender() -> int:
    """A fork: it sends at once, where a new program would first read in all of Django."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            send_until_nothing_is_left()
        except BaseException as error:
            print(f"A sender failed: {error!r}", flush=True)
            os._exit(2)
        os._exit(0)
    return pid


def send_until_nothing_is_left() -> None:
    from django.db.models import Q

    from portal.reminders.models import ReminderDelivery
    from portal.reminders.pump import pump_once

    told_to_end: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_args: told_to_end.append(True))
    random.seed()
    is_open = Q(next_attempt_at__isnull=False) | Q(lease_until__isnull=False)
    while not told_to_end:
        pump_once(budget_seconds=5, is_stopping=lambda: bool(told_to_end))
        if ReminderDelivery.objects.exists() and not ReminderDelivery.objects.filter(is_open).exists():
            return
        time.sleep(0.2)
    os._exit(3)


def stop_one(senders: set[int], number: int) -> int:
    pid = random.choice(sorted(senders))  # noqa: S311
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return 0
    return 1


def reap(senders: set[int], wanted: int) -> None:
    """A sender that was stopped is replaced; one that found nothing left to do is not."""
    for pid in list(senders):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            continue
        senders.discard(pid)
        code = os.waitstatus_to_exitcode(status)
        if code == 2:
            raise RuntimeError("A sender failed.")
        if code != 0:
            senders.add(start_sender())


def lines_in(mails: Path) -> int:
    return mails.read_bytes().count(b"\n") if mails.exists() else 0


def compare(word: str, mails: Path, stops: int, seconds: float) -> Result:
    from portal.reminders.models import DeliveryState, ReminderDelivery

    arrived: Counter[str] = Counter(line.split("@")[0].lstrip("<") for line in mails.read_text().splitlines())
    rows: dict[str, Any] = {
        str(key): state for key, state in ReminderDelivery.objects.values_list("public_id", "state")
    }
    sent = {key for key, state in rows.items() if state == DeliveryState.SENT}
    failed = {key for key, state in rows.items() if state == DeliveryState.FAILED}
    reasons = set(ReminderDelivery.objects.filter(state=DeliveryState.FAILED).values_list("reason", flat=True))
    return Result(
        signal=word,
        due=len(rows),
        stops=stops,
        seconds=seconds,
        sent=len(sent),
        lost=len([key for key in rows if key not in failed and not arrived[key]]) + len(rows.keys() - sent - failed),
        failed=len(failed),
        reasons="".join(f" ({reason})" for reason in sorted(reasons)),
        extra=sum(arrived.values()) - len(arrived),
        most_copies=max(arrived.values(), default=0),
    )
