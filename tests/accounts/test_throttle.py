"""One try too many is refused with a sentence, across processes, whatever the address pretends to be."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.throttle import throttled, within_limit
from tests.cast import Cast


@throttled("test.sent", "2/h/user")
def send(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


def post(user: object, **more: str) -> HttpRequest:
    request = RequestFactory().post("/", **more)  # type: ignore[arg-type]
    request.user = user  # type: ignore[assignment]
    return request


def test_the_third_of_two_is_refused_with_a_sentence(cast: Cast) -> None:
    assert [send(post(cast.pat)).status_code for _ in range(3)] == [200, 200, 429]
    assert "try again" in send(post(cast.pat)).content.decode()
    assert send(post(cast.cara)).status_code == 200  # each person counts alone


def test_looking_is_never_counted(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = cast.pat
    assert [send(request).status_code for _ in range(4)] == [200] * 4


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1"])
def test_an_address_that_is_made_up_does_not_help(address: str, db: None) -> None:
    def attempt(number: int) -> bool:
        request = post(AnonymousUser(), REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        return within_limit(request, "test.code", "3/h/ip")

    assert sum(attempt(number) for number in range(9)) == 3


def test_a_whole_ipv6_network_counts_as_one(db: None) -> None:
    tries = [
        within_limit(post(AnonymousUser(), REMOTE_ADDR=f"2001:db8::{number}"), "test.code", "3/h/ip")
        for number in range(1, 9)
    ]
    assert sum(tries) == 3


def test_a_key_counts_whoever_asks(cast: Cast) -> None:
    tries = [within_limit(post(user), "test.key", "1/h/key", key="a@example.org") for user in (cast.pat, cast.cara)]
    assert tries == [True, False]
