import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from portal.running.ports import first_free_port, is_free


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


def test_a_taken_port_is_passed_over(taken_port: int) -> None:
    assert not is_free(taken_port)
    assert first_free_port(taken_port) > taken_port


def test_a_port_taken_on_all_addresses_is_passed_over() -> None:
    with closing(socket.socket()) as somebody:
        somebody.bind(("", 0))
        somebody.listen()
        assert not is_free(somebody.getsockname()[1])


def test_a_port_taken_at_the_ipv6_name_of_localhost_is_passed_over() -> None:
    with closing(socket.socket(socket.AF_INET6)) as somebody:
        try:
            somebody.bind(("::1", 0))
        except OSError:
            pytest.skip("no IPv6 on this machine")
        somebody.listen()
        assert not is_free(somebody.getsockname()[1])


def test_no_free_port_is_said_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.running.ports.is_free", lambda port: False)
    with pytest.raises(OSError, match="make demo PORT=9000"):
        first_free_port(8000)
