"""The page of a copy that a person reads: the document in words. Asks the database nothing more."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.grants.scopes import OFFERED, OFFERED_ABOUT
from exercises.dosage import for_patient, rest_for_patient
from exercises.laterality import Laterality
from exercises.pictures import Picture
from portal.privacy.classes import Copy
from portal.privacy.copies.document import Document
from portal.privacy.copies.pictures import Album
from portal.privacy.copies.rows import Row, label_of
from portal.routines.models import PrescribedExercise
from portal.routines.naming import name_of
from portal.sessions.models import Outcome, SessionStatus

PROFILE = {
    "side": gettext_lazy("Side"),
    "diagnosis": gettext_lazy("Diagnosis"),
    "operation": gettext_lazy("Operation"),
    "operated_on": gettext_lazy("Date of the operation"),
    "approach": gettext_lazy("Approach"),
    "weight_bearing": gettext_lazy("Weight-bearing"),
    "goals": gettext_lazy("My goal"),
}
ROLES = {
    "patient": gettext_lazy("as patient"),
    "caregiver": gettext_lazy("as helper"),
    "therapist": gettext_lazy("as therapist"),
    "covering": gettext_lazy("in an emergency"),
    "admin": gettext_lazy("as clinic admin"),
}
LOOKED = "opened."


@dataclass(frozen=True)
class ShownDose:
    name: str
    side: str
    dose: str
    note: str
    steps: list[str]
    pictures: list[Picture]


@dataclass(frozen=True)
class ShownRevision:
    number: int
    since: date
    author: str
    change_notice: str
    times: str
    doses: list[ShownDose]


@dataclass(frozen=True)
class ShownNote:
    words: str
    pain: int | None
    by: str


@dataclass(frozen=True)
class ShownSession:
    due_at: datetime
    status: str
    done: int
    not_done: list[str]
    by: str
    notes: list[ShownNote]


@dataclass(frozen=True)
class Looks:
    day: date
    who: str
    role: str
    looked: int
    changed: int


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass
class Page:
    """`name` is the person's; everything else may be empty."""

    name: str
    made_at: datetime
    is_patient: bool
    facts: list[Fact] = field(default_factory=list)
    profile: list[Fact] = field(default_factory=list)
    precautions: list[Row] = field(default_factory=list)
    revisions: list[ShownRevision] = field(default_factory=list)  # newest first
    years: list[tuple[int, list[ShownSession]]] = field(default_factory=list)  # newest first
    helpers: list[dict[str, Any]] = field(default_factory=list)
    therapists: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    looks: list[Looks] = field(default_factory=list)
    mails: list[tuple[str, int]] = field(default_factory=list)


def page_of(document: Document, album: Album) -> Page:
    return Page(
        name=document.name,
        made_at=document.made_at,
        is_patient="accounts.patient" in document.tables,
        facts=_facts(document),
        profile=_profile(document),
        precautions=document.rows("portal.precautionorder"),
        revisions=_revisions(document, album),
        years=_years(document),
        helpers=_helpers(document),
        therapists=_named(document, "accounts.treatmentlink", "therapist"),
        requests=_requests(document),
        looks=_looks(document),
        mails=_mails(document),
    )


def _facts(document: Document) -> list[Fact]:
    facts = [Fact(_("Name"), document.name)]
    for patient in document.rows("accounts.patient"):
        facts.append(Fact(_("Born"), _day(patient["born_on"])))
    for clinic in document.rows("accounts.clinic"):
        facts.append(Fact(_("Clinic"), ", ".join(filter(None, [clinic["name"], clinic["phone"], clinic["hours"]]))))
    for user in document.rows("accounts.user"):
        facts += [
            Fact(_("E-mail"), user["email"]),
            Fact(_("Account since"), _day(timezone.localtime(user["date_joined"]))),
        ]
    facts.append(Fact(_("Time zone"), document.zone.key))
    return facts


def _profile(document: Document) -> list[Fact]:
    rows = document.rows("portal.clinicalprofile")
    if not rows:
        return []
    found = [(label, _choice("portal.clinicalprofile", name, rows[0][name])) for name, label in PROFILE.items()]
    return [Fact(str(label), value) for label, value in found if value]


def _choice(table: str, name: str, value: Any) -> str:
    return _day(value) if isinstance(value, date) else label_of(table, name, value)


def _day(value: date) -> str:
    return date_format(value, _("j F Y"))


