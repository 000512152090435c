"""Everything about one patient on one screen, for the therapist. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from accounts.invitations.showing import Shown, of_patient
from accounts.models import CareGrant, InvitationKind
from exercises.pictures import Picture
from exercises.template_shelf import template_names
from portal.caseload.models import CaseloadRow
from portal.caseload.reasons import Reason, circumstances, precautions_end_on, reasons
from portal.progress import charts
from portal.progress.adherence import Counts, count, is_due, weeks
from portal.progress.clashing import ClashPanel, clash_panel
from portal.progress.profile_panel import ProfilePanel, profile_panel
from portal.progress.record import Record, Result, done_exercises, pains, read_notes, read_record
from portal.progress.revisions import Confirmed, confirmed_by, with_confirmations
from portal.routines.models import ClinicalProfile, PrecautionOrder, PrescribedExercise, RoutineRevision
from portal.routines.naming import name_of, shown, with_names
from portal.routines.schedule import is_prescribed
from portal.routines.words import dose_in_words
from portal.sessions.models import ExerciseSession, SessionNote
from portal.templatetags.portal_charts import Reading

COUNTED_WEEKS = 4
COUNTED_DAYS = 14
SESSIONS_SHOWN = 10
NOTES_SHOWN = 6


@dataclass(frozen=True)
class RoutineRow:
    prescribed: PrescribedExercise
    name: str
    dose: str
    picture: Picture | None
    done: int
    due: int


@dataclass(frozen=True)
class SessionRow:
    session: ExerciseSession
    time: str  # where days have several
    by: str
    not_done: list[str]
    pain: int | None


@dataclass(frozen=True)
class NoteRow:
    note: SessionNote
    who: str
    is_unread: bool


@dataclass(frozen=True)
class Published:
    revision: RoutineRevision
    template: str  # the name of the one it began with
    confirmed: list[Confirmed]


@dataclass(frozen=True)
class Revisions:
    current: RoutineRevision | None
    draft: RoutineRevision | None
    published: list[Published]


@dataclass(frozen=True)
class PatientPage:
    age: int
    helpers: list[CareGrant]
    invited: list[Shown]
    is_asked_to_sign_in: bool
    reasons: list[Reason]
    circumstances: list[Reason]
    unread_count: int
    profile: ClinicalProfile | None
    panel: ProfilePanel
    revisions: Revisions
    rows: list[RoutineRow]
    clashes: ClashPanel
    counts: Counts
    calendar: dict[str, Any]
    sessions: list[SessionRow]
    pain: list[Reading]
    pain_words: str
    notes: list[NoteRow]
    older_notes: list[NoteRow]


def patient_page(access: PatientAccess, language: str) -> PatientPage:
    today = access.today
    row = access.rows(CaseloadRow).first() or CaseloadRow(patient=access.patient)
    profile = access.rows(ClinicalProfile).first()
    orders = list(access.rows(PrecautionOrder).order_by("starts_on", "pk"))
    revisions = _revisions(access)
    record = read_record(access)
    notes = read_notes(access, record.first)
    prescribed = _prescribed(access, revisions, record, language)
    invited = of_patient(access.patient, access.now)
    pain = charts.without_gaps(charts.pain_series(pains(notes), first=record.first, last=today))
    note_rows = _note_rows(notes, access)
    return PatientPage(
        age=age_on(access.patient.born_on, today),
        helpers=_helpers(access),
        invited=invited,
        is_asked_to_sign_in=any(one.invitation.kind == InvitationKind.PATIENT for one in invited),
        reasons=reasons(row, today=today, zone=access.patient.zone),
        circumstances=circumstances(row, today=today, precautions_end_on=_precautions_end_on(orders, today)),
        unread_count=sum(one.is_unread for one in note_rows),
        profile=profile,
        panel=profile_panel(access.patient, profile, orders, today),
        revisions=revisions,
        rows=_routine_rows(access, revisions, prescribed, record, language),
        clashes=clash_panel(access, _now(revisions, prescribed), profile, orders, language),
        counts=count(record.since(today - timedelta(weeks=COUNTED_WEEKS)), access.now),
        calendar=_calendar(access, record),
        sessions=_session_rows(access, record, notes, prescribed, language),
        pain=pain,
        pain_words=charts.pain_in_words(pain, profile.pain_limit if profile else None) if pain else "",
        notes=note_rows[:NOTES_SHOWN],
        older_notes=note_rows[NOTES_SHOWN:],
    )


def age_on(born_on: date, today: date) -> int:
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    return today.year - born_on.year - (0 if had_birthday else 1)


def _precautions_end_on(orders: Sequence[PrecautionOrder], today: date) -> date | None:
    """Of what was neither withdrawn nor lifted."""
    return precautions_end_on((one for one in orders if not one.withdrawn_at and not one.lifted_on), today)


def _helpers(access: PatientAccess) -> list[CareGrant]:
    grants = access.patient.care_grants.filter(
        revoked_at__isnull=True, suspended_at__isnull=True, expires_on__gte=access.today
    )
    return list(grants.select_related("caregiver").order_by("pk"))


def _revisions(access: PatientAccess) -> Revisions:
    """Of every routine, newest first; the current one is the newest published of the active routine."""
    found = list(
        with_confirmations(access.rows(RoutineRevision))
        .select_related("routine", "author")
        .order_by("-routine__created_at", "-number")
    )
    active = [one for one in found if one.routine.ended_on is None]
    names = template_names(access.patient.clinic, {one.from_template for one in found})
    return Revisions(
        current=next((one for one in active if one.published_at), None),
        draft=next((one for one in active if not one.published_at), None),
        published=[
            Published(one, names.get(one.from_template, one.from_template), confirmed_by(one, access))
            for one in found
            if one.published_at
        ],
    )


def _prescribed(
    access: PatientAccess, revisions: Revisions, record: Record, language: str
) -> dict[int, list[PrescribedExercise]]:
    """By revision: what stands now, and what was due in the sessions that are counted or listed."""
    wanted = {session.revision_id for session in record.since(record.last - timedelta(days=COUNTED_DAYS))}
    wanted |= {session.revision_id for session in record.sessions[-SESSIONS_SHOWN:]}
    if revisions.current:
        wanted.add(revisions.current.pk)
    found: dict[int, list[PrescribedExercise]] = {}
    for row in with_names(access.rows(PrescribedExercise).filter(revision__in=wanted), language):
        found.setdefault(row.revision_id, []).append(row)
    return found


def _now(revisions: Revisions, prescribed: dict[int, list[PrescribedExercise]]) -> list[PrescribedExercise]:
    return prescribed.get(revisions.current.pk, []) if revisions.current else []


def _routine_rows(
    access: PatientAccess,
    revisions: Revisions,
    prescribed: dict[int, list[PrescribedExercise]],
    record: Record,
    language: str,
) -> list[RoutineRow]:
    if revisions.current is None:
        return []
    tally = _tally(access, prescribed, record)
    rows = []
    for row in prescribed.get(revisions.current.pk, []):
        words = shown(row, language)
        done, due = tally.get(row.exercise_id, (0, 0))
        dose = dose_in_words(row, revisions.current.times)
        picture = row.exercise.picture("end", row.side, row.variant, figure=access.patient.shown_figure)
        rows.append(RoutineRow(row, words.shown_name, dose, picture, done, due))
    return rows


def _tally(
    access: PatientAccess, prescribed: dict[int, list[PrescribedExercise]], record: Record
) -> dict[int, tuple[int, int]]:
    """Exercise → how often done and due in the last two weeks, by the revision that was due each time."""
    found: dict[int, tuple[int, int]] = {}
    for session in record.since(record.last - timedelta(days=COUNTED_DAYS - 1)):
        if not is_due(session, access.now):
            continue
        done_ones = done_exercises(record.results.get(session.pk, ()))
        due_ones = {
            row.exercise_id
            for row in prescribed.get(session.revision_id, ())
            if is_prescribed(row, session.local_date, session.slot)
        }
        for exercise_id in due_ones | done_ones:
            done, due = found.get(exercise_id, (0, 0))
            found[exercise_id] = (done + (exercise_id in done_ones), due + 1)
    return found


def _calendar(access: PatientAccess, record: Record) -> dict[str, Any]:
    sessions = record.with_planned()
    days = weeks(sessions, record.pauses, first=record.first, last=record.last, today=access.today, now=access.now)
    return charts.calendar(days, record.reasons())


def _session_rows(
    access: PatientAccess,
    record: Record,
    notes: Sequence[SessionNote],
    prescribed: dict[int, list[PrescribedExercise]],
    language: str,
) -> list[SessionRow]:
    names = {row.exercise_id: name_of(row, language) for rows in prescribed.values() for row in rows}
    pain = {one.exercise_session_id: one.pain_during for one in notes if one.pain_during is not None}
    recent = [session for session in reversed(record.sessions) if is_due(session, access.now)][:SESSIONS_SHOWN]
    has_times = len({session.slot for session in recent}) > 1
    return [
        SessionRow(
            session=session,
            time=date_format(timezone.localtime(session.due_at, access.patient.zone), "TIME_FORMAT")
            if has_times
            else "",
            by=_who_recorded(record.results.get(session.pk, ()), access),
            not_done=_not_done(record.results.get(session.pk, ()), names),
            pain=pain.get(session.pk),
        )
        for session in recent
    ]


def _who_recorded(results: Sequence[Result], access: PatientAccess) -> str:
    """ "Pat", "Cara for Pat", "Cara for Pat, from paper"; several where they shared the work."""
    names = dict.fromkeys(_who_recorded_one(one, access) for one in results)
    return ", ".join(filter(None, names))


def _who_recorded_one(result: Result, access: PatientAccess) -> str:
    name = who(result.recorded_by, is_on_behalf=result.is_on_behalf, access=access)
    return _("%(name)s, from paper") % {"name": name} if result.is_from_paper else name


def who(name: str, *, is_on_behalf: bool, access: PatientAccess) -> str:
    first = name.split(" ", 1)[0]
    if not is_on_behalf:
        return first or access.patient.first_name
    # Whose account is erased has no name any more.
    first = first or _("a helper")
    return _("%(helper)s for %(patient)s") % {"helper": first, "patient": access.patient.first_name}


def _not_done(results: Sequence[Result], names: dict[int, str]) -> list[str]:
    """ "Clamshell: It hurt", once for both sides."""
    lines = [
        _("%(exercise)s: %(reason)s") % {"exercise": names.get(one.exercise_id, ""), "reason": one.reason_words}
        for one in results
        if one.reason
    ]
    return list(dict.fromkeys(lines))


def _note_rows(notes: Iterable[SessionNote], access: PatientAccess) -> list[NoteRow]:
    """Those with words or with help needed; a bare pain score is in the chart. Unread ones first."""
    rows = [
        NoteRow(
            note=one,
            who=who(
                one.written_by.name if one.written_by else "",
                is_on_behalf=one.on_behalf_of_id is not None,
                access=access,
            ),
            is_unread=one.read_at is None and bool(one.words),
        )
        for one in notes
        if one.words or one.help_needed
    ]
    return sorted(rows, key=lambda row: not row.is_unread)
