"""An admin's search in the record of the own clinic: who, whom, when, why. Nothing of the care, no ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from accounts.models import AuditEvent, Clinic, Patient, User
from accounts.record.names import Names, role_words
from accounts.record.words import PURPOSES, Words, words_for

PAGE_SIZE = 50
USUAL = timedelta(days=30)
EARLIEST = date(2020, 1, 1)
# More people of one name than this: the first of them are searched for.
MOST_PEOPLE = 200
CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,6})", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    at: datetime
    who: str
    role: str
    patient: str
    what: Words
    why: Words
    network: str


@dataclass(frozen=True)
class Found:
    rows: list[Row]
    first: date
    last: date
    # Where the next page begins; empty on the last one.
    older: str
    # The one patient who was searched for by name, if it is one.
    patient: Patient | None


def search(clinic: Clinic, asked: dict[str, Any], *, before: str, zone: ZoneInfo, now: datetime) -> Found:
    last = min(asked.get("until_on") or date.max, now.astimezone(zone).date())
    first = max(asked.get("from_on") or last - USUAL, EARLIEST)
    wanted = Q(clinic_id=clinic.pk, at__gte=_start(first, zone), at__lt=_start(last + timedelta(days=1), zone))
    if what := asked.get("what"):
        wanted &= Q(action__startswith=f"{what}.")
    if why := asked.get("why"):
        wanted &= Q(purpose=why)
    if who := asked.get("who"):
        wanted &= Q(actor_id__in=_people(clinic, who))
    patients: list[Patient] = []
    if patient := asked.get("patient"):
        patients = _patients(clinic, patient)
        wanted &= Q(patient_id__in=[one.pk for one in patients])
    shown, older = _page(AuditEvent.objects.filter(wanted), before)
    return Found(_rows(clinic, shown), first, last, older, patients[0] if len(patients) == 1 else None)


def _start(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), tzinfo=zone)


def _people(clinic: Clinic, name: str) -> list[int]:
    """Who works at this clinic, helps one of its patients, or is one."""
    linked = (
        Q(pk__in=clinic.members.values("user"))
        | Q(pk__in=Patient.objects.filter(clinic=clinic).values("user"))
        | Q(pk__in=Patient.objects.filter(clinic=clinic).values("care_grants__caregiver"))
    )
    return list(User.objects.filter(linked, name__icontains=name).values_list("pk", flat=True)[:MOST_PEOPLE])


def _patients(clinic: Clinic, name: str) -> list[Patient]:
    return list(Patient.objects.filter(clinic=clinic, name__icontains=name).order_by("pk")[:MOST_PEOPLE])


def _page(events: QuerySet[AuditEvent], before: str) -> tuple[list[AuditEvent], str]:
    """By the moment of the last row, not by counting from the start: page 100 costs what page 1 does.

    A cursor is a moment, and how many of the events of just that moment have been shown.
    """
    moment, skipped = _cursor(before)
    if moment:
        events = events.filter(at__lte=moment)
    rows = list(events.order_by("-at", "-pk")[skipped : skipped + PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    if len(rows) <= PAGE_SIZE:
        return shown, ""
    at = shown[-1].at
    same = sum(row.at == at for row in shown) + (skipped if at == moment else 0)
    return shown, f"{(at - EPOCH) // timedelta(microseconds=1)}-{same}"


def _cursor(before: str) -> tuple[datetime | None, int]:
    """Anything odd means the first page."""
    found = CURSOR.fullmatch(before)
    return (EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else (None, 0)


def _rows(clinic: Clinic, events: list[AuditEvent]) -> list[Row]:
    names = Names()
    names.learn(event.actor_id for event in events)
    patients = dict(
        Patient.objects.filter(clinic=clinic, pk__in={event.patient_id for event in events}).values_list("pk", "name")
    )
    return [
        Row(
            at=event.at,
            who=names.of(event.actor_id, event.role),
            role=role_words(event.role),
            patient=patients.get(event.patient_id or 0, ""),
            what=words_for(event.action),
            why=PURPOSES.get(event.purpose, ""),
            network=event.ip_prefix,
        )
        for event in events
    ]
