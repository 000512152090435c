"""An unsafe configuration does not start, and says in one plain sentence what to change."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accounts.terms.text import EXAMPLE_FILE
from portal.safety import complaints

ROOT = Path(__file__).resolve().parents[3]
KEY = "Zq8-wLr2_Vt5xNc7KbYp3mHs9TfJd4GaEu6RiWo1XvQ0nCk"

SAFE: dict[str, Any] = {
    "DEBUG": False,
    "DEMO": False,
    "SECRET_KEY": KEY,
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": ["portal.example.org"],
    "TRUSTED_PROXY_COUNT": 1,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "DATABASE_URL": "postgres://surefoot:x@127.0.0.1/surefoot",
    "DATABASE_POOL_SIZE": 8,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "surefoot"}},
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example.org",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "EMAIL_TIMEOUT": 10,
    "DEFAULT_FROM_EMAIL": "Reminders <reminders@portal.example.org>",
    "MAIL_MAX_PER_MINUTE": 60,
    "REMINDER_SPREAD_SECONDS": 0,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "TERMS_FILE": str(EXAMPLE_FILE),
    "LANGUAGES": [("en", "English"), ("es", "Spanish"), ("fr", "French")],
}
SQLITE = "django.db.backends.sqlite3"


def sqlite(name: str = "var/surefoot.sqlite3", **options: object) -> dict[str, Any]:
    return {"DATABASES": {"default": {"ENGINE": SQLITE, "NAME": name, "OPTIONS": options}}}


def cache(kind: str, **options: object) -> dict[str, Any]:
    return {"CACHES": {"default": {"BACKEND": f"django.core.cache.backends.{kind}", "OPTIONS": options}}}


UNSAFE: dict[str, tuple[dict[str, Any], str]] = {
    "no key": ({"SECRET_KEY": ""}, "SECRET_KEY"),
    "the key of development": ({"SECRET_KEY": "development-only-" + "x" * 40}, "SECRET_KEY"),
    "the key Django makes up": ({"SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY"),
    "a short key": ({"SECRET_KEY": KEY[:20]}, "SECRET_KEY"),
    "a key of one letter": ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
    "debug on a real address": ({"DEBUG": True}, "DEBUG=false"),
    "debug for other machines": (
        {"DEBUG": True, "SITE_URL": "http://localhost:8000", "ALLOWED_HOSTS": ["192.168.1.7"]},
        "DEBUG=false",
    ),
    "the demo on a real address": ({"DEMO": True}, "DEMO=false"),
    "the demo for everybody": (
        {"DEMO": True, "SITE_URL": "http://localhost:8000", "ALLOWED_HOSTS": ["*"]},
        "DEMO=false",
    ),
    "any host": ({"ALLOWED_HOSTS": ["*"]}, "'*' is not safe"),
    "any host below": ({"ALLOWED_HOSTS": ["*.example.org"]}, "'*' is not safe"),
    "no host": ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
    "an empty host": ({"ALLOWED_HOSTS": [""]}, "ALLOWED_HOSTS"),
    "a host with its scheme": ({"ALLOWED_HOSTS": ["https://portal.example.org"]}, "names only"),
    "another host than the address": ({"ALLOWED_HOSTS": ["other.example.org"]}, "holds the name in SITE_URL"),
    "http": ({"SITE_URL": "http://portal.example.org"}, "https:// address"),
    "an address with a path": ({"SITE_URL": "https://portal.example.org/portal"}, "without anything after the name"),
    "an address with a question": ({"SITE_URL": "https://portal.example.org?x=1"}, "without anything after the name"),
    "an address with a wrong port": ({"SITE_URL": "https://portal.example.org:port"}, "SITE_URL"),
    "an address with an empty port": ({"SITE_URL": "https://portal.example.org:"}, "SITE_URL"),
    "an address with a password": ({"SITE_URL": "https://me:x@portal.example.org"}, "SITE_URL"),
    "no address": ({"SITE_URL": ""}, "SITE_URL"),
    "what is no address": ({"SITE_URL": "https://["}, "SITE_URL"),
    "proxies not declared": ({"TRUSTED_PROXY_COUNT": None}, "TRUSTED_PROXY_COUNT"),
    "fewer proxies than none": ({"ALLAUTH_TRUSTED_PROXY_COUNT": -1}, "TRUSTED_PROXY_COUNT"),
    "another database": ({"DATABASE_URL": "mysql://127.0.0.1/x"}, "DATABASE_URL"),
    "a database in memory": (sqlite(":memory:", transaction_mode="IMMEDIATE"), "in memory"),
    "SQLite without IMMEDIATE": (sqlite(), "IMMEDIATE"),
    "no pool": ({"DATABASE_POOL_SIZE": 0}, "DATABASE_POOL_SIZE"),
    "a cache for each process": (cache("locmem.LocMemCache"), "limits on tries"),
    "a cache that forgets": (cache("dummy.DummyCache"), "limits on tries"),
    "a cache on a disk": (cache("filebased.FileBasedCache"), "limits on tries"),
    "a small cache": (cache("db.DatabaseCache"), "100000 entries"),
    "another queue": ({"REDIS_URL": "http://127.0.0.1:6379"}, "REDIS_URL"),
    "no mail server": ({"EMAIL_HOST": ""}, "EMAIL_HOST"),
    "mail onto the screen": ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "mail backend"),
    "mail into files": ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "mail backend"),
    "mail that anybody can read": ({"EMAIL_USE_TLS": False}, "readable"),
    "two kinds of encryption": ({"EMAIL_USE_SSL": True}, "one of EMAIL_USE_TLS and EMAIL_USE_SSL"),
    "no end to waiting for mail": ({"EMAIL_TIMEOUT": None}, "EMAIL_TIMEOUT"),
    "no time to wait for mail": ({"EMAIL_TIMEOUT": 0}, "EMAIL_TIMEOUT"),
    "an hour to wait for mail": ({"EMAIL_TIMEOUT": 3600}, "EMAIL_TIMEOUT"),
    "a sender nobody accepts": ({"DEFAULT_FROM_EMAIL": "Reminders <reminders@localhost>"}, "DEFAULT_FROM_EMAIL"),
    "less than no mail": ({"MAIL_MAX_PER_MINUTE": -1}, "MAIL_MAX_PER_MINUTE"),
    "a session cookie in the open": ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE"),
    "a form cookie in the open": ({"CSRF_COOKIE_SECURE": False}, "CSRF_COOKIE_SECURE"),
    "https that is not remembered": ({"SECURE_HSTS_SECONDS": 0}, "SECURE_HSTS_SECONDS"),
    "a quick hasher first": (
        {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher", *SAFE["PASSWORD_HASHERS"]]},
        "Argon2",
    ),
    "terms that are not there": ({"TERMS_FILE": "/nowhere/terms.yaml"}, "TERMS_FILE"),
    "terms that are no terms": ({"TERMS_FILE": str(ROOT / "pyproject.toml")}, "TERMS_FILE"),
}


def test_a_safe_one_starts() -> None:
    assert complaints(SAFE) == []


@pytest.mark.parametrize(("changes", "words"), UNSAFE.values(), ids=UNSAFE)
def test_an_unsafe_one_does_not(changes: dict[str, Any], words: str) -> None:
    found = complaints(SAFE | changes)
    assert any(words in sentence for sentence in found), found
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in found)


def test_one_mistake_is_said_once() -> None:
    for what, (changes, _words) in UNSAFE.items():
        is_kind = what.startswith(("debug", "the demo", "no address", "what is no address"))
        assert is_kind or len(complaints(SAFE | changes)) == 1, what


@pytest.mark.parametrize(
    "changes",
    [
        {"TRUSTED_PROXY_COUNT": 0, "ALLAUTH_TRUSTED_PROXY_COUNT": 0},
        {"SITE_URL": "https://portal.example.org:8443"},
        {"ALLOWED_HOSTS": [".example.org"]},
        {"EMAIL_HOST": "127.0.0.1", "EMAIL_USE_TLS": False},
        {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True},
        {"REDIS_URL": "", **cache("db.DatabaseCache", MAX_ENTRIES=100_000)},
        sqlite(transaction_mode="IMMEDIATE"),
        {
            "DEMO": True,
            "SITE_URL": "http://localhost:8000",
            "ALLOWED_HOSTS": ["localhost", "127.0.0.1"],
            "SECRET_KEY": "",
        },
    ],
)
def test_what_is_safe_is_not_refused(changes: dict[str, Any]) -> None:
    assert complaints(SAFE | changes) == []


ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "DEBUG": "0",
    "DEMO": "0",
    "SECRET_KEY": KEY,
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "TRUSTED_PROXY_COUNT": "1",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "Reminders <reminders@portal.example.org>",
    "REDIS_URL": "",
}


def start(folder: Path, **changes: str) -> "subprocess.CompletedProcess[str]":
    """As an operator does; what stands in a .env file of this folder does not count."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment = (
        kept | ENVIRONMENT | {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3"} | changes
    )
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_a_real_start(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ALLOWED_HOSTS": "*", "EMAIL_TIMEOUT": "0"}, ("'*' is not safe", "EMAIL_TIMEOUT")),
        ({"DATABASE_URL": "mysql://127.0.0.1/x"}, ("DATABASE_URL",)),
        ({"DEBUG": "1"}, ("DEBUG=false",)),
    ],
)
def test_a_real_refusal(tmp_path: Path, changes: dict[str, str], words: tuple[str, ...]) -> None:
    done = start(tmp_path, **changes)
    assert done.returncode != 0
    assert "This portal does not start:" in done.stderr
    assert all(word in done.stderr for word in words)
