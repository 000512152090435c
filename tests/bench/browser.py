"""One signed-in person who asks for pages: over the network, or inside this process where statements are counted."""

import gzip
import http.client
import io
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ClinicMember, TermsAcceptance, User
from accounts.sessions import limits
from portal.running.ports import LOOPBACK
from tests.bench.settings import HOST

CSRF_SECRET = "b" * 32
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    location: str = ""
    seconds: float = 0.0

    @property
    def gzipped(self) -> int:
        """Bytes as a proxy in front of the portal would send them."""
        return len(gzip.compress(self.body, 6))


@dataclass(frozen=True)
class Counted:
    """What one request asked of the database. `sql` is everything in order, transaction control included."""

    reply: Reply
    sql: tuple[str, ...]
    new_connections: int

    @property
    def commits(self) -> int:
        return sum(one.startswith("COMMIT") for one in self.sql)


class Browser:
    def __init__(self, user: User | None, port: int) -> None:
        self.port = port
        self.cookies = {settings.CSRF_COOKIE_NAME: CSRF_SECRET}
        if user is not None:
            _give_what_a_sign_in_asks(user)
            client = Client()
            client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
            session = client.session
            limits.begin(User.objects.with_sign_in_facts().get(pk=user.pk), session, timezone.now())
            session.save()
            self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, path: str, data: dict[str, str] | None = None) -> Reply:
        """A new connection for each request, as behind a proxy with synchronous workers."""
        began = time.perf_counter()
        network = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)
        network.request("GET" if data is None else "POST", path, body=_body(data), headers=self._headers(data))
        reply = network.getresponse()
        body = reply.read()
        network.close()
        return Reply(reply.status, body, reply.getheader("Location", ""), time.perf_counter() - began)

    def count(self, path: str, data: dict[str, str] | None = None) -> Counted:
        """The same request through the WSGI handler of this process."""
        opened: list[object] = []

        def note(**_kwargs: object) -> None:
            opened.append(None)

        with CaptureQueriesContext(connection) as captured:
            connection_created.connect(note)
            reply = self._handle(path, data)
            connection_created.disconnect(note)
        return Counted(reply, tuple(one["sql"] for one in captured.captured_queries), len(opened))

    def _handle(self, path: str, data: dict[str, str] | None) -> Reply:
        response = _application()(self._environ(path, data), lambda *_answer: lambda _body: None)
        body = b"".join(response)
        response.close()
        return Reply(response.status_code, body, response.headers.get("Location", ""))

    def _headers(self, data: dict[str, str] | None) -> dict[str, str]:
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": LOOPBACK,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "text/html",
            "Accept-Language": "en",
        }
        if data is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
        return headers

    def _environ(self, path: str, data: dict[str, str] | None) -> dict[str, Any]:
        body = _body(data) or b""
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if data is None else "POST",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": LOOPBACK,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "https",
            "wsgi.errors": io.StringIO(),
        }
        for name, value in self._headers(data).items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        return environ


def _give_what_a_sign_in_asks(user: User) -> None:
    """The terms are agreed to, and staff have their second factor."""
    agreed = {"language": user.language, "at": timezone.now()}
    TermsAcceptance.objects.get_or_create(user=user, version=1, defaults=agreed)
    is_staff = ClinicMember.objects.filter(user=user).exists()
    if is_staff and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")


def _body(data: dict[str, str] | None) -> bytes | None:
    return None if data is None else urlencode({"csrfmiddlewaretoken": CSRF_SECRET, **data}).encode()


_loaded: list[WSGIHandler] = []


def _application() -> WSGIHandler:
    if not _loaded:
        _loaded.append(get_wsgi_application())
    return _loaded[0]
