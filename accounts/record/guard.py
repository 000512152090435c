"""Triggers by which the database itself keeps the record: what was written is not changed and not taken away.

A migration that rebuilds one of these tables on SQLite loses its triggers: it calls `remove` first and `install` last.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS, SEALS, ANCHORS = "accounts_auditevent", "accounts_auditseal", "accounts_auditanchor"
GRANT_CHANGES = "accounts_grantchange"
REFUSAL = "The record of who looked stays as it was written."
ALWAYS = "1 = 1"


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    event: str
    # The condition of the refusal, over OLD and NEW.
    refused: str
    # An UPDATE is also refused when any column but this one changes.
    free_column: str = ""


def _is_there(table: str, key: str) -> str:
    """SQLite's INSERT OR REPLACE takes the old row away without a DELETE that a trigger would see."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR {key} = NEW.{key})"  # noqa: S608  our own names


# A month may go once an anchor says what it held (accounts/record/retention.py).
_NOT_ANCHORED = f"NOT EXISTS (SELECT 1 FROM {SEALS} s JOIN {ANCHORS} a ON a.month = s.month WHERE s.id = OLD.seal_id)"  # noqa: S608

ROW_TRIGGERS = (
    Trigger("surefoot_event_comes_unsealed", EVENTS, "INSERT", f"NEW.seal_id IS NOT NULL OR {_is_there(EVENTS, 'id')}"),
    Trigger(
        "surefoot_event_is_sealed_once", EVENTS, "UPDATE", "OLD.seal_id IS NOT NULL OR NEW.seal_id IS NULL", "seal_id"
    ),
    Trigger("surefoot_event_stays", EVENTS, "DELETE", _NOT_ANCHORED),
    Trigger("surefoot_seal_is_not_replaced", SEALS, "INSERT", _is_there(SEALS, "number")),
    Trigger("surefoot_seal_is_not_changed", SEALS, "UPDATE", ALWAYS),
    Trigger("surefoot_seal_stays", SEALS, "DELETE", ALWAYS),
    Trigger("surefoot_anchor_is_not_replaced", ANCHORS, "INSERT", _is_there(ANCHORS, "month")),
    Trigger("surefoot_anchor_is_not_changed", ANCHORS, "UPDATE", ALWAYS),
    Trigger("surefoot_anchor_stays", ANCHORS, "DELETE", ALWAYS),
    # Its author may be forgotten. It goes with the grant, when a record is erased.
    Trigger(
        "surefoot_grant_change_is_not_changed",
        GRANT_CHANGES,
        "UPDATE",
        "NEW.by_id IS NOT NULL AND COALESCE(OLD.by_id, -1) <> NEW.by_id",
        "by_id",
    ),
)
# PostgreSQL empties a table without looking at its rows.
TRUNCATE_TRIGGERS = tuple(
    Trigger(f"surefoot_{table.removeprefix('accounts_audit')}s_are_not_emptied", table, "TRUNCATE", ALWAYS)
    for table in (EVENTS, SEALS, ANCHORS)
)


def install(connection: BaseDatabaseWrapper) -> None:
    """What stood before is put up anew."""
    remove(connection)
    for trigger in _wanted(connection):
        _run(connection, _on_postgresql(trigger) if _is_postgresql(connection) else _on_sqlite(connection, trigger))


def remove(connection: BaseDatabaseWrapper) -> None:
    for trigger in _wanted(connection):
        if _is_postgresql(connection):
            _run(connection, f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
            _run(connection, f"DROP FUNCTION IF EXISTS {trigger.name}()")
        else:
            _run(connection, f"DROP TRIGGER IF EXISTS {trigger.name}")


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if _is_postgresql(connection):
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {trigger.name for trigger in _wanted(connection)} - {name for (name,) in cursor.fetchall()}


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For tests that empty their tables. A guard that was not whole before is not made whole here."""
    was_whole = not missing(connection)
    remove(connection)
    try:
        yield
    finally:
        if was_whole:
            install(connection)


def _wanted(connection: BaseDatabaseWrapper) -> tuple[Trigger, ...]:
    return ROW_TRIGGERS + TRUNCATE_TRIGGERS if _is_postgresql(connection) else ROW_TRIGGERS


def _is_postgresql(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "postgresql"


def _run(connection: BaseDatabaseWrapper, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _on_sqlite(connection: BaseDatabaseWrapper, trigger: Trigger) -> str:
    refused = trigger.refused
    if trigger.free_column:
        with connection.cursor() as cursor:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, trigger.table)]
        kept = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in columns if name != trigger.free_column)
        refused = f"{refused} OR NOT ({kept})"
    return (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} WHEN {refused} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _on_postgresql(trigger: Trigger) -> str:
    refused = trigger.refused
    if trigger.free_column:
        kept = f"- '{trigger.free_column}'"
        refused = f"{refused} OR to_jsonb(OLD) {kept} <> to_jsonb(NEW) {kept}"
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(trigger.event, "NEW")
    return (
        f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {row}; END $$; "
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {trigger.name}()"
    )