def _revisions(document: Document, album: Album) -> list[ShownRevision]:
    by_revision: dict[int, list[PrescribedExercise]] = defaultdict(list)
    for row in document.prescribed:
        by_revision[row.revision_id].append(row)
    published = [row for row in document.rows("portal.routinerevision") if row["published_at"]]
    published.sort(key=lambda row: (row["effective_on"], row["published_at"]), reverse=True)
    newest = published[0]["id"] if published else None
    return [
        ShownRevision(
            number=row["number"],
            since=row["effective_on"],
            author=document.people.get(row["author"], ""),
            change_notice=row["change_notice"],
            times=", ".join(row["times"]),
            doses=[
                _dose(one, document, album if row["id"] == newest else None)
                for one in sorted(by_revision[row["id"]], key=lambda one: one.order)
            ],
        )
        for row in published
    ]


def _dose(row: PrescribedExercise, document: Document, album: Album | None) -> ShownDose:
    words = [for_patient(row.dosage), row.resistance, rest_for_patient(row.dosage)]
    return ShownDose(
        name=name_of(row, document.language),
        side=str(Laterality(row.side).label),
        dose=" ".join(filter(None, words)),
        note=row.note,
        steps=document.exercises[row.exercise_id]["steps"],
        pictures=album.of(row) if album else [],
    )


def _years(document: Document) -> list[tuple[int, list[ShownSession]]]:
    results, notes = _live(document, "portal.exerciseresult"), _live(document, "portal.sessionnote")
    years: dict[int, list[ShownSession]] = defaultdict(list)
    rows = sorted(document.rows("portal.exercisesession"), key=lambda row: row["due_at"], reverse=True)
    for row in rows:
        if row["status"] == SessionStatus.WITHDRAWN or row["due_at"] > document.made_at:
            continue
        years[row["local_date"].year].append(_session(document, row, results[row["id"]], notes[row["id"]]))
    return list(years.items())


def _live(document: Document, label: str) -> dict[int, list[Row]]:
    """By session. What was corrected stands in the tables, beside what took its place."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in document.rows(label):
        if row["voided_at"] is None:
            found[row["exercise_session"]].append(row)
    return found


def _session(document: Document, row: Row, results: list[Row], notes: list[Row]) -> ShownSession:
    reasons = [label_of("portal.exerciseresult", "reason", one["reason"]) for one in results]
    return ShownSession(
        due_at=row["due_at"],
        status=label_of("portal.exercisesession", "status", row["status"]),
        done=len({one["prescribed_exercise"] for one in results if one["outcome"] == Outcome.DONE}),
        not_done=sorted(set(filter(None, reasons))),
        by=", ".join(dict.fromkeys(document.people.get(one["recorded_by"], "") for one in results)),
        notes=[
            ShownNote(one["words"], one["pain_during"], document.people.get(one["written_by"], "")) for one in notes
        ],
    )


def _helpers(document: Document) -> list[dict[str, Any]]:
    words_of = OFFERED if document.kind is Copy.PATIENT else OFFERED_ABOUT
    offered = {scope.value: words for scope, words in words_of.items()}
    return [
        {
            "name": document.people.get(row.get("caregiver", 0), ""),
            "relation": row["relation"],
            "may": [str(offered[scope]) for scope in row["scopes"] if scope in offered],
            "since": row["decided_at"],
            "until": row["expires_on"],
            "revoked_at": row.get("revoked_at"),
        }
        for row in document.rows("accounts.caregrant")
    ]


def _named(document: Document, label: str, person: str) -> list[dict[str, Any]]:
    return [row | {"name": document.people.get(row[person], "")} for row in document.rows(label)]


def _requests(document: Document) -> list[dict[str, Any]]:
    label = "portal.erasurerequest"
    return [row | {"answer_words": label_of(label, "answer", row["answer"])} for row in document.rows(label)]


def _looks(document: Document) -> list[Looks]:
    """By day and person: how often somebody opened a page, and how often they changed something."""
    looked: Counter[tuple[date, int, str]] = Counter()
    changed: Counter[tuple[date, int, str]] = Counter()
    for row in document.rows("accounts.auditevent"):
        if row["actor_id"] is not None:
            key = (row["at"].astimezone(document.zone).date(), row["actor_id"], row["role"])
            (looked if row["action"].startswith(LOOKED) else changed)[key] += 1
    return [
        Looks(day, document.people.get(actor, ""), str(ROLES.get(role, "")), looked[key], changed[key])
        for key in sorted(looked.keys() | changed.keys(), reverse=True)
        for day, actor, role in [key]
    ]


def _mails(document: Document) -> list[tuple[str, int]]:
    states = Counter(row["state"] for row in document.rows("portal.reminderdelivery"))
    return [(label_of("portal.reminderdelivery", "state", state), count) for state, count in sorted(states.items())]
