"""Four processes guess one password at once, 200 times: how many of the guesses are looked at?

Alone: `python -m tests.prove.guessing`. The cache that counts is the one of production without Redis.
"""

import multiprocessing
import os
import sys
import tempfile
from typing import Any

PROCESSES = 4
GUESSES = 50
ALLOWED = 5


def run() -> bool:
    """Wants its settings in the environment, and a database of its own. True when no more than five were looked at."""
    prepare()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        looked_at = sum(pool.map(guess, range(PROCESSES)))
    print(
        f"guessing     {PROCESSES * GUESSES} wrong passwords from {PROCESSES} processes: "
        f"{looked_at} looked at (allowed: {ALLOWED})",
        flush=True,
    )
    return looked_at <= ALLOWED


def prepare() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    from tests.cast import gather

    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "surefoot_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    gather()
    # What is forked must not share a connection, nor a pool of them.
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def guess(process: int) -> int:
    """How many of this process's guesses were told that they are wrong, rather than too many."""
    from django.test import Client
    from django.urls import reverse

    looked_at = 0
    for number in range(GUESSES):
        # Each from a machine of its own, or the limit for one machine would stop them first.
        client: Any = Client(REMOTE_ADDR=f"10.{process}.{number}.1")
        data = {"login": "pat@example.org", "password": f"guess number {number}"}
        answer = client.post(reverse("account_login"), data).content.decode()
        looked_at += "do not fit together" in answer
    return looked_at


def alone() -> int:
    with tempfile.TemporaryDirectory(prefix="surefoot-guessing-") as folder:
        os.environ |= {"VAR_DIR": folder, "LOG_LEVEL": "ERROR", "REDIS_URL": ""}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/guessing.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        return 0 if run() else 1


if __name__ == "__main__":
    sys.exit(alone())
