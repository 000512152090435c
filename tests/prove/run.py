"""Kills senders in the middle of their work and counts what was lost.

    make prove                                   2,000 reminders, 40 kills, on SQLite
    make prove ARGS="--number 10000 --kills 200"
    DATABASE_URL=postgres://… make prove         the same on PostgreSQL too, in a database of its own

Each round is done twice: with SIGKILL (a copy may go out again, nothing may be lost) and with SIGTERM (neither).
Ends with 1 when a reminder was neither sent nor visibly failed, or when more copies went out than may be.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_COPIES_OF_ONE = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=2000, help="reminders that are due")
    parser.add_argument("--kills", type=int, default=40, help="how often a sender is stopped")
    parser.add_argument("--senders", type=int, default=2, help="how many send at the same time")
    parser.add_argument("--seed", type=int, default=None, help="for the moments of the kills")
    wanted = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    good = prove("SQLite", "", wanted)
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        good &= prove("PostgreSQL", os.environ["DATABASE_URL"], wanted)
    return 0 if good else 1


def prove(name: str, server: str, wanted: argparse.Namespace) -> bool:
    """In a process of its own, because settings are read once."""
    with tempfile.TemporaryDirectory(prefix="surefoot-prove-") as folder:
        child = os.fork()
        if child == 0:
            os._exit(in_own_process(name, server, Path(folder), wanted))
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def in_own_process(name: str, server: str, folder: Path, wanted: argparse.Namespace) -> int:
    try:
        from tests.prove.database import own_database
        from tests.prove.rounds import killed_round, say

        with own_database(server, folder) as url:
            os.environ |= {"DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "REDIS_URL": ""}
            os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
            killed = killed_round("KILL", folder, wanted)
            say(name, killed)
            ended = killed_round("TERM", folder, wanted)
            say(name, ended)
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}", flush=True)
        return 1
    is_killed_well = not killed.lost and killed.extra <= wanted.kills and killed.most_copies <= MOST_COPIES_OF_ONE
    return 0 if is_killed_well and not ended.lost and not ended.extra else 1


if __name__ == "__main__":
    sys.exit(main())
