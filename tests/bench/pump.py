"""The reminder pump with 10,000 due, beside a bare loop that does nothing but hand mails to the same mail server."""

import contextlib
import smtplib
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from portal.reminders.models import DeliveryAttempt, PumpHeartbeat, ReminderDelivery
from portal.reminders.pump import pump_once
from portal.running.ports import LOOPBACK
from portal.sessions.models import ExerciseSession
from tests.bench import database
from tests.bench.clock import NOON, TODAY
from tests.bench.processes import children, cpu_seconds, running, wait_for_port
from tests.bench.pumping import LATER
from tests.bench.settings import VAR

SENDERS = 2
LOOP_MAILS = 1_000
COUNTED_MAILS = 100
APPLICATION = "surefoot-bench-pump"
LONGEST_SECONDS = 75  # then the senders are ended, and what was sent by then counts


@dataclass(frozen=True)
class PumpFigures:
    """Rates in mails a second over the middle 80 % of arrivals; times in seconds, processor time in ms."""

    due: int
    sent: int
    copies: int
    statements_per_mail: float
    connections_per_thousand: float | None
    rate: float
    loop_rate: float
    first_after: float
    all_after: float
    cpu_per_mail: float


class Sink:
    def __init__(self, port: int) -> None:
        self.port = port
        self.path = VAR / "arrivals.txt"

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        self.clear()
        with running("tests.bench.sink", str(self.port), str(self.path)) as program:
            wait_for_port(self.port, program)
            yield

    def clear(self) -> None:
        # Emptied, not replaced: the sink holds it open.
        with self.path.open("a") as file:
            file.truncate(0)

    def arrivals(self) -> list[tuple[float, str]]:
        lines = [line.split() for line in self.path.read_text().splitlines()]
        return sorted((float(moment), address) for moment, address in lines)


def count(port: int) -> tuple[str, ...]:
    """The statements of one run of the pump that sends a hundred mails."""
    with Sink(port).open():
        return _count_statements()


def measure(port: int, due: int) -> PumpFigures:
    sink = Sink(port)
    with sink.open():
        statements = _count_statements()
        before = _bare_loop(sink)
        _make_due(due)
        sink.clear()
        opened = database.sessions_opened()
        began = time.perf_counter()
        cpu = _send_all(due)
        arrivals = sink.arrivals()
        used = None if opened is None else (database.sessions_opened() or 0) - opened
        after = _bare_loop(sink)
    moments = [moment - began for moment, _address in arrivals]
    mails = max(len(moments), 1)
    return PumpFigures(
        due=due,
        sent=len(moments),
        copies=len(moments) - len({address for _moment, address in arrivals}),
        statements_per_mail=len(statements) / COUNTED_MAILS,
        connections_per_thousand=None if used is None else 1000 * used / mails,
        rate=_middle_rate(moments),
        loop_rate=statistics.mean((before, after)),
        first_after=min(moments, default=0.0),
        all_after=max(moments, default=0.0),
        cpu_per_mail=1000 * cpu / mails,
    )


def _count_statements() -> tuple[str, ...]:
    """In this process, with fewer mails: the log of statements is short."""
    _make_due(COUNTED_MAILS)
    with CaptureQueriesContext(connection) as captured:
        report = pump_once(NOON + LATER)
    if report.sent != COUNTED_MAILS:
        raise RuntimeError(f"The pump was to send {COUNTED_MAILS} mails: {report}")
    return tuple(one["sql"] for one in captured.captured_queries)


@transaction.atomic
def _make_due(count: int) -> None:
    """Exactly so many sessions are due at noon and nobody has been reminded; the others are due at some later time."""
    today = _todays_sessions()
    DeliveryAttempt.objects.all().delete()
    ReminderDelivery.objects.filter(exercise_session__local_date__gte=TODAY).delete()
    PumpHeartbeat.objects.all().delete()
    last = list(today.order_by("pk").values_list("pk", flat=True)[:count])[-1]
    today.filter(pk__lte=last).update(due_at=NOON, status="due")
    today.filter(pk__gt=last).update(due_at=NOON + 4 * 60 * LATER, status="due")


def _todays_sessions() -> QuerySet[ExerciseSession]:
    remindable = {"routine__patient__reminder_preferences__session_due": True}
    keys = ExerciseSession.objects.filter(local_date=TODAY, **remindable).values("pk")
    return ExerciseSession.objects.filter(pk__in=keys)


def _send_all(due: int) -> float:
    """Returns the processor seconds of the senders and of the database's side of their connections."""
    total = 0.0
    database.analyze()
    with contextlib.ExitStack() as stack:
        environment = {"BENCH_APPLICATION": APPLICATION}
        senders = [stack.enter_context(running("tests.bench.pumping", **environment)) for _ in range(SENDERS)]
        until = time.perf_counter() + LONGEST_SECONDS
        while any(one.poll() is None for one in senders) and time.perf_counter() < until:
            pids = [pid for one in senders for pid in (one.pid, *children(one.pid))]
            total = max(total, cpu_seconds([*pids, *database.backends(APPLICATION)]))
            time.sleep(0.25)
        if any(one.returncode for one in senders):
            raise RuntimeError("A sender of the pump ended with an error")
    return total


def _bare_loop(sink: Sink) -> float:
    """Mails a second through one connection that is kept, a mail of the usual size each time."""
    sink.clear()
    message = _usual_mail()
    with smtplib.SMTP(LOOPBACK, sink.port) as server:
        for number in range(LOOP_MAILS):
            server.sendmail("reminders@bench.invalid", [f"loop-{number}@bench.invalid"], message)
    return _middle_rate([moment for moment, _address in sink.arrivals()])


def _usual_mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "A line as long as most subjects"
    message["From"], message["To"] = "reminders@bench.invalid", "loop@bench.invalid"
    message.set_content("Some words of plain text.\n" * 30)
    message.add_alternative("<p>Some words of HTML, a little longer.</p>\n" * 35, subtype="html")
    return message.as_bytes(policy=SMTP)


def _middle_rate(moments: list[float]) -> float:
    """Start and end are left out: the first waits for programs to load, the last for one slow sender."""
    middle = moments[len(moments) // 10 : len(moments) - len(moments) // 10]
    return (len(middle) - 1) / (middle[-1] - middle[0]) if len(middle) > 1 else 0.0
