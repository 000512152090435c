"""What takes too long for every change: each promise tried at full size, and the figures.

    make prove                                  all of it, on SQLite
    make prove ARGS="reminders check-offs"      some of it
    make prove ARGS="reminders --number 10000 --kills 200"
    DATABASE_URL=postgres://… make prove        the same on PostgreSQL too, in databases of its own

reminders   kills senders in the middle of their work: none is lost, and how many go out twice
check-offs  fifty browsers record the same thing at the same moment
record      fills, seals and tampers with the record of who looked
timing      known and unknown addresses are answered in the same time
guessing    four processes guess one password
refusals    missing and forbidden take the same time
rules       every URL × method × identity, planted words, ids of two patients, forty extra fields, rights that end,
            and 10,000 bad forms

Ends with 1 when a promise does not hold.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_COPIES_OF_ONE = 3
Proof = Callable[[str, Path, argparse.Namespace], bool]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").splitlines()[0],
        epilog=(__doc__ or "").partition("\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("proofs", nargs="*", choices=[*PROOFS, []], help="which ones; all when none is named")
    parser.add_argument("--number", type=int, default=2000, help="reminders that are due")
    parser.add_argument("--kills", type=int, default=40, help="how often a sender is stopped")
    parser.add_argument("--senders", type=int, default=2, help="how many send at the same time")
    parser.add_argument("--events", type=int, default=20_000, help="rows in the record of who looked")
    parser.add_argument("--tamperings", type=int, default=300, help="of the record of who looked")
    parser.add_argument("--pairs", type=int, default=500, help="measured to compare two answers")
    parser.add_argument("--seed", type=int, default=None, help="for whatever is left to chance")
    wanted = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    servers = {"SQLite": ""}
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        servers["PostgreSQL"] = os.environ["DATABASE_URL"]
    failed = [
        f"{proof} on {name}"
        for proof in wanted.proofs or PROOFS
        for name, server in servers.items()
        if not prove(proof, name, server, wanted)
    ]
    print(f"Not proved: {', '.join(failed)}" if failed else "All of it holds.", flush=True)
    return 1 if failed else 0


def prove(proof: str, name: str, server: str, wanted: argparse.Namespace) -> bool:
    """In a process of its own, because settings are read once."""
    print(f"--- {proof}, on {name}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="surefoot-prove-") as folder:
        child = os.fork()
        if child == 0:
            os._exit(in_own_process(proof, name, server, Path(folder), wanted))
        is_good = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    print(f"--- {proof}, on {name}: {'holds' if is_good else 'FAILS'}, {time.monotonic() - begun:.0f} s", flush=True)
    return is_good


def in_own_process(proof: str, name: str, server: str, folder: Path, wanted: argparse.Namespace) -> int:
    from tests.prove.database import own_database

    try:
        with own_database(server, folder) as url:
            os.environ |= {"DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "REDIS_URL": ""}
            os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
            # Thousands of refusals, each with its line.
            logging.disable(logging.ERROR)
            return 0 if PROOFS[proof](name, folder, wanted) else 1
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}", flush=True)
        return 1


def reminders(name: str, folder: Path, wanted: argparse.Namespace) -> bool:
    """SIGKILL: a copy may go out again, nothing may be lost. SIGTERM: neither."""
    from tests.prove.rounds import killed_round, say

    killed = killed_round("KILL", folder, wanted)
    say(name, killed)
    ended = killed_round("TERM", folder, wanted)
    say(name, ended)
    is_killed_well = not killed.lost and killed.extra <= wanted.kills and killed.most_copies <= MOST_COPIES_OF_ONE
    return is_killed_well and not ended.lost and not ended.extra


def check_offs(_name: str, _folder: Path, _wanted: argparse.Namespace) -> bool:
    from tests.prove.check_offs import run

    return run()


def record(name: str, _folder: Path, wanted: argparse.Namespace) -> bool:
    from tests.prove.record import is_proved

    size = argparse.Namespace(number=wanted.events, tamperings=wanted.tamperings, seed=wanted.seed)
    return is_proved(name, size)


def timing(_name: str, _folder: Path, wanted: argparse.Namespace) -> bool:
    from tests.prove.timing import run

    return run(wanted.pairs)


def guessing(_name: str, _folder: Path, _wanted: argparse.Namespace) -> bool:
    from tests.prove.guessing import run

    return run()


def refusals(_name: str, _folder: Path, wanted: argparse.Namespace) -> bool:
    from tests.prove.refusals import run

    return run(wanted.pairs)


def rules(_name: str, _folder: Path, _wanted: argparse.Namespace) -> bool:
    """The tests of every run, at full size."""
    wanted = "not production and not browser"
    command = [sys.executable, "-m", "pytest", "-q", "--show-capture=no", "-n", "2", "-m", wanted, "tests/rules"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PROVE": "1"}, check=False).returncode == 0


PROOFS: dict[str, Proof] = {
    "reminders": reminders,
    "check-offs": check_offs,
    "record": record,
    "timing": timing,
    "guessing": guessing,
    "refusals": refusals,
    "rules": rules,
}

if __name__ == "__main__":
    sys.exit(main())
