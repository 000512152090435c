"""One run: the database, the web server, the pages in rounds, the pump, the tables."""

import argparse
import contextlib
import os
import platform
from collections.abc import Callable, Iterator

from django.db import connection
from django.urls import NoReverseMatch

from portal.running import demo_files
from portal.running.ports import LOOPBACK
from tests.bench import database, pages, parallel, pump, table, weighing
from tests.bench.fill import fill, plan
from tests.bench.goals import COMPARISONS, Figures
from tests.bench.measuring import Measured, Measuring, NotThere, Target
from tests.bench.processes import children, running, wait_for_port
from tests.bench.settings import APPLICATION, VAR

WORKERS = 2


def run(arguments: argparse.Namespace, *, web_port: int, mail_port: int) -> int:
    database.ready(fill, anew=arguments.anew, say=print)
    demo_files.collect_static_files_if_changed(VAR)
    verdicts = table.Verdicts()
    errors: list[str] = []
    print(_circumstances(), flush=True)
    if arguments.only != "pump" and arguments.sql != "pump":
        with _web_server(web_port) as workers:
            _measure_pages(arguments, web_port, workers, verdicts, errors)
    if "pump" in (arguments.only, arguments.sql) or not (arguments.only or arguments.sql):
        _measure_pump(arguments, mail_port, verdicts)
    for error in errors:
        print(f"Not measured: {error}")
    if verdicts.missed:
        print(f"\nOver the goal: {'; '.join(verdicts.missed)}.")
    return 1 if errors or (arguments.strict and verdicts.missed) else 0


def _measure_pages(
    arguments: argparse.Namespace,
    port: int,
    workers: Callable[[], list[int]],
    verdicts: table.Verdicts,
    errors: list[str],
) -> None:
    measuring = Measuring(pages.floor(port), workers=workers, application=APPLICATION)
    floor = measuring.begin(measuring.floor)
    found = list(_there(arguments, port, measuring, errors))
    if arguments.sql:
        for one in found:
            _print_statements(one.counted.sql)
        return
    everyone = [floor, *found]
    requests = measuring.affordable(
        everyone, rounds=arguments.rounds, seconds=arguments.seconds, most=arguments.requests
    )
    print(f"{arguments.rounds} rounds of {requests} requests; floor and page take turns.\n")
    for number in range(arguments.rounds):
        for one in everyone if number % 2 == 0 else reversed(everyone):
            measuring.round(one, requests)
    measured = {one.target.key: one.figures() for one in everyone}
    print(
        table.page_table([(one.target.words, one.target.goal, measured[one.target.key]) for one in everyone], verdicts)
    )
    _print_comparisons(measured, port, verdicts)


def _print_comparisons(measured: dict[str, Figures], port: int, verdicts: table.Verdicts) -> None:
    print()
    print(table.comparison_table(COMPARISONS, measured, verdicts))
    if "today-8" in measured:
        subject = pages.find_subject(plan.EIGHT, port)
        print(table.weight_lines(weighing.weigh(subject.browser, subject.path("home:today")), verdicts))
    if "record" in measured:
        print(parallel.twenty_at_once(pages.find_subject(plan.RECORDER, port), verdicts))


def _there(arguments: argparse.Namespace, port: int, measuring: Measuring, errors: list[str]) -> Iterator[Measured]:
    for make in pages.all_pages(port):
        with _noted(errors):
            target: Target = make()
            if target.key == arguments.sql or (not arguments.sql and target.key.startswith(arguments.only)):
                yield measuring.begin(target)


@contextlib.contextmanager
def _noted(errors: list[str]) -> Iterator[None]:
    try:
        yield
    except (NotThere, NoReverseMatch) as error:
        errors.append(str(error).splitlines()[0][:200])


def _measure_pump(arguments: argparse.Namespace, port: int, verdicts: table.Verdicts) -> None:
    if arguments.sql:
        _print_statements(pump.count(port))
        return
    print()
    print(table.pump_lines(pump.measure(port, arguments.due), verdicts))


def _print_statements(statements: tuple[str, ...]) -> None:
    print("\n".join(f"{number:3} {sql}" for number, sql in enumerate(statements, start=1)))


@contextlib.contextmanager
def _web_server(port: int) -> Iterator[Callable[[], list[int]]]:
    """Two synchronous workers. No time limit: the bench's clock would look like a worker that hangs."""
    arguments = (
        "gunicorn",
        "tests.bench.wsgi",
        f"--bind={LOOPBACK}:{port}",
        f"--workers={WORKERS}",
        "--timeout=0",
        "--no-control-socket",
        "--log-level=error",
    )
    with running(*arguments, BENCH_APPLICATION=APPLICATION) as program:
        wait_for_port(port, program)
        yield lambda: children(program.pid)


def _circumstances() -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load}; "
        f"gunicorn with {WORKERS} workers over loopback.\n"
        "SQL: statements with BEGIN and COMMIT (commits in brackets). conn: new database connections per 1,000 requests."
    )
