from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation

from accounts.models import User
from accounts.record import guard
from accounts.sessions import limits
from exercises.models import Exercise
from tests.cast import Cast, gather


@pytest.fixture(scope="session", autouse=True)
def emptied_without_the_guard() -> None:
    """Tests in real transactions empty all tables at their end, which the database refuses for the record."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_guard(case: TransactionTestCase) -> None:
        with guard.lifted(connection):
            empty(case)

    TransactionTestCase._fixture_teardown = without_guard  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    """The library is loaded once for the whole run: 34 files are knowledge, not test data."""
    with django_db_blocker.unblock():
        call_command("load_library", verbosity=0)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language active in the thread, as in a server; the next test must not meet it."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    """Rate limits count in the cache; a test must not meet the tries of another, here or in another process."""
    cache.key_prefix = uuid4().hex


def begin_as_a_sign_in_does(request: HttpRequest, user: User, **_: object) -> None:
    """`force_login` goes past the middleware, which would otherwise write its stamps on the first page of the test."""
    if not request.path:
        limits.begin(User.objects.with_sign_in_facts().get(pk=user.pk), request.session, timezone.now())


user_logged_in.connect(begin_as_a_sign_in_does)


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def library(db: None) -> None:
    """Tests in real transactions empty the tables; this fills them again."""
    if not Exercise.objects.exists():
        call_command("load_library", verbosity=0)


@pytest.fixture
def signed_in() -> "SignIn":
    return SignIn()


class SignIn:
    def __call__(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client
