"""Which door of this machine is free. Loopback only: the demo shows everyone's mail to whoever asks."""

import socket
from contextlib import closing

LOOPBACK = "127.0.0.1"
PORTS_TO_TRY = 50


def first_free_port(wanted: int) -> int:
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        if is_free(port):
            return port
    raise OSError(f"No free port from {wanted} on. Stop something, or name another one: make demo PORT=9000")


def is_free(port: int) -> bool:
    # A browser asks for "localhost" at the IPv6 address first: someone there would answer instead of us.
    if answers("::1", port):
        return False
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as door:
        # Otherwise a port that a demo has just left counts as taken for a minute.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((LOOPBACK, port))
        except OSError:
            return False
    return not answers(LOOPBACK, port)


def answers(host: str, port: int) -> bool:
    try:
        with closing(socket.create_connection((host, port), timeout=0.5)):
            return True
    except OSError:
        return False
