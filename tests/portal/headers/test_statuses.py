"""Every header on every answer, whatever its status; and what a database in trouble looks like."""

import pytest
from allauth.core.internal.ratelimit import respond_429
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import include, path, reverse
from django.views.decorators.http import require_POST
from pytest_django import Settings

from accounts.audit import AuditFailed
from accounts.models import User
from tests.cast import Cast
from tests.conftest import SignIn
from tests.portal.headers.worn import missing
from tests.rules.world import PATTERNS

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "report-uri /csp-report/",
}


# --- Each status ---------------------------------------------------------------------------------


def status_200(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


def status_302(request: HttpRequest) -> HttpResponse:
    return redirect("/")


def status_400(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def status_403(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def status_404(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_POST
def status_405(request: HttpRequest) -> HttpResponse:
    raise AssertionError


def status_429(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = respond_429(request)
    return response


def status_500(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def status_503(request: HttpRequest) -> HttpResponse:
    raise AuditFailed("opened.today")


STATUSES = (200, 302, 400, 403, 404, 405, 429, 500, 503)
handler500 = "portal.failures.server_error"
urlpatterns = [path(f"try/{status}/", globals()[f"status_{status}"]) for status in STATUSES] + [
    path("", include("portal.urls"))
]


@pytest.fixture
def every_status(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("who", ["nobody", "pat", "tess"])
def test_every_status_wears_every_header(cast: Cast, every_status: None, status: int, who: str) -> None:
    client = Client(raise_request_exception=False)
    if who != "nobody":
        client.force_login(getattr(cast, who))
    answer = client.get(f"/try/{status}/")
    assert answer.status_code == (302 if who == "nobody" else status)
    assert missing(answer) == []
    if status >= 400 and status != 405 and who != "nobody":
        assert "<h1>" in answer.content.decode()  # a sentence, not a bare number


def test_the_policy_is_the_whole_policy(db: None) -> None:
    policy = Client().get("/account/login/").headers["Content-Security-Policy"]
    assert set(policy.split("; ")) == POLICY


def test_passkeys_are_allowed_and_nothing_else_is(db: None) -> None:
    parts = Client().get("/account/login/").headers["Permissions-Policy"].split(", ")
    assert {part for part in parts if not part.endswith("=()")} == {
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    }


def test_https_is_remembered_for_a_year_and_plain_http_is_led_there(db: None, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/account/login/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    plain = Client().get("/account/login/")
    assert plain.status_code == 301
    assert missing(plain) == []


def test_a_strange_host_gets_a_400_with_every_header(db: None) -> None:
    answer = Client().get("/account/login/", HTTP_HOST="elsewhere.example")
    assert answer.status_code == 400
    assert missing(answer) == []


@pytest.mark.parametrize(
    "url",
    ["/stop/00000000-0000-4000-8000-000000000000/", "/join/nobody-knows-it/", "/account/password/reset/key/1-abc/"],
)
def test_the_address_of_a_token_page_is_told_to_nobody(db: None, url: str) -> None:
    """Not even to ourselves; but a form on it must still say from which portal it comes."""
    assert Client().get(url).headers["Referrer-Policy"] == "strict-origin"


def test_signing_out_clears_what_the_browser_kept(cast: Cast, signed_in: SignIn) -> None:
    for name in ("account_logout", "signed_in:end_everywhere"):
        answer = signed_in(cast.pat).post(reverse(name))
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in signed_in(cast.pat).get("/people/").headers


# --- Trouble with the database ---------------------------------------------------------------------


def test_a_page_that_cannot_be_put_on_record_is_not_shown(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object, **options: object) -> None:
        raise OperationalError("disk is full")

    client = signed_in(cast.pat)
    client.get("/people/")
    monkeypatch.setattr("accounts.models.AuditEvent.save", refuse)
    answer = client.get(reverse("home:today", args=[cast.pat_record.public_id]))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    page = answer.content.decode()
    assert "try again in a minute" in page
    assert "Pat" not in page
    assert "disk" not in page


def test_a_database_that_is_away_before_the_view_is_a_503_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise OperationalError("gone")

    client = Client(raise_request_exception=False)
    client.force_login(cast.pat)
    monkeypatch.setattr("accounts.backends.PersonBackend.get_user", refuse)
    answer = client.get("/people/")
    assert answer.status_code == 503
    assert missing(answer) == []


# --- No side door ----------------------------------------------------------------------------------


def test_there_is_no_django_admin(cast: Cast, signed_in: SignIn, settings: Settings) -> None:
    assert not [app for app in settings.INSTALLED_APPS if app.startswith("django.contrib.admin")]
    assert not [name for name in PATTERNS if name.startswith("admin:") or "admin/login" in name]
    for url in ("/admin/", "/admin/login/", "/django-admin/"):
        assert signed_in(cast.ada).get(url).status_code == 404
    assert not hasattr(User, "is_superuser")
