"""The goals: limits as multiples of F, and what they are compared with. `stretch` is what we aim for."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Limits of one page. `times_floor` holds for the median and for processor time; both must pass."""

    name: str
    times_floor: float
    stretch: float
    statements: int
    kilobytes: int | None = None


TODAY = Goal("P1", 3.0, 2.0, statements=8)
TICK = Goal("P3", 2.5, 2.0, statements=10)
CASELOAD = Goal("P4", 4.0, 4.0, statements=8, kilobytes=60)
# A sheet on paper within a second, where F is about 3 ms; a slower machine is slower in both.
SHEET = Goal("sheet", 300.0, 60.0, statements=16)
LIBRARY = Goal("P5", 3.5, 3.5, statements=8, kilobytes=60)

NEW_CONNECTIONS = 5.0  # P9, per 1,000 requests or mails
NEW_CONNECTIONS_STRETCH = 1.0
WEIGHT = 60.0  # P8, KB gzipped: HTML, CSS and JS of the today page without pictures
WEIGHT_STRETCH = 40.0
HTML_WEIGHT = 10.0
MAIL_RATE = 0.8  # R2, mails a second as a share of the bare SMTP loop
MAIL_RATE_STRETCH = 1.2


@dataclass(frozen=True)
class Comparison:
    """Two pages beside each other: `larger` in units of `smaller`, or more statements than it."""

    name: str
    words: str
    larger: str
    smaller: str
    measure: Callable[["Figures", "Figures"], float]
    limit: float
    stretch: float
    unit: str = "×"


@dataclass(frozen=True)
class Figures:
    """What was measured of one page. Times in milliseconds, sizes in bytes."""

    statements: int
    commits: int
    new_connections: float  # per 1,000 requests
    size: int
    gzipped: int
    median: float
    p95: float
    cpu: float
    median_in_floors: float
    cpu_in_floors: float


def time(larger: Figures, smaller: Figures) -> float:
    """By F of the same rounds, so that a busy minute of the machine counts on both sides."""
    return larger.median_in_floors / smaller.median_in_floors


def statements(larger: Figures, smaller: Figures) -> float:
    return larger.statements - smaller.statements


def size(larger: Figures, smaller: Figures) -> float:
    return larger.size / smaller.size


COMPARISONS = (
    Comparison("P2", "today: 20 exercises against 1", "today-20", "today-1", statements, 0, 0, " SQL"),
    Comparison("P2", "today: five years of history against none", "today-years", "today-new", time, 1.1, 1.05),
    Comparison("P2", "today: five years of history against none", "today-years", "today-new", statements, 0, 0, " SQL"),
    Comparison("P3", "session POST: 10,000 past sessions against 28", "record-years", "record", time, 1.2, 1.2),
    Comparison("P4", "caseload: 10,000 patients against 100", "caseload-10000", "caseload-100", time, 1.5, 1.2),
    Comparison("P4", "caseload: HTML of 10,000 against 100", "caseload-10000", "caseload-100", size, 1.05, 1.05),
    Comparison("P5", "library: 10,000 exercises against 100", "library-10000", "library-100", time, 1.5, 1.2),
)


def keeps(goal: Goal, figures: Figures) -> bool:
    return (
        max(figures.median_in_floors, figures.cpu_in_floors) <= goal.times_floor
        and figures.statements <= goal.statements
        and (goal.kilobytes is None or figures.size <= goal.kilobytes * 1024)
        and figures.new_connections <= NEW_CONNECTIONS
    )


def reaches_stretch(goal: Goal, figures: Figures) -> bool:
    return (
        keeps(goal, figures)
        and max(figures.median_in_floors, figures.cpu_in_floors) <= goal.stretch
        and figures.new_connections <= NEW_CONNECTIONS_STRETCH
    )
