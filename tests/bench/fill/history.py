"""A fortnight of sessions, results, notes, mails and audit for everyone, and five years for the veteran."""

from accounts.models import AuditEvent
from portal.caseload.models import CaseloadRow
from portal.reminders.models import ReminderDelivery
from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote
from portal.sessions.records import SIDES
from tests.bench.bulk import column, insert_from, run, table
from tests.bench.clock import TODAY, days_ago
from tests.bench.fill.crowd import ROUTINES
from tests.bench.fill.plan import KINDS, sessions

SESSIONS = f"{ROUTINES} JOIN portal_exercisesession s ON s.routine_id = r.id"


def make() -> None:
    _sessions()
    _results()
    _notes()
    _caseload()
    _mails_and_audit()


def _sessions() -> None:
    table(
        "bench_sessions",
        {
            "kind": "varchar(12)",
            "local_date": column(ExerciseSession, "local_date"),
            "slot": "integer",
            "due_at": column(ExerciseSession, "due_at"),
            "status": "varchar(10)",
        },
        [
            (one.kind, one.local_date, one.slot, one.due_at, one.status)
            for kind in KINDS
            for one in sorted(sessions(kind), key=lambda one: (one.local_date, one.slot))
        ],
    )
    insert_from(
        ExerciseSession,
        {
            "routine": "r.id",
            "revision": "rv.id",
            "local_date": "b.local_date",
            "slot": "b.slot",
            "due_at": "b.due_at",
            "status": "b.status",
        },
        f"{ROUTINES} JOIN portal_routinerevision rv ON rv.routine_id = r.id "
        "JOIN bench_sessions b ON b.kind = p.kind ORDER BY b.local_date, p.number",
    )
    run("ANALYZE")


def _results() -> None:
    """All of them when done, the first half when partly done, each with a reason when skipped."""
    table(
        "bench_sides",
        {"prescribed": "varchar(12)", "side": "varchar(5)"},
        [(str(prescribed), str(side)) for prescribed, sides in SIDES.items() for side in sides],
    )
    insert_from(
        ExerciseResult,
        {
            "exercise_session": "s.id",
            "prescribed_exercise": "pe.id",
            "side": "b.side",
            "outcome": "CASE WHEN s.status = 'skipped' THEN 'not_done' ELSE 'done' END",
            "reason": "CASE WHEN s.status = 'skipped' THEN 'tired' ELSE '' END",
            "sets_done": "CASE WHEN s.status = 'skipped' THEN NULL ELSE pe.sets END",
            "reps_done": "CASE WHEN s.status = 'skipped' THEN NULL ELSE pe.reps END",
            "recorded_by": "pt.user_id",
            "recorded_at": "s.due_at",
        },
        f"{SESSIONS} JOIN portal_prescribedexercise pe ON pe.revision_id = s.revision_id "
        "JOIN bench_sides b ON b.prescribed = pe.side JOIN bench_amounts a ON a.kind = p.kind "
        "WHERE s.status IN ('done', 'skipped') OR (s.status = 'partly' AND pe.\"order\" * 2 <= a.amount + 1)",
    )


def _notes() -> None:
    """Pain after every third session. Every fourth patient wrote words two days ago that nobody has read yet."""
    table(
        "bench_days",
        {"ago": "integer", "day": column(ExerciseSession, "local_date")},
        [(ago, days_ago(ago)) for ago in range(-60, 61)],
    )
    unread = "d.ago = 2 AND p.number % 4 = 0"
    insert_from(
        SessionNote,
        {
            "exercise_session": "s.id",
            "pain_during": "2 + p.number % 3",
            "words": f"CASE WHEN {unread} THEN 'The left side was stiff when I began.' ELSE '' END",
            "written_by": "pt.user_id",
            "written_at": "s.due_at",
            "read_at": f"CASE WHEN {unread} THEN NULL ELSE s.due_at END",
        },
        f"{SESSIONS} JOIN bench_days d ON d.day = s.local_date "
        "WHERE s.status IN ('done', 'partly') AND d.ago > 0 AND d.ago % 3 = 2",
    )


def _caseload() -> None:
    """A quarter waits with an unread note, an eighth went quiet some time in the last days, the rest need nothing."""
    waits = "p.number % 4 = 0"
    quiet = "p.number % 8 = 1"
    insert_from(
        CaseloadRow,
        {
            "patient": "pt.id",
            "routine_since_on": "r.starts_on",
            "due_weekdays": "127",
            "last_recorded_on": f"CASE WHEN {quiet} THEN silent.day ELSE yesterday.day END",
            "unread_since": f"CASE WHEN {waits} THEN note.due_at ELSE NULL END",
            "unread_count": f"CASE WHEN {waits} THEN 1 ELSE 0 END",
            "pain_limit": "5",
            "review_by_on": "r.review_by_on",
            "attention_on": f"CASE WHEN {waits} THEN note.local_date WHEN {quiet} THEN since.day ELSE later.day END",
        },
        f"{ROUTINES} JOIN bench_days yesterday ON yesterday.ago = 1 JOIN bench_days later ON later.ago = -3 "
        "JOIN bench_days silent ON silent.ago = 5 + p.number % 9 JOIN bench_days since ON since.ago = silent.ago - 4 "
        "LEFT JOIN bench_days two ON two.ago = 2 "
        "LEFT JOIN bench_sessions note ON note.kind = p.kind AND note.local_date = two.day AND note.slot = 1",
    )


def _mails_and_audit() -> None:
    past = f"s.local_date < {_sql_today()}"
    insert_from(
        ReminderDelivery,
        {
            "patient": "pt.id",
            "recipient": "pt.user_id",
            "occasion": "'session:' || s.id",
            "exercise_session": "s.id",
            "kind": "'session_due'",
            "state": "'sent'",
            "planned_for": "s.due_at",
            "expires_at": "s.due_at",
            "attempts": "1",
            "sent_at": "s.due_at",
        },
        f"{SESSIONS} JOIN bench_kinds k ON k.kind = p.kind WHERE k.remindable AND {past}",
    )
    insert_from(
        AuditEvent,
        {
            "at": "s.due_at",
            "action": "'session.recorded'",
            "actor_id": "pt.user_id",
            "role": "'patient'",
            "clinic_id": "pt.clinic_id",
            "patient_id": "pt.id",
            "scope": "'record'",
        },
        f"{SESSIONS} WHERE {past}",
    )


def _sql_today() -> str:
    return f"'{TODAY.isoformat()}'"
