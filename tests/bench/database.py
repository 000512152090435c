"""The bench's own database: made when it is absent, made anew when the tables or the filling changed."""

import hashlib
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.bench.settings import ROOT, SUFFIX

MARK = "bench_mark"
# What decides how the filled database looks.
SOURCES = (
    "accounts/migrations/*.py",
    "exercises/migrations/*.py",
    "portal/migrations/*.py",
    "exercises/library/**/*.yaml",
    "tests/bench/bulk.py",
    "tests/bench/fill/*.py",
)


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def ready(fill: Callable[[], None], *, anew: bool, say: Callable[[str], None]) -> None:
    """Creates and fills the database unless the one that is there was made from the same sources."""
    _create_if_absent()
    wanted = _fingerprint()
    if not anew and _mark() == wanted:
        say("The database is filled already.")
        return
    began = time.perf_counter()
    _drop()
    _create_if_absent()
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    call_command("load_library", verbosity=0, stdout=StringIO())
    fill()
    analyze()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} (made_from varchar(64))")
        cursor.execute(f"INSERT INTO {MARK} VALUES (%s)", [wanted])  # noqa: S608
    say(f"Filled the database in {time.perf_counter() - began:.0f} s.")


def analyze() -> None:
    """Without statistics the database plans for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if is_postgresql() else "ANALYZE")


def sessions_opened() -> int | None:
    """Connections ever made to this database, from any process. None where the database does not count them."""
    if not is_postgresql():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def backends(application: str) -> list[int]:
    """Process ids of the database's side of that application's connections; none on SQLite."""
    if not is_postgresql():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [application])
        return [pid for (pid,) in cursor.fetchall()]


def _mark() -> str | None:
    if MARK not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT made_from FROM {MARK}")  # noqa: S608
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _create_if_absent() -> None:
    if not is_postgresql():
        return
    name = _own_name()
    with _server() as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')


def _drop() -> None:
    connection.close()
    if is_postgresql():
        if hasattr(connection, "close_pool"):
            connection.close_pool()
        with _server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{_own_name()}" WITH (FORCE)')
        return
    for end in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{end}").unlink(missing_ok=True)


def _own_name() -> str:
    name = str(settings.DATABASES["default"]["NAME"])
    if not name.endswith(SUFFIX):
        raise ValueError(f"{name} is not a database of the bench")
    return name


def _server() -> "psycopg.Connection[tuple[object, ...]]":
    one = settings.DATABASES["default"]
    return psycopg.connect(
        host=one["HOST"] or None,
        port=one["PORT"] or None,
        user=one["USER"] or None,
        password=one["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )
