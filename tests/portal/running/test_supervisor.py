"""Real child processes: what matters here is what the operating system is left with."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

BASE_DIR = Path(__file__).resolve().parents[3]

GOOD = "import signal, time; print('ready', flush=True); time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
PARENT = (
    "import os, subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print('grandchild', child.pid, flush=True); print('ready', flush=True); time.sleep(60)"
)
DIES = "import sys, time; print('ready', flush=True); time.sleep(0.5); sys.exit(7)"
SUPERVISED = """
import os, signal, sys
# Whoever runs the tests without a terminal may have told everything below to ignore its end.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from portal.running.programs import Program
from portal.running.supervisor import Supervisor
codes = sys.argv[1:]
programs = [Program(f"p{n}", (sys.executable, "-c", code)) for n, code in enumerate(codes)]
print("supervisor", os.getpid(), flush=True)
sys.exit(Supervisor(programs, grace_seconds=1.5).run())
"""


class Group:
    """A supervisor in a process of its own, as on a terminal."""

    def __init__(self, *codes: str) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISED, *codes], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
        )
        while sum("ready" in line for line in self.lines) < len(codes):
            assert self.process.stdout
            line = self.process.stdout.readline()
            assert line, self.lines
            self.lines.append(line.rstrip())

    def children(self) -> list[int]:
        everyone = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
        return sorted(pid for pid in everyone if (stat := stat_of(pid)) and int(stat[1]) == self.process.pid)

    def end(self) -> tuple[int, str, float]:
        began = time.monotonic()
        output, _ = self.process.communicate(timeout=10)
        return self.process.returncode, output, time.monotonic() - began


def stat_of(pid: int) -> list[str]:
    """State, parent and so on; empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_alive(pid: int) -> bool:
    stat = stat_of(pid)
    return bool(stat) and stat[0] != "Z"


def wait_until_gone(pids: list[int], *, seconds: float) -> bool:
    ends_at = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > ends_at:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(autouse=True)
def needs_proc() -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("processes are counted in /proc")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_program_and_leaves_none(number: signal.Signals) -> None:
    group = Group(GOOD, GOOD, GOOD)
    children = group.children()
    assert len(children) == 3
    group.process.send_signal(number)
    status, _, seconds = group.end()
    assert status == 0
    assert seconds < 1.5
    assert not [pid for pid in children if is_alive(pid)]


def test_a_program_that_does_not_listen_is_killed_after_the_grace_time() -> None:
    group = Group(GOOD, DEAF)
    children = group.children()
    group.process.send_signal(signal.SIGINT)
    status, _, seconds = group.end()
    assert status == 0
    assert 1.4 < seconds < 3
    assert not [pid for pid in children if is_alive(pid)]


def test_a_second_ctrl_c_does_not_wait() -> None:
    group = Group(DEAF)
    group.process.send_signal(signal.SIGINT)
    time.sleep(0.7)
    group.process.send_signal(signal.SIGINT)
    _, _, seconds = group.end()
    assert seconds < 0.6


def test_a_pool_left_behind_by_a_program_goes_with_it() -> None:
    group = Group(PARENT)
    grandchild = int(next(line for line in group.lines if "grandchild" in line).split()[-1])
    assert is_alive(grandchild)
    group.process.send_signal(signal.SIGTERM)
    group.end()
    assert wait_until_gone([grandchild], seconds=1)


def test_a_program_that_ends_by_itself_is_named_and_stops_the_rest() -> None:
    group = Group(GOOD, DIES)
    children = group.children()
    status, output, _ = group.end()
    assert status == 1
    assert "p1 has ended by itself (exit status 7). Stopping the rest" in output
    assert not [pid for pid in children if is_alive(pid)]


def test_a_killed_program_is_named_with_its_signal() -> None:
    group = Group(GOOD, GOOD)
    os.kill(group.children()[0], signal.SIGKILL)
    status, output, _ = group.end()
    assert status == 1
    assert "p0 has ended by itself (SIGKILL)" in output


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_programs_end_even_when_the_supervisor_is_killed() -> None:
    group = Group(GOOD, GOOD)
    children = group.children()
    group.process.kill()
    group.end()
    assert wait_until_gone(children, seconds=2)


def test_each_line_stands_under_the_name_of_its_program() -> None:
    group = Group("import sys, time; print('one\\ntwo', flush=True); print('ready', file=sys.stderr); time.sleep(60)")
    group.process.send_signal(signal.SIGINT)
    group.end()
    assert "p0 | one" in group.lines
    assert "p0 | two" in group.lines
    assert "p0 | ready" in group.lines


def test_the_last_words_of_a_program_are_shown_without_a_line_end() -> None:
    group = Group("import sys, time; print('ready', flush=True); time.sleep(0.3); sys.stdout.write('last words')")
    _, output, _ = group.end()
    assert "p0 | last words" in output
