from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import PASSWORD, Cast, a_member, a_user
from tests.conftest import SignIn

WHY = {"name": "Pat Ellis", "year": "1948", "reason": "called", "words": "Pat rang the desk; Tess is away."}


@pytest.fixture
def tim(cast: Cast) -> User:
    """A second therapist at Northside, who treats nobody."""
    user = a_user("tim", "Tim Ness")
    a_member(cast.northside, user)
    return user


@pytest.fixture
def surely() -> Callable[[Client], Client]:
    """Has shown a moment ago who they are."""

    def show(client: Client) -> Client:
        answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert answer.status_code == 302
        return client

    return show


@pytest.fixture
def covering(tim: User, signed_in: SignIn, surely: Callable[[Client], Client]) -> Client:
    """Tim, who reads about Pat in an emergency."""
    client = surely(signed_in(tim))
    assert client.post("/cover/", WHY).status_code == 302
    return client
