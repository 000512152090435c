"""A database for one proof, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg


@contextmanager
def own_database(server: str, folder: Path) -> Iterator[str]:
    if not server:
        yield f"sqlite:///{folder / 'prove.sqlite3'}"
        return
    name = f"surefoot_prove_{os.getpid()}"
    there = urlunsplit(urlsplit(server)._replace(path="/postgres"))
    execute(there, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        execute(there, f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
