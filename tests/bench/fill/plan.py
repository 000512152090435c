"""Who is in the bench's database, what they were given, and how their days went. Plain values; no database here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tests.bench.clock import TODAY, days_ago

DAYS = 14
AHEAD = 3  # the pump makes sessions this many days ahead
PAST_OF_VETERAN = 10_000  # sessions, over five years
YEARS = 5 * 365
CASELOADS = (100, 1_000, 10_000)
HOME_OF_SUBJECTS = 1_000
SHELVES = (100, 1_000, 10_000)

MORNING, NOON, EVENING = time(9), time(12), time(17)


@dataclass(frozen=True)
class Kind:
    """Patients who are alike. `remindable` ones have a login and a session at noon: those are the pump's work."""

    name: str
    exercises: int
    times: tuple[time, ...] = (MORNING, EVENING)
    days: int = DAYS
    with_login: bool = True
    remindable: bool = False


CROWD = Kind("crowd", exercises=3, times=(MORNING,), with_login=False)
DUE_AT_NOON = Kind("noon", exercises=3, times=(NOON,), remindable=True)
# One patient each; the pages are measured as these people see them.
ONE = Kind("one", exercises=1)
EIGHT = Kind("eight", exercises=8)
TWENTY = Kind("twenty", exercises=20)
NEWCOMER = Kind("newcomer", exercises=8, days=0)
VETERAN = Kind("veteran", exercises=8, days=YEARS)
RECORDER = Kind("recorder", exercises=8)
SUBJECTS = (ONE, EIGHT, TWENTY, NEWCOMER, VETERAN, RECORDER)
KINDS = (CROWD, DUE_AT_NOON, *SUBJECTS)


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    kind: Kind
    email: str  # empty: no login
    therapist: str


@dataclass(frozen=True)
class PlannedSession:
    """One slot of one day, for everyone of a kind."""

    kind: str
    local_date: date
    slot: int
    due_at: datetime
    status: str


def therapist(size: int) -> str:
    return f"therapist-{size}@bench.invalid"


def shelf_reader(size: int) -> str:
    return f"reader-{size}@bench.invalid"


def address(kind: Kind) -> str:
    return f"{kind.name}@bench.invalid"


def people() -> Iterator[Person]:
    number = 0
    for size in CASELOADS:
        kind = DUE_AT_NOON if size == max(CASELOADS) else CROWD
        # The subjects are among one caseload, and make it no larger.
        subjects = SUBJECTS if size == HOME_OF_SUBJECTS else ()
        for one in subjects:
            number += 1
            yield Person(number, f"Subject {one.name.title()}", one, address(one), therapist(size))
        for _ in range(size - len(subjects)):
            number += 1
            email = f"patient-{number}@bench.invalid" if kind.with_login else ""
            yield Person(number, f"Person {number:05}", kind, email, therapist(size))


def sessions(kind: Kind) -> Iterator[PlannedSession]:
    """From the first day to what the pump has made ahead. Newest first, so that the veteran's stop at their count."""
    for ahead in range(AHEAD, -1, -1):
        yield from _day(kind, TODAY + timedelta(days=ahead), len(kind.times), "due")
    past = 0
    for ago in range(1, kind.days + 1):
        # Longer ago than a fortnight the veteran had six short sessions a day.
        slots = len(kind.times) if ago <= DAYS else 6
        for one in _day(kind, days_ago(ago), slots, _status(ago)):
            past += 1
            if past > PAST_OF_VETERAN:
                return
            yield one


def _day(kind: Kind, day: date, slots: int, status: str) -> Iterator[PlannedSession]:
    for slot in range(1, slots + 1):
        at = kind.times[slot - 1] if slot <= len(kind.times) else time(18 + (slot - len(kind.times)) % 5)
        yield PlannedSession(kind.name, day, slot, datetime.combine(day, at, tzinfo=UTC), status)


def _status(ago: int) -> str:
    """The last week is recorded throughout: an open day would be listed on the today page of some and not of others."""
    if ago > 7 and ago % 5 == 4:
        return "due"
    if ago % 7 == 3:
        return "partly"
    return "skipped" if ago % 11 == 5 else "done"
