"""Reads the whole record again and says where it is not as it was written.

A link holds one hash over all its events. So of a batch that was changed the ids are told, not the event itself.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min, QuerySet

from accounts.models import AuditAnchor, AuditEvent, AuditSeal
from accounts.record import guard
from accounts.record.sealing import COLUMNS, START, chain_of, digest_of, month_of

# The pump seals once a minute; after this long, it does not.
PATIENCE = timedelta(minutes=10)
EVENTS_AT_ONCE = 5_000
LINKS_AT_ONCE = 500

Row = tuple[Any, ...]


class What(enum.StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    LINK = "broken link"
    GAP = "gap"
    ANCHOR = "anchor"
    UNSEALED = "unsealed"
    CUT = "cut short"
    GUARD = "no guard"


@dataclass(frozen=True)
class Trouble:
    what: What
    where: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


@dataclass
class Report:
    links: int = 0
    events: int = 0
    waiting: int = 0
    newest: str = START
    dropped: list[AuditAnchor] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def say(self, what: What, where: str) -> None:
        self.troubles.append(Trouble(what, where))


def verify(now: datetime, *, patience: timedelta = PATIENCE, known_chain: str = "") -> Report:
    """`known_chain` is a link that the log once told: with it, a record that was cut short is found as well."""
    report = Report(dropped=list(AuditAnchor.objects.order_by("month")))
    for name in sorted(guard.missing(connection)):
        report.say(What.GUARD, f"the trigger {name} does not stand in the database")
    last = _walk(report, known_chain)
    _look_for_strays(report, last)
    _look_for_unsealed(report, now - patience)
    return report


def _walk(report: Report, known_chain: str) -> int:
    """Link by link from the first. Returns the row of the newest."""
    before: AuditSeal | None = None
    dropped = _Dropped({anchor.month: anchor for anchor in report.dropped})
    is_known = not known_chain
    for seal, rows in with_events(AuditSeal.objects.order_by("number")):
        report.troubles += _of_link(before, seal)
        report.troubles += dropped.take(seal, rows) if dropped.holds(seal) else of_events(seal, rows)
        report.links += 1
        report.events += len(rows)
        is_known |= seal.chain == known_chain
        before = seal
    report.troubles += dropped.compare()
    if not is_known:
        report.say(What.CUT, f"no link says {known_chain}")
    report.newest = before.chain if before else START
    return before.pk if before else 0


def with_events(seals: QuerySet[AuditSeal]) -> Iterator[tuple[AuditSeal, list[Row]]]:
    """Each link with its events in the order of their ids; some thousand in memory at a time."""
    for portion in _portions(seals):
        found: dict[int, list[Row]] = defaultdict(list)
        events = AuditEvent.objects.filter(seal__in=portion).order_by("seal_id", "pk")
        for seal_id, *row in events.values_list("seal_id", *COLUMNS).iterator(EVENTS_AT_ONCE):
            found[seal_id].append(tuple(row))
        yield from ((seal, found.pop(seal.pk, [])) for seal in portion)


def _portions(seals: QuerySet[AuditSeal]) -> Iterator[list[AuditSeal]]:
    portion: list[AuditSeal] = []
    for seal in seals.iterator(LINKS_AT_ONCE):
        portion.append(seal)
        if len(portion) == LINKS_AT_ONCE or sum(one.count for one in portion) >= EVENTS_AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def _of_link(before: AuditSeal | None, seal: AuditSeal) -> Iterator[Trouble]:
    expected = before.number + 1 if before else 1
    if seal.number != expected:
        yield Trouble(What.GAP, f"link {seal.number} follows link {expected - 1}")
    if seal.previous != (before.chain if before else START):
        yield Trouble(What.LINK, f"link {seal.number} ({seal.month}) does not hang on link {expected - 1}")
    if seal.chain != chain_of(seal):
        yield Trouble(What.LINK, f"link {seal.number} ({seal.month}) was changed itself")


def of_events(seal: AuditSeal, rows: list[Row]) -> Iterator[Trouble]:
    """What differs from what was sealed."""
    if len(rows) != seal.count:
        what = What.MISSING if len(rows) < seal.count else What.ADDED
        yield Trouble(what, f"{_place(seal, rows)}: {len(rows)} events where {seal.count} were sealed")
    elif digest_of(rows) != seal.digest or any(month_of(row) != seal.month for row in rows):
        yield Trouble(What.CHANGED, f"{_place(seal, rows)}: an event is not as it was sealed")


def _place(seal: AuditSeal, rows: list[Row]) -> str:
    ids = f", events {rows[0][0]} to {rows[-1][0]}" if rows else ""
    return f"link {seal.number} ({seal.month}{ids})"


class _Dropped:
    """The months that were dropped after their time: their links still stand, their events do not."""

    def __init__(self, anchors: dict[str, AuditAnchor]) -> None:
        self.anchors = anchors
        # Of each month: links, events, and the newest chain.
        self.seen: dict[str, tuple[int, int, str]] = dict.fromkeys(anchors, (0, 0, ""))

    def holds(self, seal: AuditSeal) -> bool:
        """What was sealed into a month after it had been dropped stands like any other."""
        return seal.month in self.anchors and self.seen[seal.month][0] < self.anchors[seal.month].seals

    def take(self, seal: AuditSeal, rows: list[Row]) -> Iterator[Trouble]:
        links, events, _chain = self.seen[seal.month]
        self.seen[seal.month] = (links + 1, events + seal.count, seal.chain)
        if rows:
            yield Trouble(What.ADDED, f"{_place(seal, rows)}: events of a month that was dropped")

    def compare(self) -> Iterator[Trouble]:
        for month, anchor in self.anchors.items():
            if self.seen[month] != (anchor.seals, anchor.events, anchor.chain):
                yield Trouble(What.ANCHOR, f"{month}: what stays of it does not fit its links")


def _look_for_strays(report: Report, newest: int) -> None:
    sealed = AuditEvent.objects.filter(seal__isnull=False, seal_id__lte=newest).count()
    if sealed != report.events:
        report.say(What.ADDED, f"{sealed - report.events} events name a link that is not there")


def _look_for_unsealed(report: Report, before: datetime) -> None:
    waiting = AuditEvent.objects.filter(seal__isnull=True)
    report.waiting = waiting.count()
    late = waiting.filter(at__lt=before)
    if count := late.count():
        oldest = late.aggregate(oldest=Min("at"))["oldest"]
        report.say(What.UNSEALED, f"{count} events, the oldest of {oldest:%Y-%m-%d %H:%M} UTC; is the pump running?")
