"""Rounds in which the floor and each page take turns, so that a busy machine slows both alike."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.bench import database
from tests.bench.browser import Browser, Counted, Reply
from tests.bench.goals import Figures, Goal
from tests.bench.processes import cpu_seconds

CHUNK = 10  # requests in a row before the other takes its turn
WARM_UP = 12


@dataclass(frozen=True)
class Request:
    path: str
    data: dict[str, str] | None = None


class NotThere(Exception):
    """The page does not exist or answers otherwise than it should."""


@dataclass(frozen=True)
class Target:
    """A page to measure. `request` says what to ask the n-th time, and may put rows back first; its time is not counted."""

    key: str
    words: str
    browser: Browser
    request: Callable[[int], Request]
    goal: Goal | None = None
    status: int = 200


@dataclass
class Measured:
    target: Target
    counted: Counted
    seconds: float = 0.0  # one request, after warming up
    milliseconds: list[float] = field(default_factory=list)
    medians: list[float] = field(default_factory=list)  # of each round, in F
    cpu: list[float] = field(default_factory=list)  # of each round, in ms
    cpu_in_floors: list[float] = field(default_factory=list)
    opened: int = 0

    def figures(self) -> Figures:
        asked = len(self.milliseconds)
        ordered = sorted(self.milliseconds)
        # Where the database does not count its connections, the request in this process stands for all.
        opened = self.opened / asked if database.is_postgresql() else self.counted.new_connections
        return Figures(
            statements=len(self.counted.sql),
            commits=self.counted.commits,
            new_connections=1000 * opened,
            size=len(self.counted.reply.body),
            gzipped=self.counted.reply.gzipped,
            median=statistics.median(ordered),
            p95=ordered[int(0.95 * (asked - 1))],
            cpu=statistics.median(self.cpu),
            median_in_floors=statistics.median(self.medians),
            cpu_in_floors=statistics.median(self.cpu_in_floors),
        )


class Measuring:
    """`workers` gives the web server's processes; the database's side of their connections is added."""

    def __init__(self, floor: Target, *, workers: Callable[[], Sequence[int]], application: str) -> None:
        self.floor = floor
        self.workers = workers
        self.application = application
        self.number = 0

    def begin(self, target: Target) -> Measured:
        """Warms the page up in the web server and in this process, and counts its statements."""
        times = [self._ask(target).seconds for _ in range(WARM_UP)]
        for _ in range(2):
            asked = self._next(target)
            counted = target.browser.count(asked.path, asked.data)
        _check(target, asked, counted.reply)
        return Measured(target, counted, seconds=statistics.mean(times[WARM_UP // 2 :]))

    def affordable(self, everyone: Sequence[Measured], *, rounds: int, seconds: float, most: int) -> int:
        """Requests of each page in a round, in whole chunks, so that all rounds end in time on a busy machine too."""
        once = sum(one.seconds + everyone[0].seconds for one in everyone)
        return max(1, min(most // CHUNK, int(seconds / (rounds * CHUNK * once)))) * CHUNK

    def round(self, measured: Measured, requests: int) -> None:
        own: list[float] = []
        floors: list[float] = []
        own_cpu = floor_cpu = 0.0
        opened = database.sessions_opened() or 0
        for _ in range(requests // CHUNK):
            floor_cpu += self._chunk(self.floor, floors)
            own_cpu += self._chunk(measured.target, own)
        measured.opened += (database.sessions_opened() or 0) - opened
        measured.milliseconds += own
        measured.medians.append(statistics.median(own) / statistics.median(floors))
        measured.cpu.append(own_cpu / len(own) * 1000)
        measured.cpu_in_floors.append(own_cpu / floor_cpu if floor_cpu else float("nan"))

    def _chunk(self, target: Target, milliseconds: list[float]) -> float:
        """Adds its times and returns its processor seconds."""
        pids = [*self.workers(), *database.backends(self.application)]
        before = cpu_seconds(pids)
        milliseconds += [self._ask(target).seconds * 1000 for _ in range(CHUNK)]
        return cpu_seconds(pids) - before

    def _ask(self, target: Target) -> Reply:
        asked = self._next(target)
        reply = target.browser.ask(asked.path, asked.data)
        _check(target, asked, reply)
        return reply

    def _next(self, target: Target) -> Request:
        self.number += 1
        return target.request(self.number)


def _check(target: Target, asked: Request, reply: Reply) -> None:
    if reply.status != target.status:
        raise NotThere(f"{target.key}: {asked.path} answered {reply.status} {reply.location}, not {target.status}")
