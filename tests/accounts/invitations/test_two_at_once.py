"""Two presses at the same moment are one acceptance, on both databases."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from accounts.models import CareGrant, GrantChange, Invitation, User
from tests.accounts.invitations.asking import NEW, a_caregiver_asked, path_of
from tests.cast import gather

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def at_once(press: Callable[[], object]) -> None:
    start = threading.Barrier(AT_ONCE)
    errors: list[BaseException] = []

    def run() -> None:
        start.wait()
        try:
            press()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_one_new_account_and_one_grant() -> None:
    cast = gather()
    path = path_of(a_caregiver_asked(cast))
    at_once(lambda: Client().post(path, {"name": "Nora", "language": "en"}))
    assert User.objects.filter(email=NEW).count() == 1
    assert CareGrant.objects.filter(caregiver__email=NEW).count() == 1
    assert GrantChange.objects.count() == 1
    assert Invitation.objects.get().accepted_by == User.objects.get(email=NEW)


def test_one_grant_for_somebody_known() -> None:
    cast = gather()
    path = path_of(a_caregiver_asked(cast, "sam@example.org"))
    client = Client()
    client.force_login(cast.sam)

    def press() -> None:
        browser = Client()
        browser.cookies = client.cookies
        browser.post(path)

    at_once(press)
    assert CareGrant.objects.filter(caregiver=cast.sam).count() == GrantChange.objects.count() == 1


def test_two_invitations_of_one_new_address() -> None:
    cast = gather()
    paths = [path_of(a_caregiver_asked(cast)), path_of(a_caregiver_asked(cast, "nora2@example.org"))]
    Invitation.objects.filter(email="nora2@example.org").update(email=NEW)
    at_once(lambda: Client().post(paths.pop() if paths else "/join/", {"name": "Nora", "language": "en"}))
    assert User.objects.filter(email=NEW).count() == 1
