"""One page of a therapist's patients. A fixed number of queries over a fixed number of rows, however many patients.

The order is by `attention_on`, an indexed day (portal/caseload/facts.py); the reasons are worked out from dated facts.
Where that day is too early (a clash ended at midnight, or the patient's day has not begun), who has no reason is left out.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Min
from django.utils.translation import gettext as _

from accounts.fields import plain
from accounts.models import ClinicMember, Patient
from accounts.querysets import PatientQuerySet
from portal.caseload.models import CaseloadRow
from portal.caseload.reasons import PRECAUTIONS_SHOWN_DAYS, Reason, circumstances, reasons
from portal.progress.adherence import Counts, count, monday_of
from portal.routines.models import ClinicalProfile, PrecautionOrder
from portal.sessions.models import ExerciseSession, SessionStatus

PAGE_SIZE = 25
# Beyond this the tab says "99+": counting thousands on each view would make the page as slow as the list is long.
MOST_COUNTED = 99
MOST_PAGES = 1000


class Show(enum.StrEnum):
    WAITING = "waiting"
    ALL = "all"
    # A change of the routine that nobody at home has confirmed.
    UNCONFIRMED = "unconfirmed"


ORDER = {
    Show.WAITING: F("caseload_row__attention_on").asc(),
    Show.ALL: F("caseload_row__attention_on").asc(nulls_last=True),
    Show.UNCONFIRMED: F("caseload_row__unconfirmed_since_on").asc(),
}


@dataclass(frozen=True)
class Asked:
    """What stands in the address. Anything odd means the first page."""

    show: Show = Show.WAITING
    words: str = ""
    number: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        number = query.get("page", "")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
        words = plain(query.get("q", "")).strip()
        show = next((one for one in Show if one.value == query.get("show")), Show.WAITING)
        # Who looks for a name looks among everybody.
        return cls(Show.ALL if words else show, words, min(max(page, 1), MOST_PAGES))

    @property
    def is_all(self) -> bool:
        return self.show is Show.ALL

    @property
    def is_unconfirmed(self) -> bool:
        return self.show is Show.UNCONFIRMED


@dataclass(frozen=True)
class Row:
    patient: Patient
    what: str
    reasons: list[Reason]
    circumstances: list[Reason]
    last_recorded_on: date | None
    today: date
    week: Counts

    @property
    def last_words(self) -> str:
        """ "today", "yesterday"; the page shows the date beside it."""
        days = (self.today - self.last_recorded_on).days if self.last_recorded_on else None
        return {0: _("today"), 1: _("yesterday")}.get(days, "") if days is not None else ""


@dataclass(frozen=True)
class CaseloadPage:
    asked: Asked
    rows: list[Row]
    has_next: bool
    waiting: int

    @property
    def waiting_words(self) -> str:
        return f"{MOST_COUNTED}+" if self.waiting > MOST_COUNTED else str(self.waiting)


def caseload_page(member: ClinicMember, asked: Asked, *, now: datetime) -> CaseloadPage:
    on = now.astimezone(member.user.zone).date()
    mine = Patient.objects.treated_by(member.user, on)
    waiting = mine.filter(caseload_row__attention_on__lte=on)
    shown = _shown(asked, mine, waiting)
    start = (asked.number - 1) * PAGE_SIZE
    # One more than is shown tells whether there is another page.
    found = list(
        shown.select_related("caseload_row", "clinical_profile").order_by(ORDER[asked.show], "caseload_row__pk", "pk")[
            start : start + PAGE_SIZE + 1
        ]
    )
    # Once each, where one treatment ends on the day the next begins. DISTINCT would read the whole list.
    patients = list(dict.fromkeys(found[:PAGE_SIZE]))
    weeks, ends = _sessions_this_week(patients, now), _precaution_ends(patients, on)
    rows = [_row(patient, weeks[patient.pk], ends.get(patient.pk), now) for patient in patients]
    return CaseloadPage(
        asked=asked,
        rows=[row for row in rows if row.reasons] if asked.show is Show.WAITING else rows,
        has_next=len(found) > PAGE_SIZE,
        waiting=waiting.values("pk")[: MOST_COUNTED + 1].count(),
    )


def _shown(asked: Asked, mine: PatientQuerySet, waiting: PatientQuerySet) -> PatientQuerySet:
    if asked.show is Show.WAITING:
        return waiting
    if asked.show is Show.UNCONFIRMED:
        return mine.filter(caseload_row__unconfirmed_since_on__isnull=False)
    return mine.filter(name__icontains=asked.words) if asked.words else mine


def _row(patient: Patient, sessions: list[ExerciseSession], precautions_end_on: date | None, now: datetime) -> Row:
    today = patient.today(now)
    facts = getattr(patient, "caseload_row", None) or CaseloadRow(patient=patient)
    monday = monday_of(today)
    return Row(
        patient=patient,
        what=_what(getattr(patient, "clinical_profile", None), today),
        reasons=reasons(facts, today=today, zone=patient.zone),
        circumstances=circumstances(facts, today=today, precautions_end_on=precautions_end_on),
        last_recorded_on=facts.last_recorded_on,
        today=today,
        week=count((one for one in sessions if monday <= one.local_date <= today), now),
    )


def _what(profile: ClinicalProfile | None, today: date) -> str:
    """ "Left hip replacement, week 9"."""
    if profile is None:
        return ""
    week = profile.week_after_operation(today)
    what = profile.operation or profile.diagnosis
    return _("%(what)s, week %(week)d") % {"what": what, "week": week} if what and week is not None else what


def _sessions_this_week(patients: Sequence[Patient], now: datetime) -> dict[int, list[ExerciseSession]]:
    """Of these patients only: a few rows a head. The range takes in every zone's own Monday and today."""
    utc_today = now.date()
    first, last = monday_of(utc_today - timedelta(days=1)), utc_today + timedelta(days=1)
    rows = (
        ExerciseSession.objects.filter(routine__patient__in=patients, local_date__range=(first, last))
        .exclude(status=SessionStatus.WITHDRAWN)
        .annotate(of_patient=F("routine__patient"))
        .only("local_date", "due_at", "status")
    )
    found: dict[int, list[ExerciseSession]] = defaultdict(list)
    for row in rows:
        found[row.of_patient].append(row)
    return found


def _precaution_ends(patients: Sequence[Patient], on: date) -> dict[int, date]:
    soon = (on - timedelta(days=1), on + timedelta(days=PRECAUTIONS_SHOWN_DAYS + 1))
    rows = PrecautionOrder.objects.filter(
        patient__in=patients, ends_on__range=soon, withdrawn_at__isnull=True, lifted_on__isnull=True
    ).order_by()
    return dict(rows.values("patient").annotate(first=Min("ends_on")).values_list("patient", "first"))
