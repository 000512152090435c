"""Runs a few programs as one: their output line by line under their names, and all of them end together."""

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import TextIO

from portal.running.programs import Program, RunningProgram

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Five seconds are promised for everything, also on a busy machine. An idle worker on the server-less queue looks up
# only every two to four seconds; killed then it loses nothing, because the database is the truth about reminders.
GRACE_SECONDS = 3.0
LOOK_EVERY_SECONDS = 0.1
COLOURS = ("36", "35", "33", "34", "32")


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something to tell once, as soon as it is true."""

    is_true: Callable[[], bool]
    tell: Callable[[], None]


@dataclass
class Supervisor:
    programs: Sequence[Program]
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    screen: TextIO = field(default_factory=lambda: sys.stdout)
    grace_seconds: float = GRACE_SECONDS

    def __post_init__(self) -> None:
        self._asked_to_stop_at: float | None = None
        self._is_impatient = False
        self._running: list[RunningProgram] = []
        self._selector = selectors.DefaultSelector()
        self._width = max(len(program.name) for program in self.programs)
        self._in_colour = self.screen.isatty() and "NO_COLOR" not in os.environ

    def run(self, announcement: Announcement | None = None) -> int:
        """Returns 0 when a person or the system asked it to stop, 1 when a program ended by itself."""
        # Whoever starts us under nohup wants us to outlive the terminal.
        heard = [s for s in STOP_SIGNALS if s != signal.SIGHUP or signal.getsignal(s) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._hear) for number in heard}
        try:
            self._start()
            ended = self._watch(announcement)
            if ended is None:
                self._say("Stopping ...")
            else:
                self._say(f"{ended.name} has ended by itself ({_how(ended.exit_status)}). Stopping the rest ...")
            return 0 if ended is None else 1
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._asked_to_stop_at is None:
            self._asked_to_stop_at = now
        # Make passes on a signal that we have had already; a person who presses again takes longer than that.
        elif now - self._asked_to_stop_at > 0.5:
            self._is_impatient = True

    def _start(self) -> None:
        for program in self.programs:
            running = RunningProgram(program, self.environment)
            self._running.append(running)
            self._selector.register(running.output, selectors.EVENT_READ, running)

    def _watch(self, announcement: Announcement | None) -> RunningProgram | None:
        """Until a stop is asked for, or a program ends: then that program."""
        while self._asked_to_stop_at is None:
            self._show_output()
            for running in self._running:
                if running.exit_status is not None:
                    return running
            if announcement and announcement.is_true():
                announcement.tell()
                announcement = None
        return None

    def _stop(self) -> None:
        """All are asked at once; those still there when the time is over, or at a second Ctrl-C, are killed."""
        ends_at = time.monotonic() + self.grace_seconds
        for running in self._running:
            running.ask_to_stop()
        while any(running.exit_status is None for running in self._running):
            if self._is_impatient or time.monotonic() > ends_at:
                break
            self._show_output()
        for running in self._running:
            running.kill_with_descendants()
            for line in running.last_lines():
                self._show(running, line)

    def _show_output(self) -> None:
        for key, _ in self._selector.select(LOOK_EVERY_SECONDS):
            running: RunningProgram = key.data
            for line in running.new_lines():
                self._show(running, line)
            if running.output_has_ended:
                # An ended pipe is always "ready": without this the loop would spin.
                self._selector.unregister(running.output)

    def _show(self, running: RunningProgram, line: str) -> None:
        if not line:
            return
        name = running.name.ljust(self._width)
        if self._in_colour:
            colour = COLOURS[self._running.index(running) % len(COLOURS)]
            name = f"\033[{colour}m{name}\033[0m"
        self._say(f"{name} | {line}")

    def _say(self, line: str) -> None:
        try:
            print(line, file=self.screen, flush=True)
        except OSError:
            # The terminal has gone, and with it the only place to press Ctrl-C.
            self._asked_to_stop_at = self._asked_to_stop_at or time.monotonic()


def _how(exit_status: int | None) -> str:
    if exit_status is not None and exit_status < 0:
        return signal.Signals(-exit_status).name
    return f"exit status {exit_status}"
