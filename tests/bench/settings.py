"""The product's production settings, on a database, a static folder and a mail sink of the bench's own."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "bench"
HOST = "bench.invalid"
SUFFIX = "_bench"
APPLICATION = "surefoot-bench"


def own_database(given: str) -> str:
    """A database beside the one that is named, never that one itself: the bench empties what it fills."""
    if not given.startswith("postgres"):
        return f"sqlite:///{VAR / 'bench.sqlite3'}"
    parts = urlsplit(given)
    name = parts.path.lstrip("/") or "surefoot"
    return urlunsplit(parts._replace(path="/" + (name if name.endswith(SUFFIX) else name + SUFFIX)))


# Everything is said here, so that neither a .env file nor a shell leads the bench to a portal's own data or mail.
os.environ.update(
    DEBUG="0",
    DEMO="0",
    SECRET_KEY="only-for-the-bench-" + "x" * 40,
    SITE_URL=f"https://{HOST}",
    ALLOWED_HOSTS=HOST,
    TRUSTED_PROXY_COUNT="1",
    VAR_DIR=str(VAR),
    DATABASE_URL=own_database(os.environ.get("DATABASE_URL", "")),
    REDIS_URL=os.environ.get("BENCH_REDIS_URL", ""),
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=os.environ.get("BENCH_SMTP_PORT", "2525"),
    EMAIL_HOST_USER="",
    EMAIL_HOST_PASSWORD="",
    EMAIL_USE_TLS="0",
    EMAIL_USE_SSL="0",
    DEFAULT_FROM_EMAIL="Reminders <reminders@bench.invalid>",
    MAIL_MAX_PER_MINUTE="0",
    LOG_LEVEL="CRITICAL",
)
VAR.mkdir(parents=True, exist_ok=True)

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, TEMPLATES  # noqa: E402

ROOT_URLCONF = "tests.bench.urls"
WSGI_APPLICATION = "tests.bench.wsgi.application"
STATIC_ROOT = VAR / "static"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]  # type: ignore[misc]
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # So that the bench can tell the web server's connections from its own.
    DATABASES["default"]["OPTIONS"]["application_name"] = os.environ.get("BENCH_APPLICATION", APPLICATION)
