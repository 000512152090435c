"""A database that other processes can use: the test's own where it lives on a server, else a copy in a file."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from django.db import connection


def copy_database(folder: Path) -> dict[str, str]:
    """The environment for such a process. Whatever the test made must be committed (`transaction=True`)."""
    environment = os.environ | {"COUNTED_MAILS": str(folder / "mails"), "VAR_DIR": str(folder), "LOG_LEVEL": "WARNING"}
    if connection.vendor == "sqlite":
        path = folder / "copy.sqlite3"
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        return environment | {"DATABASE_URL": f"sqlite:///{path}"}
    where = connection.settings_dict
    login = ":".join(quote(where[part]) for part in ("USER", "PASSWORD") if where[part])
    host = f"{where['HOST']}:{where['PORT']}" if where["PORT"] else where["HOST"]
    return environment | {"DATABASE_URL": f"postgres://{login}@{host}/{where['NAME']}"}
