"""One program of a group that runs together, and the lines it prints."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    command: tuple[str, ...]


def _ask_kernel_to_end_with_parent() -> Callable[[], None] | None:
    """Linux only: a child hears SIGTERM when its parent dies without a chance to say so (kill -9, out of memory)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask


class RunningProgram:
    def __init__(self, program: Program, environment: Mapping[str, str]) -> None:
        self.name = program.name
        self.output_has_ended = False
        self._unfinished_line = b""
        # A session of its own: Ctrl-C on the terminal reaches the supervisor only, which then stops each program
        # once. A worker whose pool hears the signal too can hang.
        self.output, write_end = os.pipe()
        os.set_blocking(self.output, False)
        try:
            self._process = subprocess.Popen(  # noqa: S603 (the commands stand in demo_programs.py)
                program.command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                start_new_session=True,
                # The supervisor starts no threads, so that it is safe to run something between fork and exec.
                preexec_fn=_ask_kernel_to_end_with_parent(),
            )
        finally:
            os.close(write_end)

    @property
    def exit_status(self) -> int | None:
        """None while it runs; negative when a signal ended it."""
        return self._process.poll()

    def new_lines(self) -> Iterator[str]:
        """The lines completed since the last call."""
        while chunk := self._read():
            *lines, self._unfinished_line = (self._unfinished_line + chunk).split(b"\n")
            for line in lines:
                yield line.decode(errors="replace").rstrip()

    def last_lines(self) -> Iterator[str]:
        yield from self.new_lines()
        if self._unfinished_line:
            yield self._unfinished_line.decode(errors="replace").rstrip()
            self._unfinished_line = b""

    def _read(self) -> bytes:
        try:
            chunk = os.read(self.output, 65536)
        except BlockingIOError:
            return b""
        self.output_has_ended = not chunk
        return chunk

    def ask_to_stop(self) -> None:
        self._process.terminate()

    def kill_with_descendants(self) -> None:
        """Also ends what a program that is gone already has left behind in its session."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
