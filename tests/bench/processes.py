"""Other programs of a run: starting and stopping them, and what they cost in processor time."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.running.ports import LOOPBACK, answers
from tests.bench.settings import ROOT

PROC = Path("/proc")
START_SECONDS = 30


@contextlib.contextmanager
def running(*arguments: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python module as a program of its own: `running("gunicorn", …)`. Ended with its children when the block is left."""
    program = subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=ROOT, env={**os.environ, **environment}, start_new_session=True
    )
    try:
        yield program
    finally:
        _end(program)


def wait_for_port(port: int, program: "subprocess.Popen[bytes]") -> None:
    until = time.perf_counter() + START_SECONDS
    while not answers(LOOPBACK, port):
        if program.poll() is not None or time.perf_counter() > until:
            raise RuntimeError(f"Nothing answers at port {port}: program {program.pid} did not start")
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """Direct children, on systems with /proc; elsewhere none."""
    found = []
    for path in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name stands in brackets and may hold spaces.
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append(int(path.parent.name))
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """Time on a processor so far, all threads, in seconds; 0.0 where the system does not tell."""
    total = 0
    for pid in pids:
        for path in PROC.glob(f"{pid}/task/*/schedstat"):
            with contextlib.suppress(OSError):
                total += int(path.read_text().split()[0])
    return total / 1e9


def _end(program: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
