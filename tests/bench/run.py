"""Measures the pages and the reminder pump, and prints them beside their goals: `make bench`.

    make bench                                     on SQLite, in var/bench
    DATABASE_URL=postgres://… make bench           on PostgreSQL, in a database named <that one>_bench
    make bench ARGS="--only today --rounds 9"      some pages; more rounds
    make bench ARGS="--sql today-8"                the statements of one page

Pages are asked of two gunicorn workers over loopback by one client with a real session cookie, with production
settings. Statements are counted in this process, through the WSGI handler. Milliseconds are for orientation, the
multiples of F are the result; a difference under 15 % is noise.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("BENCH_SETTINGS", "tests.bench.settings")


def main() -> int:
    from portal.running.ports import first_free_port
    from tests.bench import clock

    arguments = read_arguments()
    # Whoever ends the run early ends its web server, mail server and senders too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    web_port, mail_port = first_free_port(8700), first_free_port(8800)
    os.environ["BENCH_SMTP_PORT"] = str(mail_port)
    clock.start()

    import django

    django.setup()
    # Only now: these read the settings.
    from tests.bench import bench

    began = time.perf_counter()
    status = bench.run(arguments, web_port=web_port, mail_port=mail_port)
    print(f"\nDone in {time.perf_counter() - began:.0f} s.")
    return status


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures pages and reminders as multiples of a bare Django page.")
    parser.add_argument("--rounds", type=int, default=5, help="rounds in alternating order (5)")
    parser.add_argument("--requests", type=int, default=40, help="requests of each page and round, at most (40)")
    parser.add_argument("--seconds", type=int, default=150, help="for the pages; fewer requests if need be (150)")
    parser.add_argument("--only", default="", metavar="WORD", help="only pages whose key begins so, or 'pump'")
    parser.add_argument("--sql", default="", metavar="KEY", help="print the statements of one page or 'pump', no more")
    parser.add_argument("--due", type=int, default=10_000, help="reminders that are due (10000)")
    parser.add_argument("--anew", action="store_true", help="fill the database anew")
    parser.add_argument("--strict", action="store_true", help="end with an error when a goal is missed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
