"""Fills the record of who looked, seals it with several pumps at once, tampers with it, and counts what is found.

    .venv/bin/python tests/prove/record.py                    20,000 events, 300 tamperings, on SQLite
    .venv/bin/python tests/prove/record.py --number 200000
    DATABASE_URL=postgres://… .venv/bin/python tests/prove/record.py    the same on PostgreSQL too

Ends with 1 when one tampering is not found, when a whole record is called broken, or when the pumps make no one chain.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINKS_OF = 100
PUMPS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=20_000, help="events")
    parser.add_argument("--tamperings", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None, help="for what is tampered with")
    wanted = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    servers = [("SQLite", "")]
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        servers.append(("PostgreSQL", os.environ["DATABASE_URL"]))
    return 0 if all([prove(name, server, wanted) for name, server in servers]) else 1


def prove(name: str, server: str, wanted: argparse.Namespace) -> bool:
    """In a process of its own, because settings are read once."""
    child = os.fork()
    if child == 0:
        os._exit(in_own_process(name, server, wanted))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def in_own_process(name: str, server: str, wanted: argparse.Namespace) -> int:
    from tests.prove.database import own_database

    try:
        with tempfile.TemporaryDirectory(prefix="surefoot-prove-") as folder, own_database(server, Path(folder)) as url:
            os.environ |= {"DATABASE_URL": url, "VAR_DIR": folder, "LOG_LEVEL": "ERROR", "REDIS_URL": ""}
            os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
            return 0 if is_proved(name, wanted) else 1
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}", flush=True)
        return 1


def is_proved(name: str, wanted: argparse.Namespace) -> bool:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.record.verifying import verify

    call_command("migrate", verbosity=0)
    dice = random.Random(wanted.seed)  # noqa: S311
    sealed, seconds = fill_and_seal(wanted.number, dice)
    print(f"{name:<11} {sealed} events sealed by {PUMPS} pumps at once in {seconds:.1f} s", flush=True)
    begun = time.monotonic()
    report = verify(timezone.now())
    print(
        f"{name:<11} {report.events} events in {report.links} links read again in {time.monotonic() - begun:.1f} s: "
        f"{len(report.troubles)} troubles",
        flush=True,
    )
    is_whole = not report.troubles and report.events == sealed == wanted.number
    # Tampered with is a small record, read again each time.
    found = tamper(wanted.tamperings, dice)
    print(f"{name:<11} {found} of {wanted.tamperings} tamperings found", flush=True)
    return is_whole and found == wanted.tamperings


def fill_and_seal(number: int, dice: random.Random) -> tuple[int, float]:
    from django.db import connection, connections

    from accounts.models import AuditEvent
    from tests.accounts.record.tampering import write_record

    write_record(number, links_of=0, dice=dice)
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()
    begun = time.monotonic()
    pumps = [start_pump() for _one in range(PUMPS)]
    if any(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pumps):
        raise RuntimeError("A pump failed.")
    return AuditEvent.objects.filter(seal__isnull=False).count(), time.monotonic() - begun


def start_pump() -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            seal_until_nothing_is_left()
        except BaseException as error:
            print(f"A pump failed: {error!r}", flush=True)
            os._exit(2)
        os._exit(0)
    return pid


def seal_until_nothing_is_left() -> None:
    from django.utils import timezone

    from accounts.models import AuditEvent
    from accounts.record.sealing import seal_once

    while AuditEvent.objects.filter(seal__isnull=True).exists():
        seal_once(timezone.now(), LINKS_OF)


def tamper(times: int, dice: random.Random) -> int:
    from django.db import connection, transaction

    from accounts.models import AuditAnchor, AuditEvent, AuditSeal
    from accounts.record import guard
    from tests.accounts.record.tampering import WAYS, troubles, write_record

    guard.remove(connection)
    for model in (AuditEvent, AuditSeal, AuditAnchor):
        model.objects.all().delete()
    write_record(200, links_of=20, dice=dice)
    found = 0
    for number in range(times):
        with transaction.atomic():
            WAYS[number % len(WAYS)](dice)
            found += bool(troubles())
            transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    sys.exit(main())
