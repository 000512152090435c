"""The settings of the demo. Nothing of a real portal on the same machine may leak into it, nor out of it."""

import os
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from portal.running.ports import first_free_port

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEMO_DIR = BASE_DIR / "var" / "demo"


def enter_demo(arguments: Sequence[str]) -> None:
    """Called by manage.py before anything reads the settings."""
    parser = ArgumentParser(add_help=False)
    parser.add_argument("--port", type=port_number, default=8000)
    wanted = parser.parse_known_args(arguments)[0].port
    try:
        port = first_free_port(wanted)
    except OSError as error:
        sys.exit(str(error))
    if port != wanted:
        print(f"Port {wanted} is taken, so the demo takes {port}.", flush=True)
    os.environ.update(demo_environment(port=port, secret_key=kept_secret_key()))


def port_number(typed: str) -> int:
    port = int(typed)
    if not 1024 <= port <= 65535:
        raise ValueError
    return port


def demo_environment(*, port: int, secret_key: str, folder: Path = DEMO_DIR) -> dict[str, str]:
    """Every variable that leads to a database, a queue, a mail server or an address is set, even if to nothing:
    what is set here wins over the shell and over a .env file."""
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEMO": "1",
        "DEBUG": "0",
        "SECRET_KEY": secret_key,
        "SECRET_KEY_FALLBACKS": "",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{quote(str(folder / 'surefoot.sqlite3'))}",
        "REDIS_URL": "",
        "EMAIL_HOST": "",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "TRUSTED_PROXY_COUNT": "0",
        "TERMS_FILE": "",
        "DEFAULT_FROM_EMAIL": "Reminders <reminders@northside.example>",
        "LOG_LEVEL": "INFO",
        # Celery's server-less queue passes each message through the folder for temporary files.
        "TMPDIR": str(folder / "tmp"),
        "PYTHONUNBUFFERED": "1",
        # In a container everyone is root, and the demo serves this machine only: no warning on the first screen.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    }


def kept_secret_key(folder: Path = DEMO_DIR) -> str:
    """Made once, so that people stay signed in over a restart."""
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
