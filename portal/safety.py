"""What makes a portal unsafe to run. With any of it, it does not start, and says what to change.

One pure question over the settings, so that every answer can be tested without starting anything. The demo and development
(DEBUG) may do as they like on their own machine, and are refused anywhere else.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from accounts.terms.text import BadTerms, read_terms

Settings = Mapping[str, Any]
Rule = Callable[[Settings], Iterator[str]]

SHORTEST_KEY = 40
DEVELOPMENT_KEYS = ("development-only", "django-insecure", "changeme", "change-me", "secret")
STRONG_HASHERS = ("Argon2PasswordHasher", "ScryptPasswordHasher")
LEAST_CACHE_ENTRIES = 100_000
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
LONGEST_MAIL_WAIT = 60


def wrong_values(settings: Settings) -> list[str]:
    """What is wrong anywhere, in development too, and must be known before the other settings can be worked out."""
    return [sentence for rule in _ANYWHERE for sentence in rule(settings)]


def complaints(settings: Settings) -> list[str]:
    """One plain sentence for each thing that must be changed first; empty when the portal may start."""
    is_production = not settings["DEBUG"] and not settings["DEMO"]
    found = [sentence for rule in _IN_PRODUCTION for sentence in rule(settings)] if is_production else []
    return wrong_values(settings) + found


def refuse(sentences: list[str]) -> None:
    if sentences:
        raise ImproperlyConfigured("\n".join(["This portal does not start:", *sentences]))


def _kind(settings: Settings) -> Iterator[str]:
    for name in ("DEBUG", "DEMO"):
        if settings[name] and not _is_this_machine(_site(settings).hostname or ""):
            yield f"Set {name}=false: it shows people's mail and errors in full, and SITE_URL is not this machine."
        if settings[name] and not all(map(_is_this_machine, settings["ALLOWED_HOSTS"])):
            yield f"Set {name}=false: it is for this machine only, and ALLOWED_HOSTS names others."


def _numbers(settings: Settings) -> Iterator[str]:
    if settings["ALLAUTH_TRUSTED_PROXY_COUNT"] < 0:
        yield "Set TRUSTED_PROXY_COUNT to 0 or more: it counts the proxies in front of the portal."
    if settings["DATABASE_POOL_SIZE"] < 1:
        yield "Set DATABASE_POOL_SIZE to 1 or more."
    for name in ("MAIL_MAX_PER_MINUTE", "REMINDER_SPREAD_SECONDS"):
        if settings[name] < 0:
            yield f"Set {name} to 0 or more."


def _database_address(settings: Settings) -> Iterator[str]:
    if settings["DATABASE_URL"].partition(":")[0] not in DATABASE_SCHEMES:
        yield "Set DATABASE_URL to an address that begins with postgres:// or sqlite:///."


def _redis_address(settings: Settings) -> Iterator[str]:
    url = settings["REDIS_URL"]
    if url and url.partition(":")[0] not in ("redis", "rediss"):
        yield "Set REDIS_URL to an address that begins with redis:// or rediss://, or leave it out."


def _terms(settings: Settings) -> Iterator[str]:
    path = Path(settings["TERMS_FILE"])
    try:
        read_terms(str(path), tuple(code for code, _ in settings["LANGUAGES"]))
    except BadTerms as error:
        yield f"Set TERMS_FILE to a file with your terms of use; in {path.name}, {error}."


def _key(settings: Settings) -> Iterator[str]:
    key = settings["SECRET_KEY"]
    if not key:
        yield "Set SECRET_KEY to a long random text; keep it secret and keep it the same."
    elif key.lower().startswith(DEVELOPMENT_KEYS):
        yield "Set SECRET_KEY to a random text of your own: this one stands in public examples."
    elif len(key) < SHORTEST_KEY or len(set(key)) < 10:
        yield f"Set SECRET_KEY to at least {SHORTEST_KEY} random characters: this one can be guessed."


def _hosts(settings: Settings) -> Iterator[str]:
    hosts = settings["ALLOWED_HOSTS"]
    if not any(hosts):
        yield "Set ALLOWED_HOSTS to the names of this portal, with commas between them."
    elif any("*" in host or host == "." for host in hosts):
        yield "Set ALLOWED_HOSTS to the names of this portal; '*' is not safe."
    elif any("/" in host or ":" in host for host in hosts):
        yield "Set ALLOWED_HOSTS to names only, such as portal.example.org: no https://, no port, no path."
    elif not validate_host(_site(settings).hostname or "", hosts):
        yield "Set ALLOWED_HOSTS so that it holds the name in SITE_URL: otherwise every link in a mail fails."


def _address(settings: Settings) -> Iterator[str]:
    site = _site(settings)
    if site.scheme != "https":
        yield "Set SITE_URL to the https:// address of this portal."
    if not site.hostname or not _port_is_whole(site) or site.username or "@" in site.netloc:
        yield "Set SITE_URL to https:// and the name of this portal, with a port only if it has one of its own."
    if site.path or site.query or site.fragment:
        yield "Set SITE_URL without anything after the name: the portal answers at the top of its address."


def _cookies(settings: Settings) -> Iterator[str]:
    if _site(settings).scheme != "https":
        return  # said already
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        if not settings.get(name):
            yield f"Keep {name} on: without it a cookie travels unprotected."
    if not settings.get("SECURE_HSTS_SECONDS") or not settings.get("SECURE_SSL_REDIRECT"):
        yield "Keep SECURE_SSL_REDIRECT and SECURE_HSTS_SECONDS on: the portal is for https only."


def _proxies(settings: Settings) -> Iterator[str]:
    if settings["TRUSTED_PROXY_COUNT"] is None:
        yield (
            "Set TRUSTED_PROXY_COUNT to how many proxies of yours stand in front of the portal (1 behind nginx, 0 if none): "
            "the limits on tries count by address."
        )


def _database(settings: Settings) -> Iterator[str]:
    database = settings["DATABASES"]["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return
    if ":memory:" in str(database["NAME"]) or "mode=memory" in str(database["NAME"]):
        yield "Set DATABASE_URL to a file or a server: a database in memory is gone with the program."
    if database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        yield "Keep transaction_mode IMMEDIATE for SQLite: without it, changes fail when two people work at once."


def _cache(settings: Settings) -> Iterator[str]:
    cache = settings["CACHES"]["default"]
    kind = cache["BACKEND"].rpartition(".")[2]
    if kind not in ("RedisCache", "DatabaseCache"):
        yield "Keep the cache in Redis or in the database: the limits on tries must hold across all programs."
    elif kind == "DatabaseCache" and cache.get("OPTIONS", {}).get("MAX_ENTRIES", 300) < LEAST_CACHE_ENTRIES:
        yield f"Keep room for {LEAST_CACHE_ENTRIES} entries in the cache: a limit that is pushed out is no limit."


def _mail_server(settings: Settings) -> Iterator[str]:
    host = settings["EMAIL_HOST"]
    if not settings["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
        yield "Keep the SMTP mail backend: mail that goes to a file or a screen reaches nobody, and others may read it there."
    if not host:
        yield "Set EMAIL_HOST to your mail server: without it nobody can sign in by code."
    if settings["EMAIL_USE_TLS"] and settings["EMAIL_USE_SSL"]:
        yield "Set one of EMAIL_USE_TLS and EMAIL_USE_SSL to false: port 587 wants TLS, port 465 wants SSL."
    is_open = not settings["EMAIL_USE_TLS"] and not settings["EMAIL_USE_SSL"]
    if host and is_open and not _is_this_machine(host):
        yield "Set EMAIL_USE_TLS=true or EMAIL_USE_SSL=true: codes and links would travel readable to another machine."
    wait = settings["EMAIL_TIMEOUT"]
    if not wait or not 1 <= wait <= LONGEST_MAIL_WAIT:
        yield f"Set EMAIL_TIMEOUT to 1 to {LONGEST_MAIL_WAIT} seconds: without it a silent mail server stops all mail."


def _sender(settings: Settings) -> Iterator[str]:
    address = settings["DEFAULT_FROM_EMAIL"].rpartition("<")[2].rstrip("> ")
    name, _, domain = address.rpartition("@")
    if not name or "." not in domain or any(sign in settings["DEFAULT_FROM_EMAIL"] for sign in "\r\n"):
        yield "Set DEFAULT_FROM_EMAIL to an address that mail servers accept, such as Reminders <reminders@portal.example.org>."


def _passwords(settings: Settings) -> Iterator[str]:
    hashers = settings["PASSWORD_HASHERS"]
    if not hashers or not hashers[0].endswith(STRONG_HASHERS):
        yield "Keep Argon2 first in PASSWORD_HASHERS: the others are too quick for whoever steals them."


def _site(settings: Settings) -> SplitResult:
    try:
        return urlsplit(settings["SITE_URL"])
    except ValueError:  # "https://[" is no address
        return urlsplit("")


def _port_is_whole(site: SplitResult) -> bool:
    try:
        return site.port != 0 and not site.netloc.endswith(":")
    except ValueError:
        return False


def _is_this_machine(host: str) -> bool:
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


_ANYWHERE: tuple[Rule, ...] = (_kind, _numbers, _database_address, _redis_address)
_IN_PRODUCTION: tuple[Rule, ...] = (
    _terms,
    _key,
    _hosts,
    _address,
    _cookies,
    _proxies,
    _database,
    _cache,
    _mail_server,
    _sender,
    _passwords,
)
